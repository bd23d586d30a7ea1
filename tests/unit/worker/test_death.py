"""What is said when the worker dies, and what is remembered of it."""

import queue
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from lentigo.inference.variant_record import VariantRecord
from lentigo.paths import Paths
from lentigo.worker.client import WorkerClient
from lentigo.worker.failures import DIED, UNFIT
from lentigo.worker.messages.message import Failed, Reply
from lentigo.worker.messages.models import WarmUp

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a process cannot send itself SIGILL on Windows")
KEY = "haswell-0123456789abcdef"
DIE = """
import os, sys
from pathlib import Path
from lentigo.inference.variant_record import VariantRecord
if sys.argv[3]:
    VariantRecord(Path(sys.argv[2])).note_in_use(sys.argv[3])
os.kill(os.getpid(), int(sys.argv[1]))
"""


def ending_of(paths: Paths, number: int, variant: str) -> Failed:
    """How a job ends whose worker uses the variant and dies of the signal."""

    def start(paths: Paths) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-c", DIE, str(int(number)), str(paths.data), variant]
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    replies: queue.Queue[Reply[None]] = queue.Queue()
    client = WorkerClient(paths=paths, start=start)
    client.submit(WarmUp(model="mini"), replies.put)
    try:
        ending = replies.get(timeout=30)
    finally:
        client.close()
    assert isinstance(ending, Failed)
    return ending


def test_an_instruction_that_the_processor_lacks_is_the_engines_fault(paths: Paths) -> None:
    ending = ending_of(paths, signal.SIGILL, KEY)
    assert (ending.message, ending.hint) == (UNFIT.message, UNFIT.hint)
    assert "another photograph" not in ending.hint
    assert VariantRecord(paths.data).is_left_out(KEY)


@pytest.mark.parametrize(("number", "variant"), [(signal.SIGKILL, KEY), (signal.SIGSEGV, KEY), (signal.SIGILL, "")])
def test_another_death_blames_no_variant(paths: Paths, number: int, variant: str) -> None:
    ending = ending_of(paths, number, variant)
    assert (ending.message, ending.hint) == (DIED.message, DIED.hint)
    assert not VariantRecord(paths.data).is_left_out(KEY)
    assert not list(Path(paths.data).rglob("used-by-*"))
