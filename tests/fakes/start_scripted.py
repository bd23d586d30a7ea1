"""Starts the scripted worker in place of the real one."""

import subprocess
import sys
from pathlib import Path

from lentigo.paths import Paths
from lentigo.worker.client import StartWorker

SCRIPT = Path(__file__).resolve().with_name("scripted_worker.py")


def scripted(mode: str, flag: Path) -> StartWorker:
    """In a mode; `flag` is the file that failing makes."""

    def start(_paths: Paths) -> subprocess.Popen[bytes]:
        command = [sys.executable, str(SCRIPT), mode, str(flag)]
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)

    return start
