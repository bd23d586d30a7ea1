"""Sentences in the program that no translation call holds, listed and counted: `python build/untranslated.py [PATH …]`.

What looks like a sentence is a string of two words or more. Prompts, queries and formats look like one too: this is for
whoever translates a module, not a check.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

PROGRAM = Path(__file__).resolve().parent.parent / "app" / "lentigo"
TRANSLATING = {"translate", "translate_count", "deferred"}
SENTENCE = re.compile(r"[^\W\d_]{2,}[,.:;?!”’]* [^\W\d_]{2,}")


def main(paths: list[Path]) -> None:
    """Print each with its place, then how many there are."""
    modules = sorted(module for path in paths for module in (path.rglob("*.py") if path.is_dir() else [path]))
    found = [(module, node) for module in modules for node in sentences(ast.parse(module.read_text(encoding="utf-8")))]
    for module, node in found:
        print(f"{module}:{node.lineno}: {ast.unparse(node)}")
    print(f"{len(found)} strings in {len({module for module, _node in found})} modules")


def sentences(node: ast.AST) -> Iterator[ast.expr]:
    """Strings under the node, each whole, without docstrings and without what is translated."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call) and isinstance(child.func, ast.Name) and child.func.id in TRANSLATING:
            continue
        if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
            continue
        if isinstance(child, ast.JoinedStr | ast.Constant):
            if SENTENCE.search(text_of(child)):
                yield child
            continue
        yield from sentences(child)


def text_of(node: ast.JoinedStr | ast.Constant) -> str:
    """What stands in the string, with a word for each value."""
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "value" for part in parts)


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]] or [PROGRAM])
