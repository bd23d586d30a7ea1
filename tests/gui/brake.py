"""Makes a real worker slow, or holds it at a certain moment, by suspending its process."""

import threading
import time
from contextlib import suppress
from typing import Self

import psutil

from lentigo.gui.kit.worker_bridge import WorkerBridge

SLICE_S = 0.01


class Brake:
    """While it is on, a worker's process runs for a quarter of the time, as on a computer that is busy otherwise."""

    def __init__(self, worker: WorkerBridge) -> None:
        process = worker._client.process_id
        assert process, "The worker has no process before it is asked for something: warm it up first."
        self._process = psutil.Process(process)
        self._moving = threading.Event()
        self._moving.set()
        self._off = threading.Event()
        self._thread = threading.Thread(target=self._work, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._off.set()
        self._moving.set()
        self._thread.join()

    def hold(self) -> None:
        """Let it stand still until `release`."""
        self._moving.clear()
        with suppress(psutil.NoSuchProcess):
            self._process.suspend()

    def release(self) -> None:
        """Let it go on, slowly."""
        self._moving.set()

    def _work(self) -> None:
        with suppress(psutil.NoSuchProcess):
            while not self._off.is_set():
                self._process.suspend()
                time.sleep(3 * SLICE_S)
                self._moving.wait()
                self._process.resume()
                time.sleep(SLICE_S)
            self._process.resume()
