"""A Debian system without Python, made anew for each test, in which nothing has a network.

What stands there was put up once by debootstrap, with the packages that Lentigo's own asks for; LENTIGO_CHROOT names
another such folder.
"""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from installed import ROOT

BUILT = os.environ.get("LENTIGO_BUILT", "")  # the folder that `dev.py installer` filled
KEPT = ROOT / "build" / "cache" / "chroot"
USER = "nurse"
ALONE = ("unshare", "--net", "--mount", "--pid", "--fork", "--kill-child", "--")
ENTER = """
mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev" || exit 99
[ -z "$2" ] || mount --bind "$2" "$0/proc/cpuinfo" || exit 99
exec chroot "$0" "$3" sh -c 'cd /; if [ "$0" = root ]; then exec sh -c "$1"; else exec su "$0" -c "$1"; fi' "$4" "$1"
"""

POSSIBLE = (
    BUILT and os.name != "nt" and os.geteuid() == 0 and ("LENTIGO_CHROOT" in os.environ or shutil.which("debootstrap"))
)

needs_installers = pytest.mark.skipif(
    not POSSIBLE,
    reason="THE INSTALLERS ARE NOT TRIED: give `python3 build/dev.py test packaging` as root, with debootstrap at hand",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a command in there said, and how long it took."""

    code: int
    words: str
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Debian:
    """A system that may be changed at will."""

    root: Path

    def run(self, command: str, *, user: str = "root", processor: str = "", personality: str = "linux64") -> Told:
        """Run a shell command there, as this user; `processor` is a file in place of /proc/cpuinfo."""
        begun = time.monotonic()
        done = subprocess.run(
            [*ALONE, "sh", "-c", ENTER, self.root, command, processor, personality, user],
            capture_output=True, text=True, env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}, timeout=600, check=False,
        )  # fmt: skip
        return Told(code=done.returncode, words=done.stdout + done.stderr, seconds=time.monotonic() - begun)

    def do(self, command: str, *, user: str = "root") -> Told:
        """The same, where it must succeed."""
        told = self.run(command, user=user)
        assert told.code == 0, told.words
        return told

    def give(self, source: Path, place: str, *, owner: str = "root") -> None:
        """Put a file there."""
        target = self.root / place.lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
        self.do(f"chown -R {owner}: '{Path(place).parent if owner != 'root' else place}'")

    def files(self, *, without: Sequence[str] = ()) -> set[str]:
        """All that lies there, but for what is below these folders, and for what systems write by themselves."""
        left_out = ("proc", "dev", "sys", "tmp", "var/log", "var/cache", "var/lib/dpkg", "var/lib/apt", *without)
        found = (path.relative_to(self.root).as_posix() for path in self.root.rglob("*"))
        return {name for name in found if not name.startswith(left_out)}


@contextmanager
def fresh_debian(folder: Path) -> Iterator[Debian]:
    """A copy in which every change is forgotten."""
    base = Path(os.environ.get("LENTIGO_CHROOT") or KEPT)
    if not base.is_dir():
        put_up(base)
    upper, work, root = (folder / name for name in ("upper", "work", "root"))
    for each in (upper, work, root):
        each.mkdir(parents=True)
    layers = f"lowerdir={base},upperdir={upper},workdir={work}"
    subprocess.run(["mount", "-t", "overlay", "overlay", "-o", layers, root], check=True)
    try:
        system = Debian(root=root)
        system.do("dpkg --purge lentigo >/dev/null 2>&1; rm -rf /home/nurse/.local /home/nurse/*")
        yield system
    finally:
        subprocess.run(["umount", "--lazy", root], check=True)
        shutil.rmtree(folder)


def put_up(base: Path) -> None:
    """Once, with the network: the smallest Debian 12, what Lentigo's installers ask for, and a user."""
    fresh = base.with_name(f"{base.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    subprocess.run(["debootstrap", "--variant=minbase", "bookworm", fresh], check=True, capture_output=True)
    shutil.copyfile(package(), fresh / "lentigo.deb")
    inside = (
        "apt-get install -y --no-install-recommends /lentigo.deb xz-utils && dpkg --purge lentigo && useradd -m nurse"
    )
    subprocess.run(["chroot", fresh, "sh", "-c", f"{inside} && rm /lentigo.deb"], check=True, capture_output=True)
    fresh.rename(base)


def package() -> Path:
    """The Debian package that was built."""
    (found,) = Path(BUILT).glob("lentigo_*_amd64.deb")
    return found


def self_extracting() -> Path:
    """The installer for one person that was built."""
    (found,) = Path(BUILT).glob("lentigo-*-linux.run")
    return found
