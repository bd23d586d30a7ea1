"""Every family: awkward grammars hold whatever the model would say, and nothing it says ends the process."""

import hashlib
import json
import re
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from llama_cpp.llama_grammar import json_schema_to_gbnf
from tiny_pairs import FAMILIES, TINY, ignore, load, pattern, questions

from lentigo.inference.vision_model import LlamaVisionModel
from lentigo.models.profile import Sampling

PICTURE = pattern(1)
PROMPTS = ["Are there hairs", "Is it red", "Does it bleed", "How large is it"]
SEEDS = range(6)
ANY_TOKEN = Sampling(temperature=100)  # control tokens, halves of characters and long tokens are as likely as words
GRAMMARS = {
    'root ::= ("é" | "x") "yz"': "(é|x)yz",
    'root ::= "(" [éèxyz]{3} [–✓]{2} "µ" [😀🙏]{2} ")"': "\\([éèxyz]{3}[–✓]{2}µ[😀🙏]{2}\\)",
    r'root ::= "(" [\u0900-\u097F]{1,8} ")"': "\\([\u0900-\u097f]{1,8}\\)",
    'root ::= "(" [一-龥]{2} [а-я]{2} [😀-🙏]{2} ")"': "\\([一-龥]{2}[а-я]{2}[😀-🙏]{2}\\)",
    'root ::= "(" .{12} ")"': r"(?s)\(.{12}\)",
    'root ::= "(" [^\\n<]{20} ")"': r"\([^\n<]{20}\)",
    'root ::= "(" [^x]{20} ")"': r"(?s)\([^x]{20}\)",
    'root ::= ""': "",
    'root ::= "" | "a"': "a?",
    'root ::= ("a" | "") ("b" | "") ("" | "c") "d"?': "a?b?c?d?",
    'root ::= x x x "."\nx ::= "" | "y" | y\ny ::= ("z" | "")': r"[yz]{0,3}\.",
    'root ::= [a-z]{100,140} "."': r"[a-z]{100,140}\.",
    'root ::= ("ab" | "cd" | "é"){60}': "(ab|cd|é){60}",
    'root ::= "x"{300} [0-9]{3}': "x{300}[0-9]{3}",
    'root ::= "<|im_start|>" [a-z]{2} "<start_of_turn>" [a-z]{2} "<eos>"?': (
        r"<\|im_start\|>[a-z]{2}<start_of_turn>[a-z]{2}(<eos>)?"
    ),
}
TEXT = {"type": "string", "minLength": 3, "maxLength": 12}
FORM = {"type": "object", "properties": {"site": TEXT, "size": {"type": "integer"}}, "required": ["site", "size"]}


@pytest.fixture(scope="module", params=FAMILIES)
def babbler(request: pytest.FixtureRequest) -> Iterator[LlamaVisionModel]:
    model = load(request.param, sampling=ANY_TOKEN)
    yield model
    model.close()


def babble(model: LlamaVisionModel, grammar: str) -> list[str]:
    found: list[str] = []
    for seed in SEEDS:
        with model.open([PICTURE], system="", seed=seed, on_progress=ignore) as session:
            found += session.ask(questions(PROMPTS, tokens=700, grammar=grammar), ignore).values()
    return found


@pytest.mark.parametrize("grammar", GRAMMARS)
def test_whatever_the_model_would_say_it_keeps_to_the_grammar(babbler: LlamaVisionModel, grammar: str) -> None:
    for answer in babble(babbler, grammar):
        assert re.fullmatch(GRAMMARS[grammar], answer), answer


def test_strings_with_escapes_are_json(babbler: LlamaVisionModel) -> None:
    for answer in babble(babbler, json_schema_to_gbnf(json.dumps(FORM))):
        form = json.loads(answer, strict=False)  # the converter's grammar lets line ends pass
        assert set(form) == {"site", "size"}
        assert 3 <= len(form["site"]) <= 12


ASK_HINDI = r"""
import sys
from dataclasses import replace
from pathlib import Path

sys.path[:0] = [sys.argv[1], str(Path(sys.argv[1]).parent)]
from tiny_pairs import TINY, ignore, pattern, profile_and_folder, questions

from lentigo.inference.stopping import StopFlag
from lentigo.inference.vision_model import LlamaVisionModel
from lentigo.models.profile import Sampling

profile, _folder = profile_and_folder("qwen3")
language = replace(profile.language, file=sys.argv[2], sha256=sys.argv[3])
odd = replace(profile, language=language, sampling=Sampling(temperature=100))
model = LlamaVisionModel(profile=odd, folder=TINY, stop=StopFlag(), on_progress=ignore)
with model.open([pattern(1)], system="", seed=0, on_progress=ignore) as session:
    answers = session.ask(questions(["a", "b"], tokens=90, grammar=r"root ::= [\u0900-\u097F]{20}"), ignore)
sys.stdout.buffer.write("\n".join(answers.values()).encode())
"""


def test_a_token_that_llama_cpp_cannot_take_does_not_end_the_process(tmp_path: Path) -> None:
    """Two bytes of 0x80, which behind 0xE0 mean code point 0: llama.cpp lets them pass, and throws on taking them."""
    whole = (TINY / "qwen3.gguf").read_bytes()
    four_bytes = struct.pack("<Q", 4)
    usual, odd = four_bytes + b"port", four_bytes + "ĢĢ".encode()  # as byte-pair vocabularies write 0x80 0x80
    assert usual in whole
    path = tmp_path / "odd.gguf"
    path.write_bytes(whole.replace(usual, odd, 1))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    command = [sys.executable, "-c", ASK_HINDI, str(Path(__file__).parent), str(path), digest]
    ended = subprocess.run(command, capture_output=True, check=False)
    assert ended.returncode == 0, ended.stderr.decode(errors="replace")
    for answer in ended.stdout.decode().split("\n"):
        assert re.fullmatch("[\u0900-\u097f]{20}", answer), answer
