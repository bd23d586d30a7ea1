"""Vectors by sentence-transformers.

`python -m lentigo_packager.conversion.sentence_reference CHECKPOINT TEXTS VECTORS`
"""

import json
import sys
from pathlib import Path

import numpy as np


def write_reference(checkpoint: Path, texts: Path, out: Path) -> None:
    """A row of length 1 for each text of a JSON list, as numpy saves it."""
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(checkpoint), device="cpu")
    sentences = json.loads(texts.read_text(encoding="utf-8"))
    np.save(out, model.encode(sentences, normalize_embeddings=True, show_progress_bar=False))


if __name__ == "__main__":
    write_reference(*map(Path, sys.argv[1:]))
