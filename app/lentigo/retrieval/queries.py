"""Queries made findable: abbreviations and everyday words get the library's own words beside them."""

import re
import tomllib
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("abbreviations.toml")
WORD = re.compile(r"\w+")


def expanded(query: str) -> str:
    """The query, with the meaning of each abbreviation and everyday word behind it, once."""
    table = _table()
    meanings = [table.get(word) or table.get(word.lower(), "") for word in WORD.findall(query)]
    return " ".join([query, *dict.fromkeys(meaning for meaning in meanings if meaning)])


@cache
def _table() -> dict[str, str]:
    return tomllib.loads(TABLE.read_text(encoding="utf-8"))
