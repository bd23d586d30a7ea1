"""Whether a converted model sees and answers: `python -m lentigo_packager.conversion.first_answer FOLDER PICTURE`."""

import sys
from pathlib import Path

from lentigo.analysis.ports import Question
from lentigo.errors import EngineError, LentigoError
from lentigo.imaging.adapter import PillowImaging
from lentigo.inference.self_test import require_sight
from lentigo.inference.stopping import StopFlag
from lentigo.inference.vision_model import LlamaVisionModel
from lentigo_packager.conversion.recording import read_profile

PROMPT = "Describe this picture in one sentence."
TOKENS = 32


def first_answer(folder: Path, picture: Path) -> str:
    """The model's sentence about the picture; EngineError where it sees nothing or says nothing."""
    imaging = PillowImaging()
    photograph = imaging.deidentify(imaging.load(imaging.read(picture)))
    model = LlamaVisionModel(
        profile=read_profile(folder), folder=folder, stop=StopFlag(), on_progress=lambda _share: None
    )
    try:
        require_sight(model, lambda _share: None)
        with model.open([photograph], system="", seed=0, on_progress=lambda _share: None) as session:
            question = Question(field="first", prompt=PROMPT, max_tokens=TOKENS)
            said = session.ask([question], lambda _field, _text: None)[question.field].strip()
    finally:
        model.close()
    if not said:
        raise EngineError(
            "The converted model answered nothing.", hint="Check that the checkpoint is what it should be."
        )
    return said


if __name__ == "__main__":
    try:
        sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
        sys.stdout.write(first_answer(Path(sys.argv[1]), Path(sys.argv[2])))
    except LentigoError as error:
        sys.stderr.write(error.told)
        sys.exit(error.exit_code)
