"""How fast and how large the program is with Lentigo Mini: `.venv/bin/python build/benchmark.py [RUNS]`.

Prints the table of docs/performance.md. Each run is a process of its own, with a data folder of its own.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from lentigo.domain.encounter import Encounter
from lentigo.paths import Paths, default_paths
from lentigo.settings import Settings
from lentigo.worker.messages.case import Analyze
from lentigo.worker.synchronous import SynchronousWorker

SAMPLE = default_paths().resources / "models" / "mini" / "sample" / "phantom.png"
GOALS: dict[str, float | None] = {
    "window visible after start, s": 1.5,
    "first report from a cold start, s": 6.0,
    "next photographs, s each": 2.0,
    "a photograph beside two busy programs, s": None,
    "window's process, largest, MB": 300.0,
}


def main(runs: int) -> None:
    """Run all measurements and print the table."""
    figures: dict[str, list[float]] = {name: [] for name in GOALS}
    for _ in range(runs):
        for name, value in {**child("window"), **child("reports"), **child("busy"), **child("memory")}.items():
            figures[name].append(value)
    print(f"| figure ({runs} runs, {os.cpu_count()} cores) | median | largest | goal |\n|---|---|---|---|")
    for name, values in figures.items():
        print(f"| {name} | {statistics.median(values):.2f} | {max(values):.2f} | {GOALS[name] or 'none'} |")


def child(measurement: str) -> dict[str, float]:
    """One measurement in a fresh process; it is told when it was started."""
    command = [sys.executable, __file__, measurement, str(time.time())]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    figures: dict[str, float] = json.loads(output.splitlines()[-1])
    return figures


def measure_window(paths: Paths, start: float) -> dict[str, float]:
    """Until the window has been painted."""
    from lentigo.application import connect_workers, open_window, prepare_application

    app = prepare_application()
    workers = connect_workers(paths)
    open_window(paths, workers)
    app.processEvents()
    seconds = time.time() - start
    for worker in workers:
        worker.close()
    return {"window visible after start, s": seconds}


def measure_reports(paths: Paths, start: float) -> dict[str, float]:
    """The first report with worker, model and library still to be started, then two more."""
    request = Analyze(
        photographs=(SAMPLE.read_bytes(),),
        encounter=Encounter(),
        model=Settings().model,
    )
    ends = [start]
    with SynchronousWorker(paths=paths) as worker:
        for _ in range(3):
            worker.run(request)
            ends.append(time.time())
    return {
        "first report from a cold start, s": ends[1] - ends[0],
        "next photographs, s each": (ends[3] - ends[1]) / 2,
    }


def measure_busy(paths: Paths, _start: float) -> dict[str, float]:
    """The next photographs while two other programs want the cores."""
    loops = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(2)]
    try:
        figures = measure_reports(paths, time.time())
    finally:
        for loop in loops:
            loop.kill()
    return {"a photograph beside two busy programs, s": figures["next photographs, s each"]}


def measure_memory(paths: Paths, _start: float) -> dict[str, float]:
    """The window's process after an analysis shown in it."""
    from lentigo.application import capture

    capture(paths, SAMPLE, paths.data / "window.png")
    return {"window's process, largest, MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


MEASUREMENTS: dict[str, Callable[[Paths, float], dict[str, float]]] = {
    "window": measure_window,
    "reports": measure_reports,
    "busy": measure_busy,
    "memory": measure_memory,
}


if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1] in MEASUREMENTS:
        with tempfile.TemporaryDirectory() as data:
            folders = Paths(resources=default_paths().resources, data=Path(data))
            print(json.dumps(MEASUREMENTS[sys.argv[1]](folders, float(sys.argv[2]))))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
