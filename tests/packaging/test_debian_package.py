"""The Debian package, given to apt on a Debian 12 without Python and without a network."""

import hashlib
import logging
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from debian import USER, Debian, fresh_debian, needs_installers, package

LARGEST_MB = 235
LONGEST_INSTALL_S, LONGEST_CASE_S = 30, 15
PHOTOGRAPH = "/home/nurse/Fotos é 皮/lésion 皮 1.jpg"
DATA = "home/nurse/.local/share/Lentigo"
INSTALL = "DEBIAN_FRONTEND=noninteractive apt-get install -y --allow-downgrades /tmp/{}.deb"
ANALYSE = f"cd '/home/nurse/Fotos é 皮' && lentigo analyze '{PHOTOGRAPH}' --pdf 'Bericht é 皮.pdf' --age 54"
OPEN = "su nurse -c 'QT_QPA_PLATFORM=offscreen lentigo' & sleep 8; "

pytestmark = [needs_installers, pytest.mark.timeout(1200), pytest.mark.timed]


@pytest.fixture
def debian(tmp_path: Path, phantoms: Path) -> Iterator[Debian]:
    """A system with the package in /tmp, and a photograph of the nurse's."""
    with fresh_debian(tmp_path / "debian") as system:
        system.give(package(), "/tmp/new.deb")
        system.give(phantoms / "phantom-pigmented.jpg", PHOTOGRAPH, owner=USER)
        yield system


@pytest.fixture(scope="module")
def older(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with a lower version."""
    folder = tmp_path_factory.mktemp("older")
    subprocess.run(["dpkg-deb", "-R", package(), folder / "content"], check=True)
    control = folder / "content" / "DEBIAN" / "control"
    lines = control.read_text().splitlines(keepends=True)
    control.write_text("".join("Version: 0.0.9\n" if line.startswith("Version:") else line for line in lines))
    subprocess.run(["dpkg-deb", "-Zgzip", "-z1", "-b", folder / "content", folder / "older.deb"], check=True)
    return folder / "older.deb"


def test_it_is_small_enough_for_an_old_stick() -> None:
    assert package().stat().st_size <= LARGEST_MB * 1_000_000


def test_it_is_installed_and_a_photograph_becomes_a_report(debian: Debian) -> None:
    installing = debian.do(INSTALL.format("new"))
    analysing = debian.do(ANALYSE, user=USER)
    assert (debian.root / "home/nurse/Fotos é 皮/Bericht é 皮.pdf").read_bytes().startswith(b"%PDF")
    logging.info("installed in %.1f s, photograph to PDF in %.1f s", installing.seconds, analysing.seconds)
    assert installing.seconds <= LONGEST_INSTALL_S
    assert analysing.seconds <= LONGEST_CASE_S


def test_an_update_keeps_data_and_settings(debian: Debian, older: Path) -> None:
    debian.give(older, "/tmp/old.deb")
    debian.do(INSTALL.format("old"))
    debian.do(ANALYSE, user=USER)
    debian.do(f"printf '%s' '{{\"language\": \"en-XA\"}}' > /{DATA}/settings.json", user=USER)
    before = _content(debian.root / DATA)
    debian.do(INSTALL.format("new"))
    assert _content(debian.root / DATA) == before
    assert "0.0.9" not in debian.do("dpkg-query -W lentigo").words
    assert "~]" in debian.do("lentigo --help", user=USER).words, "the settings are not read any more"
    debian.do(ANALYSE, user=USER)


def test_removed_it_leaves_nothing_but_the_data(debian: Debian) -> None:
    before = debian.files(without=["home"])
    debian.do(INSTALL.format("new"))
    debian.do(ANALYSE, user=USER)
    debian.do("apt-get remove -y lentigo")
    assert debian.files(without=["home"]) == before
    assert (debian.root / DATA).is_dir()


@pytest.mark.parametrize("asked", [INSTALL.format("new") + " --reinstall", "apt-get remove -y lentigo"])
def test_while_the_program_runs_nothing_is_changed(debian: Debian, asked: str) -> None:
    debian.do(INSTALL.format("new"))
    told = debian.run(f"{OPEN}{asked}; code=$?; kill -0 $! || exit 7; exit $code")
    assert told.code == 100, told.words
    assert "Lentigo is open. Close its window" in told.words
    debian.do("lentigo --version", user=USER)


def test_an_older_one_is_refused(debian: Debian, older: Path) -> None:
    debian.give(older, "/tmp/old.deb")
    debian.do(INSTALL.format("new"))
    told = debian.run(INSTALL.format("old"))
    assert told.code == 100
    assert "which is newer than 0.0.9" in told.words
    assert "0.0.9" not in debian.do("dpkg-query -W lentigo").words


def test_a_processor_that_is_too_old_is_told_of_before_anything_is_copied(debian: Debian, tmp_path: Path) -> None:
    old = tmp_path / "cpuinfo"
    old.write_text("flags\t\t: fpu mmx sse sse2 ssse3 sse4_1\n")
    told = debian.run(INSTALL.format("new"), processor=str(old))
    assert told.code == 100
    assert "processor is too old: it lacks SSE4.2" in told.words
    assert not (debian.root / "opt" / "lentigo").exists()


def test_a_system_of_32_bits_is_told_of_before_anything_is_copied(debian: Debian) -> None:
    told = debian.run(INSTALL.format("new"), personality="linux32")
    assert told.code == 100
    assert "It needs a 64-bit system" in told.words
    assert not (debian.root / "opt" / "lentigo").exists()


def _content(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
