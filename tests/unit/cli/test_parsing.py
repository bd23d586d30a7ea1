"""The parser speaks the user's language, and takes nothing that it cannot pass on."""

import argparse
import ast
import inspect
from collections.abc import Iterator

import pytest

from lentigo.cli.parsing import WORDS_OF_ARGPARSE, Parser, place, refuse_undecoded, whole_number
from lentigo.errors import InputError
from lentigo.language import ACCENTED, SOURCE, use_language

FOR_PROGRAMMERS = (  # what only a mistake in our own code could bring out
    "conflicting", "dest= is required", "invalid option string", "invalid conflict_resolution", "cannot",
    "is not callable", "mutually exclusive", "'required' is an invalid", "unknown parser", "__call__", "mode %r",
    "unexpected option string", "not allowed with argument", "one of the arguments", "can't open",
    "invalid %(type)s value", "%(prog)s: error", "expected at most one", "expected %s argument", "%(heading)s",
)  # fmt: skip


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    yield
    use_language(SOURCE)


def argparse_says() -> set[str]:
    """All that this Python's argparse hands to its `_`."""
    calls = (node for node in ast.walk(ast.parse(inspect.getsource(argparse))) if isinstance(node, ast.Call))
    named = (node.args[0] for node in calls if isinstance(node.func, ast.Name) and node.func.id == "_" and node.args)
    return {node.value for node in named if isinstance(node, ast.Constant)}


def test_every_word_of_argparse_that_a_user_can_read_is_known() -> None:
    unknown = argparse_says() - set(WORDS_OF_ARGPARSE)
    assert not {text for text in unknown if not any(part in text for part in FOR_PROGRAMMERS)}


def test_help_and_errors_are_in_the_users_language(capsys: pytest.CaptureFixture[str]) -> None:
    use_language(ACCENTED)
    parser = Parser(prog="p")
    parser.add_argument("--age", type=whole_number)
    parser.add_argument("sex", choices=["female"])
    parser.print_help()
    for wrong in (["x"], ["--age"], ["--age", "-1.5"], ["--what", "female"]):
        with pytest.raises(SystemExit) as ended:
            parser.parse_args(wrong)
        assert ended.value.code == 2
    said = capsys.readouterr()
    for english in ("usage", "options", "show this", "invalid choice", "expected", "unrecognized", "whole number"):
        assert english not in said.out + said.err


@pytest.mark.parametrize("text", ["x", "1.5", "-1", str(2**70), ""])
def test_a_number_that_the_worker_cannot_take_is_refused(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError):
        whole_number(text)


def test_a_text_of_unknown_bytes_is_refused_and_a_path_is_not() -> None:
    refuse_undecoded(argparse.Namespace(photograph=place("/tmp/\udcff.jpg"), note="ok", yes=["itch"]))
    with pytest.raises(InputError, match="encoding"):
        refuse_undecoded(argparse.Namespace(yes=["\udcff"]))
