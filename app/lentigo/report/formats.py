"""The formats that a report is given in, a row each; window, command line and worker iterate over them.

A format is a module of this package and a row here. The window's process reads the rows too, so that each module is
imported at its first rendering only: MuPDF is loaded in the worker alone.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from lentigo.domain.assessment import Assessment
from lentigo.domain.clinic import NO_CLINIC, Clinic
from lentigo.domain.letter import LetterKind
from lentigo.domain.photograph import DeidentifiedPhotograph
from lentigo.domain.wording.letter import LETTERS
from lentigo.errors import InputError
from lentigo.language import deferred, translate
from lentigo.report.writing import write_atomically

Pictures = Mapping[str, DeidentifiedPhotograph]  # by SHA-256, as the assessment names them; reduced for display


def _render_pdf(assessment: Assessment, pictures: Pictures, clinic: Clinic) -> bytes:
    from lentigo.report.pdf import render_pdf

    return render_pdf(assessment, pictures, clinic=clinic)


def _render_letter(assessment: Assessment, pictures: Pictures, clinic: Clinic) -> bytes:
    return _rendered(LetterKind.REFERRAL, assessment, pictures, clinic)


def _render_sheet(assessment: Assessment, pictures: Pictures, clinic: Clinic) -> bytes:
    return _rendered(LetterKind.PATIENT, assessment, pictures, clinic)


def _rendered(kind: LetterKind, assessment: Assessment, pictures: Pictures, clinic: Clinic) -> bytes:
    from lentigo.report.letter_draft import draft_letter
    from lentigo.report.letter_pdf import render_letter

    return render_letter(draft_letter(kind, assessment), assessment, pictures, clinic=clinic)


def _render_json(assessment: Assessment, _pictures: Pictures, _clinic: Clinic) -> bytes:
    from lentigo.report.json import render_json

    return render_json(assessment)


def _render_fhir(assessment: Assessment, pictures: Pictures, clinic: Clinic) -> bytes:
    from lentigo.report.fhir.bundle import render_fhir

    return render_fhir(assessment, pictures, clinic)


def _render_text(assessment: Assessment, _pictures: Pictures, clinic: Clinic) -> bytes:
    from lentigo.report.text import render_text

    return render_text(assessment, clinic=clinic).encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFormat:
    """One form of the report. Endings differ; where one ends with another, the longer one decides."""

    id: str  # names the option of the command line and the action of the window
    title: str  # in menus, file dialogs and help, where it is translated
    ending: str = ""  # of its files, in lower case with the dot; "" where it goes to the terminal only
    terminal: bool = False  # whether a terminal can show it, as UTF-8
    letter: LetterKind | None = None  # whose words the clinician may change before it is written
    renderer: Callable[[Assessment, Pictures, Clinic], bytes]

    @property
    def command(self) -> str:
        """What a menu says."""
        title = translate(self.title)
        if self.letter:
            return translate("Write the {letter}", letter=title)
        return translate("Export as {format}", format=title)

    def render(self, assessment: Assessment, pictures: Pictures, clinic: Clinic = NO_CLINIC) -> bytes:
        """The file's content; one for a terminal needs no picture."""
        return self.renderer(assessment, pictures, clinic)


FORMATS = (
    ReportFormat(id="pdf", title=deferred("PDF"), ending=".pdf", renderer=_render_pdf),
    ReportFormat(
        id="letter",
        title=LETTERS[LetterKind.REFERRAL],
        ending=".letter.pdf",
        letter=LetterKind.REFERRAL,
        renderer=_render_letter,
    ),
    ReportFormat(
        id="sheet",
        title=LETTERS[LetterKind.PATIENT],
        ending=".sheet.pdf",
        letter=LetterKind.PATIENT,
        renderer=_render_sheet,
    ),
    ReportFormat(id="json", title=deferred("JSON"), ending=".json", terminal=True, renderer=_render_json),
    ReportFormat(id="fhir", title=deferred("FHIR R4"), ending=".fhir.json", renderer=_render_fhir),
    ReportFormat(id="text", title=deferred("plain text"), terminal=True, renderer=_render_text),
)
FILE_FORMATS = tuple(each for each in FORMATS if each.ending)
USUAL_FORMAT = FILE_FORMATS[0]  # which the window offers first
TERMINAL_FORMAT = next(each for each in FORMATS if not each.ending)


def format_of(path: Path) -> ReportFormat | None:
    """The format whose ending the file's name has, or None; a name that is an ending alone has none."""
    name = path.name.lower().lstrip(".")
    matching = (each for each in FILE_FORMATS if name.endswith(each.ending))
    return max(matching, key=lambda each: len(each.ending), default=None)


def write_report(assessment: Assessment, pictures: Pictures, path: Path, clinic: Clinic = NO_CLINIC) -> None:
    """Write the report in the format of the file's name, whole or not at all.

    InputError where no format has that ending, or the disk refuses.
    """
    asked = format_of(path)
    if asked is None:
        endings = ", ".join(each.ending for each in FILE_FORMATS)
        raise InputError(
            translate("The name of a report's file ends in one of these: {endings}.", endings=endings),
            hint=translate("Choose one of these endings."),
        )
    write_atomically(path, asked.render(assessment, pictures, clinic))
