"""Mini's tokenizer: a small byte-fallback SentencePiece with Gemma's turn and picture tokens."""

import io
from pathlib import Path

import sentencepiece

IMAGE_TOKEN = "<image_soft_token>"
CONTROLS = ("<start_of_turn>", "<end_of_turn>", "<start_of_image>", "<end_of_image>", IMAGE_TOKEN)


def train(texts: list[str], path: Path, size: int = 1000) -> None:
    """Write a tokenizer.model; a piece may hold two or three words, so that prompts are short and training is cheap."""
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(texts),
        model_writer=model,
        model_type="bpe",
        vocab_size=size,
        hard_vocab_limit=False,
        byte_fallback=True,
        split_by_whitespace=False,
        character_coverage=1.0,
        add_dummy_prefix=False,
        remove_extra_whitespaces=False,
        normalization_rule_name="identity",
        control_symbols=list(CONTROLS),
        pad_id=0,
        eos_id=1,
        bos_id=2,
        unk_id=3,
        num_threads=1,
        minloglevel=2,
    )
    path.write_bytes(model.getvalue())


class Words:
    """Text to ids exactly as llama.cpp does it: control tokens are looked up, the text between is encoded."""

    def __init__(self, path: Path) -> None:
        self._pieces = sentencepiece.SentencePieceProcessor(model_file=str(path))
        self.size = self._pieces.get_piece_size()
        self.begin = self._pieces.bos_id()
        self.turn = self.control("<start_of_turn>")
        self.end = self.control("<end_of_turn>")
        self.image = self.control(IMAGE_TOKEN)

    def control(self, text: str) -> int:
        return int(self._pieces.piece_to_id(text))

    def plain(self, text: str) -> list[int]:
        return list(self._pieces.encode(text))

    def prefix(self, image_tokens: int) -> list[int]:
        """Everything before the question, with a place for each picture embedding."""
        opening = [self.begin, self.turn, *self.plain("user\n"), self.control("<start_of_image>")]
        return [*opening, *[self.image] * image_tokens, self.control("<end_of_image>"), *self.plain("\n\n")]

    def question(self, prompt: str) -> list[int]:
        """The question and the turn's change; the answer follows."""
        return [*self.plain(prompt), self.end, *self.plain("\n"), self.turn, *self.plain("model\n")]

    def answer(self, text: str) -> list[int]:
        return [*self.plain(text), self.end]
