"""Real workers that go on from test to test, so that engine and model are loaded once for many tests."""

from dataclasses import dataclass

from lentigo.application import Workers
from lentigo.gui.kit.worker_bridge import WorkerBridge
from lentigo.paths import Paths
from lentigo.worker.client import WorkerClient


class LastingClient(WorkerClient):
    """Its process outlives the window: closing ends the window's jobs alone."""

    def close(self) -> None:
        for job in tuple(self._open_jobs):
            self.cancel(job)

    def end(self) -> None:
        """End the process."""
        super().close()


@dataclass(frozen=True, kw_only=True)
class LastingWorkers:
    """Those that only read what came with the program."""

    analyst: LastingClient
    desk: LastingClient
    reader: LastingClient

    @classmethod
    def on(cls, paths: Paths) -> "LastingWorkers":
        """With a data folder of their own, in which nothing is brought in."""
        return cls(**{name: LastingClient(paths=paths) for name in ("analyst", "desk", "reader")})

    def lent_to(self, workers: Workers) -> Workers:
        """A window's workers, with these in the place of its own."""
        analyst, desk, reader = (WorkerBridge(client) for client in (self.analyst, self.desk, self.reader))
        return workers._replace(analyst=analyst, desk=desk, reader=reader)

    def end(self) -> None:
        """End the processes."""
        for client in (self.analyst, self.desk, self.reader):
            client.end()
