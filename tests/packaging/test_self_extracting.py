"""The installer for one person, on a Debian 12 without Python, network or administrator."""

import logging
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from debian import USER, Debian, fresh_debian, needs_installers, self_extracting

LARGEST_MB = 235
LONGEST_INSTALL_S, LONGEST_CASE_S = 30, 15
KILLS = 6
HOME = "/home/nurse é 皮"
PLACE = f"{HOME}/.local/lib/lentigo"
STICK = "'/media/stick é/lentigo.run'"
INSTALL = f"HOME='{HOME}' sh {STICK}"
LENTIGO = f"HOME='{HOME}' '{HOME}/.local/bin/lentigo'"
ANALYSE = f"cd '{HOME}' && {LENTIGO} analyze 'lésion 皮 1.jpg' --pdf 'Bericht é 皮.pdf' --age 54"

pytestmark = [needs_installers, pytest.mark.timeout(1800), pytest.mark.timed]


@pytest.fixture
def debian(tmp_path: Path, phantoms: Path) -> Iterator[Debian]:
    """A system with the installer on a stick, and a photograph of the nurse's."""
    with fresh_debian(tmp_path / "debian") as system:
        system.give(self_extracting(), "/media/stick é/lentigo.run")
        system.give(phantoms / "phantom-pigmented.jpg", f"{HOME}/lésion 皮 1.jpg", owner=USER)
        yield system


def test_it_is_small_enough_for_an_old_stick() -> None:
    assert self_extracting().stat().st_size <= LARGEST_MB * 1_000_000


def test_it_is_installed_and_a_photograph_becomes_a_report(debian: Debian) -> None:
    installing = debian.do(INSTALL, user=USER)
    analysing = debian.do(ANALYSE, user=USER)
    assert (debian.root / HOME[1:] / "Bericht é 皮.pdf").read_bytes().startswith(b"%PDF")
    entry = (debian.root / HOME[1:] / ".local/share/applications/lentigo.desktop").read_text()
    assert f'Exec="{PLACE}/current/lentigo" open %F' in entry.splitlines()
    logging.info("installed in %.1f s, photograph to PDF in %.1f s", installing.seconds, analysing.seconds)
    assert installing.seconds <= LONGEST_INSTALL_S
    assert analysing.seconds <= LONGEST_CASE_S


def test_an_update_keeps_data_and_leaves_one_program(debian: Debian) -> None:
    debian.do(_older(debian), user=USER)
    debian.do(ANALYSE, user=USER)
    debian.do(f"echo '{{\"language\": \"en-XA\"}}' > '{HOME}/.local/share/Lentigo/settings.json'", user=USER)
    debian.do(INSTALL, user=USER)
    assert len(_programs(debian)) == 1
    assert "~]" in debian.do(f"{LENTIGO} --help", user=USER).words, "the settings are not read any more"
    debian.do(ANALYSE, user=USER)


def test_an_older_one_is_refused(debian: Debian) -> None:
    debian.do(INSTALL, user=USER)
    told = debian.run(_older(debian), user=USER)
    assert told.code == 1
    assert "which is newer than 0.0.9" in told.words
    assert len(_programs(debian)) == 1


def test_removed_it_leaves_data_and_what_others_put_there(debian: Debian) -> None:
    before = debian.files()
    debian.do(INSTALL, user=USER)
    debian.do(ANALYSE, user=USER)
    debian.do(f"echo mine > '{PLACE}/current/_internal/foreign.txt'", user=USER)
    debian.do(f"HOME='{HOME}' '{PLACE}/current/uninstall'", user=USER)
    left = {
        name for name in debian.files(without=[f"{HOME[1:]}/.local/share/Lentigo"]) - before if _is_file(debian, name)
    }
    assert {Path(name).name for name in left} == {"foreign.txt", "Bericht é 皮.pdf"}
    assert (debian.root / HOME[1:] / ".local/share/Lentigo").is_dir()


@pytest.mark.parametrize("asked", [INSTALL, f"HOME='{HOME}' '{PLACE}/current/uninstall'"])
def test_while_the_program_runs_nothing_is_changed(debian: Debian, asked: str) -> None:
    debian.do(INSTALL, user=USER)
    told = debian.run(
        f"QT_QPA_PLATFORM=offscreen {LENTIGO} & sleep 8; {asked}; code=$?; kill -0 $! && exit $code", user=USER
    )
    assert told.code == 1
    assert "Lentigo is open. Close its window" in told.words
    debian.do(f"{LENTIGO} --version", user=USER)


