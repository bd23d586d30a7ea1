"""The parts that a report is made of: the same ones for the PDF and the terminal."""

from dataclasses import dataclass
from enum import StrEnum

from lentigo.language import translate


class Tone(StrEnum):
    """The emphasis of a text."""

    NORMAL = "normal"
    STRONG = "strong"
    QUIET = "quiet"  # what is not known or not asked
    ALERT = "alert"  # a red flag that fired, nothing else


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Running text."""

    text: str
    tone: Tone = Tone.NORMAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Bullets:
    """A list of sentences."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A labelled value; `edited` marks what the clinician wrote in place of the `draft`."""

    label: str
    value: str
    tone: Tone = Tone.NORMAL
    edited: bool = False
    draft: str = ""

    @property
    def edit_mark(self) -> str:
        """The note that marks an edit and quotes the draft; "" for an unedited value."""
        if not self.edited:
            return ""
        if not self.draft:
            return translate("edited by the clinician")
        return translate("edited by the clinician; the draft said: {draft}", draft=self.draft)


def given_row(label: str, value: str) -> Row:
    """A row; a blank value reads “not given”, in the quiet tone."""
    return (
        Row(label=label, value=value)
        if value.strip()
        else Row(label=label, value=translate("not given"), tone=Tone.QUIET)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Labelled values, one below the other. `columns` are the heads of both columns, or none stand above them."""

    rows: tuple[Row, ...]
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An entry of a ranked or numbered list. `mark` is its number, `badge` its verdict in words."""

    mark: str
    title: str
    detail: str = ""
    badge: str
    share: float | None = None  # 0 to 1, the length of a bar; never printed as a number
    rows: tuple[Row, ...] = ()
    tone: Tone = Tone.NORMAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """The photograph at `index` of the assessment, with what is known of it."""

    index: int
    caption: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A line drawing as SVG, for pages; `alternative` says what it shows, as the rows beside it do."""

    svg: str
    alternative: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """Lines to fill by hand: each a label and the choices to tick; without choices, a line to write on."""

    lines: tuple[tuple[str, tuple[str, ...]], ...]


Block = Paragraph | Bullets | Table | Item | Picture | Drawing | Form


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the report under one heading; the banner has none. `annex`: it stands behind the decision's page."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    annex: bool = False
