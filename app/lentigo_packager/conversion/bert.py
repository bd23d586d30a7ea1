"""A BERT sentence encoder's checkpoint to GGUF, with numpy alone.

`python -m lentigo_packager.conversion.bert CHECKPOINT OUT`

Writes what llama.cpp's own converter would, without torch, so that a fresh machine builds its encoder in seconds.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gguf
import numpy as np
from gguf.quants import quantize
from gguf.utility import LocalTensor, SafetensorsLocal
from numpy.typing import NDArray

from lentigo.errors import InputError
from lentigo.files import settle, unfinished
from lentigo.models.families import BERT

CONTROL_TOKENS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
NOT_FOR_EMBEDDING = ("pooler.", "cls.", "embeddings.position_ids")
ALWAYS_F32 = (gguf.MODEL_TENSOR.POS_EMBD, gguf.MODEL_TENSOR.TOKEN_TYPES)
F32, BF16 = gguf.GGMLQuantizationType.F32, gguf.GGMLQuantizationType.BF16
DTYPES = {"F32": np.float32, "F16": np.float16}


def convert_bert(checkpoint: Path, out: Path) -> None:
    """Convert a sentence-transformers folder (BertModel, WordPiece, safetensors) to BF16 GGUF with its own pooling.

    BF16 is as near to the checkpoint as F16 where it matters, and faster on processors that multiply it. The context is
    cut to the length the encoder was trained on. `out` is there whole or not at all.
    """
    shape = _read_json(checkpoint / "config.json")
    if shape.get("architectures") != [BERT.checkpoint]:
        raise InputError("This checkpoint is not a BERT encoder.", hint="Give the folder of a BertModel.")
    trained = _read_json(checkpoint / "sentence_bert_config.json")["max_seq_length"]
    length = min(trained, shape["max_position_embeddings"])
    out.parent.mkdir(parents=True, exist_ok=True)
    with unfinished(out.parent) as fresh:
        writer = gguf.GGUFWriter(fresh, BERT.architecture)
        _add_shape(writer, shape, length)
        writer.add_pooling_type(_pooling(checkpoint))
        _add_vocabulary(writer, _vocabulary(checkpoint), shape["type_vocab_size"])
        _add_tensors(writer, checkpoint / "model.safetensors", shape["num_hidden_layers"], length)
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.write_tensors_to_file()
        writer.close()
        settle(fresh, out)


def _add_shape(writer: gguf.GGUFWriter, shape: dict[str, Any], length: int) -> None:
    writer.add_name(str(shape.get("_name_or_path", "")).rpartition("/")[2] or "bert")
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_BF16)
    writer.add_context_length(length)
    writer.add_embedding_length(shape["hidden_size"])
    writer.add_feed_forward_length(shape["intermediate_size"])
    writer.add_block_count(shape["num_hidden_layers"])
    writer.add_head_count(shape["num_attention_heads"])
    writer.add_layer_norm_eps(shape["layer_norm_eps"])
    writer.add_causal_attention(False)


def _pooling(checkpoint: Path) -> gguf.PoolingType:
    modes = _read_json(checkpoint / "1_Pooling" / "config.json")
    if modes["pooling_mode_mean_tokens"]:
        return gguf.PoolingType.MEAN
    if modes["pooling_mode_cls_token"]:
        return gguf.PoolingType.CLS
    raise InputError("This encoder pools in a way llama.cpp does not know.", hint="Use one with mean or CLS pooling.")


def _vocabulary(checkpoint: Path) -> list[str]:
    """The tokens by number, from vocab.txt, or from tokenizer.json where that is all there is."""
    _refuse_cased(checkpoint)
    plain = checkpoint / "vocab.txt"
    if plain.exists():
        return plain.read_text(encoding="utf-8").splitlines()
    model = _read_json(checkpoint / "tokenizer.json")["model"]
    if model["type"] != "WordPiece":
        raise InputError("This checkpoint does not split words as BERT does.", hint="Use one with WordPiece.")
    numbers: dict[str, int] = model["vocab"]
    return sorted(numbers, key=numbers.__getitem__)


def _refuse_cased(checkpoint: Path) -> None:
    """llama.cpp's WordPiece always lowers case; a cased encoder would lose every capital."""
    settings = checkpoint / "tokenizer_config.json"
    if settings.exists() and _read_json(settings).get("do_lower_case") is False:
        raise InputError("This encoder tells capitals apart, which llama.cpp cannot.", hint="Use an uncased one.")


def _add_vocabulary(writer: gguf.GGUFWriter, tokens: list[str], token_types: int) -> None:
    """WordPiece as llama.cpp wants it: a word's start is marked instead of its continuation."""
    kinds = [gguf.TokenType.CONTROL if token in CONTROL_TOKENS else gguf.TokenType.NORMAL for token in tokens]
    writer.add_token_type_count(token_types)
    writer.add_tokenizer_model("bert")
    writer.add_tokenizer_pre("bert-bge")
    writer.add_token_list([_marked(token) for token in tokens])
    writer.add_token_types(kinds)
    writer.add_unk_token_id(tokens.index("[UNK]"))
    writer.add_sep_token_id(tokens.index("[SEP]"))
    writer.add_pad_token_id(tokens.index("[PAD]"))
    writer.add_mask_token_id(tokens.index("[MASK]"))
    writer.add_bos_token_id(tokens.index("[CLS]"))
    writer.add_eos_token_id(tokens.index("[SEP]"))


def _marked(token: str) -> str:
    if token in CONTROL_TOKENS:
        return token
    return token[2:] if token.startswith("##") else "\u2581" + token


def _add_tensors(writer: gguf.GGUFWriter, path: Path, layers: int, length: int) -> None:
    names = gguf.get_tensor_name_map(gguf.MODEL_ARCH.BERT, layers)
    keep_f32 = {gguf.TENSOR_NAMES[tensor] + ".weight" for tensor in ALWAYS_F32}
    for name, values in _tensors(path):
        target = names.get_name(name, try_suffixes=(".weight", ".bias"))
        if target is None:
            raise InputError(f"This checkpoint holds an unknown tensor: {name}.", hint="Give a plain BertModel.")
        if target == "position_embd.weight":
            values = values[:length]
        kind = F32 if values.ndim == 1 or target in keep_f32 else BF16
        writer.add_tensor(target, quantize(values.astype(np.float32), kind), raw_dtype=kind)


def _tensors(path: Path) -> Iterator[tuple[str, NDArray[Any]]]:
    for name, tensor in SafetensorsLocal(path).tensors.items():
        short = name.removeprefix("bert.")
        if not short.startswith(NOT_FOR_EMBEDDING):
            yield short, _values(tensor)


def _values(tensor: LocalTensor) -> NDArray[Any]:
    if tensor.dtype not in DTYPES:
        raise InputError(f"This checkpoint holds {tensor.dtype} numbers.", hint="Save it in F32 or F16 first.")
    return np.frombuffer(tensor.mmap_bytes(), dtype=DTYPES[tensor.dtype]).reshape(tensor.shape)


def _read_json(path: Path) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise InputError(f"{path.name} is missing or damaged.", hint="Give a complete checkpoint folder.") from problem
    return content


if __name__ == "__main__":
    convert_bert(Path(sys.argv[1]), Path(sys.argv[2]))