def test_killed_anywhere_it_leaves_a_version_that_runs(debian: Debian) -> None:
    whole = debian.do(_older(debian), user=USER).seconds
    moments = sorted(random.Random(7).uniform(0.1, whole) for _kill in range(KILLS))
    for moment in moments:
        debian.run(f"HOME='{HOME}' setsid sh {STICK} & sleep {moment}; kill -9 -- -$!; sleep 0.2", user=USER)
        told = debian.run(f"{LENTIGO} --version", user=USER)
        assert told.code == 0, (moment, told.words)
    debian.do(INSTALL, user=USER)
    (program,) = _programs(debian)
    assert program.name.startswith("0.1.0-")


def test_killed_at_the_first_installation_it_leaves_nothing_that_looks_installed(debian: Debian) -> None:
    debian.run(f"HOME='{HOME}' setsid sh {STICK} & sleep 4; kill -9 -- -$!; sleep 0.2", user=USER)
    assert not (debian.root / PLACE[1:] / "current").exists()
    debian.do(INSTALL, user=USER)
    assert len(_programs(debian)) == 1


def test_a_disk_that_fills_leaves_the_old_version(debian: Debian) -> None:
    """The disk takes few files: what is counted before still fits."""
    full = f"mount -t tmpfs -o size=2g,nr_inodes=300,mode=777 none '{HOME}/.local' && su nurse -c \"{INSTALL}\""
    told = debian.run(f"mkdir -p '{HOME}/.local'; {full}; code=$?; find '{HOME}/.local' -type f; exit $code")
    assert told.code == 1
    assert "the disk may be full. What was here before is as it was." in told.words
    assert "/_internal/" not in told.words.split("as it was.")[1]


def test_too_little_room_is_told_of_before_anything_is_copied(debian: Debian) -> None:
    small = f"mount -t tmpfs -o size=100m,mode=777 none '{HOME}/.local' && su nurse -c \"{INSTALL}\""
    told = debian.run(f"mkdir -p '{HOME}/.local'; {small}; code=$?; find '{HOME}/.local' -mindepth 1; exit $code")
    assert told.code == 1
    assert "MB are free." in told.words.splitlines()[-1]


@pytest.mark.parametrize("cut", [False, True])
def test_a_damaged_copy_is_not_unpacked(debian: Debian, cut: bool) -> None:
    copy = debian.root / "media/stick é/lentigo.run"
    content = bytearray(copy.read_bytes())
    content[30_000_000] ^= 1
    copy.write_bytes(content[: len(content) // 2] if cut else content)
    told = debian.run(INSTALL, user=USER)
    assert told.code == 1
    assert "this file is damaged or incomplete; copy it again" in told.words
    assert not (debian.root / PLACE[1:]).exists()


def test_an_unfit_computer_is_told_of_before_anything_is_copied(debian: Debian, tmp_path: Path) -> None:
    old = tmp_path / "cpuinfo"
    old.write_text("flags\t\t: fpu mmx sse sse2 ssse3 sse4_1\n")
    assert "processor is too old: it lacks SSE4.2" in debian.run(INSTALL, user=USER, processor=str(old)).words
    assert "It needs a 64-bit system" in debian.run(INSTALL, user=USER, personality="linux32").words
    debian.do("rm /usr/bin/xz")
    assert "apt-get install xz-utils" in debian.run(INSTALL, user=USER).words
    assert not (debian.root / HOME[1:] / ".local").exists()


def test_a_portable_folder_keeps_its_data_unless_it_cannot_be_written(debian: Debian) -> None:
    debian.do("mkdir -m 777 /media/usb")
    stick = "mount -t tmpfs -o mode=777 none /media/usb"
    analyse = f"su nurse -c \"cd '{HOME}' && /media/usb/Lentigo/lentigo analyze 'lésion 皮 1.jpg' --pdf one.pdf\""
    told = debian.do(
        f'{stick} && su nurse -c "{INSTALL} --portable /media/usb" && {analyse} && ls /media/usb/Lentigo/data && '
        f"! ls /home/nurse/.local && mount -o remount,ro /media/usb && {analyse} && ls /home/nurse/.local/share/Lentigo"
    )
    assert told.words.count("engine") >= 2


def _older(debian: Debian) -> str:
    """The command for an older version: the same program, which says so."""
    stick = debian.root / "media/stick é"
    newer = (stick / "lentigo.run").read_bytes()
    assert b"\nversion=0.1.0\n" in newer
    (stick / "older.run").write_bytes(newer.replace(b"\nversion=0.1.0\n", b"\nversion=0.0.9\n"))
    return INSTALL.replace("lentigo.run", "older.run")


def _programs(debian: Debian) -> list[Path]:
    return [path for path in (debian.root / PLACE[1:]).iterdir() if path.name != "current"]


def _is_file(debian: Debian, name: str) -> bool:
    path = debian.root / name
    return path.is_symlink() or path.is_file()
