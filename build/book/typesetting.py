"""A chapter's Markdown as bands of text, each with its place in the structure tree."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape, unescape
from re import sub

import pymupdf
from book.chapters import Chapter, facts
from book.figures import Figure, draw_figure
from book.layout import Band, Fill
from book.structure import SCOPE, Node, Text, alternative
from book.style import ACCENT, REGULAR, RULE, TINT, WIDTH
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

MARKDOWN = MarkdownIt("commonmark", {"typographer": True}).enable(["table", "replacements", "smartquotes"])
BULLET, LABEL = 6.0, 16.0  # points: where a list item's bullet and its text stand; further apart, they are read as two
BETWEEN = 12.0  # points from one column to the next
MOST_STRETCH = 1.5  # of a column whose words need less than there is
KEPT_ROWS = 3  # of a table that stay with its heading


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption(Text):
    """The text under a figure; the figure is drawn in the free space above it."""

    figure: Figure
    figure_node: Node


def typeset(chapter: Chapter, parent: Node) -> Iterator[Band]:
    """The whole chapter: title, key facts, text."""
    section = parent.add("Sect")
    small = False
    for block in SyntaxTreeNode(MARKDOWN.parse(chapter.text)).children:
        match block.type:
            case "heading":
                small = inline(block) == "References"
                yield heading(block, section)
                if block.tag == "h1":
                    yield from facts_box(facts(chapter), section)
            case "paragraph" if is_figure(block):
                yield figure(block, section)
            case "paragraph":
                words = inline(block)
                cells = (text(f"<p>{words}</p>", section.add("P")),)
                yield Band(cells=cells, gap=6, with_next=words.endswith(":"))
            case "bullet_list" | "ordered_list":
                yield from listing(block, section.add("L"), "reference" if small else "item")
            case "table":
                yield from table(block, section.add("Table"))
            case _:
                raise SystemExit(f"{chapter.meta['id']}.md: the recipe cannot set a {block.type}.")


def text(html: str, node: Node | None, left: float = 0, right: float = WIDTH) -> Text:
    """A cell of the text; "&" is named twice, as a Story resolves entities twice (PyMuPDF 1.28)."""
    return Text(html=html.replace("&amp;", "&amp;amp;"), left=left, right=right, node=node)


def inline(block: SyntaxTreeNode) -> str:
    """The HTML of a heading's, paragraph's or table cell's words."""
    tokens = [token for part in block.children for token in part.to_tokens()]
    return str(MARKDOWN.renderer.render(tokens, MARKDOWN.options, {}))


def heading(block: SyntaxTreeNode, section: Node) -> Band:
    """A title or section heading, kept with what follows; the book's bookmarks come from them."""
    html = inline(block)
    return Band(
        cells=(text(f"<{block.tag}>{html}</{block.tag}>", section.add(block.tag.upper())),),
        gap=0 if block.tag == "h1" else 15,
        below=5 if block.tag == "h1" else 0,
        with_next=True,
        bookmark=unescape(html),
    )


def facts_box(lines: dict[str, str], section: Node) -> Iterator[Band]:
    """Name and value, line by line, on a tint."""
    ground = (Fill(colour=TINT, left=-12, right=WIDTH + 12),)
    for index, (name, value) in enumerate(lines.items()):
        first, last = index == 0, index == len(lines) - 1
        html = f'<p class="fact"><b>{name}</b>&#160; {value.replace("&", "&amp;")}</p>'
        cells = (text(html, section.add("P")),)
        above, below = (8 if first else 1), (9 if last else 0)
        yield Band(cells=cells, fills=ground, above=above, below=below, gap=6 if first else 0, with_next=not last)


