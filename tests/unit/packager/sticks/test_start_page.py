"""The page that a clinic reads first."""

from html.parser import HTMLParser
from pathlib import Path

from signed_folders import convert_model

from lentigo.models.manifest import Manifest, SignedDocument, SignedInstaller
from lentigo_packager.sticks.start_page import start_page

NAMES = ("lentigo_0.1.0_amd64.deb", "lentigo-0.1.0-linux.run", "lentigo-0.1.0-setup.exe", "SHA256SUMS")


class Reader(HTMLParser):
    """What a browser would show, and follow."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words, self.links, self.tags = "", [], set[str]()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data: str) -> None:
        self.words += data


def test_it_says_how_each_installer_is_used(tmp_path: Path) -> None:
    installers = tuple(SignedInstaller(file=f"install/{name}", sha256="0" * 64, bytes=1) for name in NAMES)
    record = convert_model(tmp_path / "made")
    read = Reader(start_page(Manifest(made="2026-11-30", models=(record,), installers=installers)))
    assert read.links == [f"install/{name}" for name in (NAMES[2], NAMES[0], NAMES[1])]
    assert f"sudo apt install ./{NAMES[0]}" in read.words
    assert f"sh {NAMES[1]}" in read.words
    assert "Tiny tiny 1" in read.words
    assert "press Ctrl+M" in read.words


def test_without_installers_it_does_not_speak_of_installing() -> None:
    assert "Install the program" not in Reader(start_page(Manifest(made="2026-11-30"))).words


def test_a_documents_title_is_text_and_its_name_an_address() -> None:
    document = SignedDocument(
        file="library/ab/é 皮 <x>.pdf", sha256="0" * 64, bytes=1, title="<script>alert(1)</script>"
    )
    read = Reader(start_page(Manifest(made="2026-11-30", documents=(document,))))
    assert "script" not in read.tags
    assert "<script>alert(1)</script>" in read.words
    assert read.links == ["library/ab/%C3%A9%20%E7%9A%AE%20%3Cx%3E.pdf"]
