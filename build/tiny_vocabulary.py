"""The tiny models' vocabularies: Qwen's own, later cut to its first merges, and a Gemma-like one of the same pieces."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gguf import GGUFReader, GGUFWriter
from sentencepiece import sentencepiece_model_pb2
from transformers import AddedToken, Qwen2Tokenizer

VOCABULARY = Path("vendor") / "llama.cpp" / "models" / "ggml-vocab-qwen2.gguf"  # in llama-cpp-python's source package
BYTES = 256  # Qwen's first tokens stand for one byte each
MERGES = 742  # kept; with the bytes and the added tokens, 1,024 tokens
PLAIN = 151643  # Qwen's tokens from bytes and merges; the added ones follow

# As in the tokenizer_config.json of Qwen3-VL, in the order of their ids. False: text like any other for the model.
ADDED = {
    "<|endoftext|>": True,
    "<|im_start|>": True,
    "<|im_end|>": True,
    "<|object_ref_start|>": True,
    "<|object_ref_end|>": True,
    "<|box_start|>": True,
    "<|box_end|>": True,
    "<|quad_start|>": True,
    "<|quad_end|>": True,
    "<|vision_start|>": True,
    "<|vision_end|>": True,
    "<|vision_pad|>": True,
    "<|image_pad|>": True,
    "<|video_pad|>": True,
    "<tool_call>": False,
    "</tool_call>": False,
    "<|fim_prefix|>": False,
    "<|fim_middle|>": False,
    "<|fim_suffix|>": False,
    "<|fim_pad|>": False,
    "<|repo_name|>": False,
    "<|file_sep|>": False,
    "<tool_response>": False,
    "</tool_response>": False,
    "<think>": False,
    "</think>": False,
}
QWEN_TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)

GEMMA_CONTROLS = ("<pad>", "<eos>", "<bos>", "<unk>")
GEMMA_TURNS = ("<start_of_turn>", "<end_of_turn>", "<start_of_image>", "<end_of_image>", "<image_soft_token>")
GEMMA_TEMPLATE = (
    "{{ bos_token }}{% for message in messages %}"
    "<start_of_turn>{{ 'model' if message.role == 'assistant' else 'user' }}\n{{ message.content }}<end_of_turn>\n"
    "{% endfor %}{% if add_generation_prompt %}<start_of_turn>model\n{% endif %}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class QwenWords:
    """Qwen's byte-level vocabulary: tokens by id, and merges in order."""

    tokens: tuple[str, ...]
    merges: tuple[tuple[str, str], ...]

    def tokenizer(self, merges: int) -> Qwen2Tokenizer:
        """transformers' tokenizer with the first `merges` merges; the converter knows only the whole one."""
        plain = self.tokens[: BYTES + merges]
        numbers = {text: number for number, text in enumerate(plain)}
        words = Qwen2Tokenizer(vocab=numbers, merges=list(self.merges[:merges]))
        words.add_tokens([AddedToken(text, special=special, normalized=False) for text, special in ADDED.items()])
        words.chat_template = QWEN_TEMPLATE
        return words


def read_qwen_words(sdist: Path) -> QwenWords:
    """From the vocabulary-only GGUF that llama.cpp's source package brings for its own tests."""
    fields = GGUFReader(sdist / VOCABULARY).fields
    tokens = fields["tokenizer.ggml.tokens"].contents()[:PLAIN]
    merges = [tuple(merge.split(" ")) for merge in fields["tokenizer.ggml.merges"].contents()]
    return QwenWords(tokens=tuple(tokens), merges=tuple(merges))


def kept_tokens() -> list[int]:
    """The whole vocabulary's ids that the tiny one keeps, in order."""
    return [*range(BYTES + MERGES), *range(PLAIN, PLAIN + len(ADDED))]


def trim(source: Path, target: Path) -> None:
    """Copy a Qwen language model with the kept tokens only."""
    reader = GGUFReader(source)
    kept = kept_tokens()
    fields = {name: field for name, field in reader.fields.items() if not name.startswith("GGUF.")}
    writer = GGUFWriter(target, fields.pop("general.architecture").contents())
    for name, field in fields.items():
        kind, *element = field.types
        writer.add_key_value(name, _trimmed(name, field.contents(), kept), kind, element[-1] if element else None)
    for tensor in reader.tensors:
        rows = tensor.name in {"token_embd.weight", "output.weight"}
        writer.add_tensor(tensor.name, tensor.data[kept] if rows else tensor.data, raw_dtype=tensor.tensor_type)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _trimmed(name: str, value: Any, kept: list[int]) -> Any:
    if name in {"tokenizer.ggml.tokens", "tokenizer.ggml.token_type"}:
        return [value[token] for token in kept]
    if name == "tokenizer.ggml.merges":
        return value[:MERGES]
    if name.startswith("tokenizer.ggml.") and name.endswith("_token_id"):
        return kept.index(value)
    return len(kept) if name.endswith(".vocab_size") else value


def write_gemma_words(words: QwenWords, path: Path) -> list[str]:
    """Write a tokenizer.model of Gemma's kind (SentencePiece BPE with byte fallback); returns its pieces by id."""
    model = sentencepiece_model_pb2.ModelProto()
    kinds = sentencepiece_model_pb2.ModelProto.SentencePiece
    for text in GEMMA_CONTROLS:
        model.pieces.add(piece=text, score=0, type=kinds.UNKNOWN if text == "<unk>" else kinds.CONTROL)
    for text in GEMMA_TURNS:
        model.pieces.add(piece=text, score=0, type=kinds.CONTROL)
    for byte in range(256):
        model.pieces.add(piece=f"<0x{byte:02X}>", score=0, type=kinds.BYTE)
    for rank, text in enumerate(_gemma_pieces(words)):
        model.pieces.add(piece=text, score=-rank, type=kinds.NORMAL)
    trainer, normalizer = model.trainer_spec, model.normalizer_spec
    trainer.model_type, trainer.byte_fallback, trainer.vocab_size = trainer.BPE, True, len(model.pieces)
    trainer.pad_id, trainer.eos_id, trainer.bos_id, trainer.unk_id = range(4)
    trainer.pad_piece, trainer.eos_piece, trainer.bos_piece, trainer.unk_piece = GEMMA_CONTROLS
    normalizer.name, normalizer.add_dummy_prefix, normalizer.remove_extra_whitespaces = "identity", False, False
    path.write_bytes(model.SerializeToString(deterministic=True))
    return [piece.piece for piece in model.pieces]


def _gemma_pieces(words: QwenWords) -> list[str]:
    """Merged pieces first, as a merge's rank decides; then each printable ASCII character, space and line end."""
    merged = [token.replace("Ġ", "▁").replace("Ċ", "\n") for token in words.tokens[BYTES : BYTES + MERGES]]
    letters = ["▁", "\n", *(chr(code) for code in range(33, 127))]
    return [piece for piece in dict.fromkeys([*merged, *letters]) if piece.isascii() or "▁" in piece]