def listing(block: SyntaxTreeNode, node: Node, style: str) -> Iterator[Band]:
    """Items with their bullet or number beside them."""
    start = int(block.attrs.get("start", 1))
    for number, item in enumerate(block.children, start=start):
        mark = f"{number}." if block.type == "ordered_list" else "•"
        entry = node.add("LI")
        body = " ".join(inline(paragraph) for paragraph in item.children)
        yield Band(
            cells=(
                text(f'<p class="{style}">{mark}</p>', entry.add("Lbl"), BULLET if mark == "•" else 0, LABEL),
                text(f'<p class="{style}">{body}</p>', entry.add("LBody"), LABEL),
            ),
            gap=5 if number == start else 2.5,
            with_next=number == start and len(block.children) > 1,
        )


def table(block: SyntaxTreeNode, node: Node) -> Iterator[Band]:
    """Row by row, so that none is parted by the end of a page; where a page begins with one, the head stands again."""
    head, *lines = [row.children for part in block.children for row in part.children]
    edges = columns([[plain(cell) for cell in line] for line in (head, *lines)])
    yield head_row(head, edges, node.add("TR"))
    again = head_row(head, edges, None)  # no part of the text: whoever listens has heard it
    for index, line in enumerate(lines, 1):
        row = node.add("TR")
        cells = tuple(
            text(f'<p class="cell">{inline(cell)}</p>', row.add("TD"), left, right)
            for cell, (left, right) in zip(line, edges, strict=True)
            if cell.children
        )
        rule = Fill(colour=RULE, left=0, right=WIDTH, top=-0.5, height=0.5)
        yield Band(cells=cells, fills=(rule,), above=3, below=3.5, with_next=index < KEPT_ROWS, head=again)


def head_row(line: Sequence[SyntaxTreeNode], edges: Sequence[tuple[float, float]], row: Node | None) -> Band:
    """The names of the columns, tagged below `row`, if any."""
    cells = tuple(
        text(f'<p class="head">{inline(cell)}</p>', row and row.add("TH", SCOPE), left, right)
        for cell, (left, right) in zip(line, edges, strict=True)
        if cell.children
    )
    rule = Fill(colour=ACCENT, left=0, right=WIDTH, top=-0.8, height=0.5)
    return Band(cells=cells, fills=(rule,), above=3, below=3.5, gap=4, with_next=True)


def columns(lines: Sequence[Sequence[str]]) -> list[tuple[float, float]]:
    """Left and right edges: as wide as the words need; columns that need more than their share divide what is left."""
    needed = [max(width(line[index]) + BETWEEN for line in lines) for index in range(len(lines[0]))]
    if sum(needed) <= WIDTH:
        widths = [need * min(MOST_STRETCH, WIDTH / sum(needed)) for need in needed]
    else:
        fair = WIDTH / len(needed)
        free = WIDTH - sum(need for need in needed if need <= fair)
        long = sum(need**0.7 for need in needed if need > fair)
        widths = [need if need <= fair else free * need**0.7 / long for need in needed]
    lefts = [sum(widths[:index]) for index in range(len(widths))]
    rights = [*(left - BETWEEN for left in lefts[1:]), WIDTH]
    return list(zip(lefts, rights, strict=True))


def width(words: str) -> float:
    """Of a table cell's text on one line, in points."""
    return float(pymupdf.Font(REGULAR).text_length(words, fontsize=9.8))


def plain(cell: SyntaxTreeNode) -> str:
    """A cell's words without marks."""
    return unescape(sub("<[^>]*>", "", inline(cell)))


def is_figure(block: SyntaxTreeNode) -> bool:
    """A paragraph that is one picture: ![what it shows](name "caption")."""
    inside = block.children[0].children
    return len(inside) == 1 and inside[0].type == "image"


def figure(block: SyntaxTreeNode, section: Node) -> Band:
    """Free space for the drawing, and its caption."""
    image = block.children[0].children[0]
    drawing = draw_figure(str(image.attrs["src"]))
    figure_node = section.add("Figure", alternative(image.content))
    caption = Caption(
        html=f'<p class="caption">{escape(str(image.attrs["title"])).replace("&", "&amp;")}</p>',
        left=0,
        right=WIDTH,
        node=section.add("Caption"),
        figure=drawing,
        figure_node=figure_node,
    )
    return Band(cells=(caption,), above=drawing.height + 8, below=4, gap=10)
