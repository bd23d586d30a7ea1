"""Whatever goes wrong in a conversion is said, and leaves nothing that looks finished."""

import json
import resource
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from packaging_bench import Bench, names, write_adapter

from lentigo.errors import EngineError
from lentigo_packager.conversion.source_package import find_source_package

START_S = 120.0
END_S = 5.0
SMALL_DISK = 'mount -t tmpfs -o size=3m none "$1" && shift && exec "$@"'

pytestmark = [
    pytest.mark.filterwarnings("ignore::UserWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]


def refused(bench: Bench, out: Path, *arguments: object, code: int = 2, **settings: object) -> str:
    """What the command line says where it does not convert; nothing may be left."""
    before = names(out)
    outcome = bench.convert(*arguments, "--out", out, "--no-parity", **settings)
    assert outcome.returncode == code, outcome.stderr
    assert outcome.stderr.startswith("lentigo: ")
    assert "Traceback" not in outcome.stderr
    assert names(out) == before
    return outcome.stderr


def test_an_unknown_model_is_refused_with_those_there_are(bench: Bench, tmp_path: Path) -> None:
    said = refused(bench, tmp_path / "out", "llama", "--checkpoint", tmp_path)
    assert "gemma, qwen2.5, qwen3" in said


def test_skinflow_is_refused_with_the_reason_and_what_to_do(bench: Bench, tmp_path: Path) -> None:
    said = refused(bench, tmp_path / "out", "skinflow", "--checkpoint", tmp_path)
    assert "its vision layers change with each picture" in said
    assert "is the protocol “skinflow”" in said


def test_an_unknown_architecture_is_refused(bench: Bench, tmp_path: Path) -> None:
    changed = tmp_path / "changed"
    shutil.copytree(bench.checkpoint("gemma"), changed)
    config = json.loads((changed / "config.json").read_text(encoding="utf-8"))
    (changed / "config.json").write_text(json.dumps(config | {"architectures": ["SkinFlowModel"]}), encoding="utf-8")
    assert "architecture “SkinFlowModel”" in refused(bench, tmp_path / "out", "gemma", "--checkpoint", changed)


def test_another_models_checkpoint_is_refused(bench: Bench, tmp_path: Path) -> None:
    said = refused(bench, tmp_path / "out", "qwen3", "--checkpoint", bench.checkpoint("gemma"))
    assert "is a Gemma 3, and the model asked for is a Qwen3-VL" in said


def test_a_missing_shard_is_refused(bench: Bench, tmp_path: Path) -> None:
    changed = tmp_path / "changed"
    shutil.copytree(bench.checkpoint("gemma"), changed)
    (changed / "model.safetensors").unlink()
    places = {"weight_map": {"a.weight": "model-00001-of-00004.safetensors"}}
    (changed / "model.safetensors.index.json").write_text(json.dumps(places), encoding="utf-8")
    said = refused(bench, tmp_path / "out", "gemma", "--checkpoint", changed)
    assert "model-00001-of-00004.safetensors" in said


def test_a_wrong_adapter_is_refused(bench: Bench, tmp_path: Path) -> None:
    write_adapter(bench.checkpoint("gemma"), tmp_path / "adapter", target_modules=["out_proj"])
    order = ("--checkpoint", bench.checkpoint("qwen3"), "--adapter", tmp_path / "adapter")
    assert "does not belong to this checkpoint" in refused(bench, tmp_path / "out", "qwen3", *order)


def test_what_stands_there_already_is_left_alone(bench: Bench, tmp_path: Path) -> None:
    (tmp_path / "out" / "gemma").mkdir(parents=True)
    (tmp_path / "out" / "gemma" / "mine.txt").write_text("mine", encoding="utf-8")
    said = refused(bench, tmp_path / "out", "gemma", "--checkpoint", bench.checkpoint("gemma"))
    assert "exists already" in said
    assert names(tmp_path / "out" / "gemma") == {"mine.txt"}


def test_a_small_disk_is_refused_before_anything_is_written(bench: Bench, tmp_path: Path) -> None:
    place = tmp_path / "disk"
    place.mkdir()
    within = ["unshare", "--map-root-user", "--mount", "sh", "-c", SMALL_DISK, "sh", str(place)]
    if subprocess.run([*within, "true"], capture_output=True, check=False).returncode:
        pytest.skip("NOT CHECKED ON A SMALL DISK: this system lets nobody mount one")
    order = bench.command("qwen3", "--checkpoint", bench.checkpoint("qwen3"), "--out", place)
    outcome = subprocess.run([*within, *order], capture_output=True, text=True, check=False)
    assert outcome.returncode == 2
    assert "are needed, 3 MB are free" in outcome.stderr


def test_a_disk_that_fills_up_meanwhile_leaves_nothing(bench: Bench, tmp_path: Path) -> None:
    """A limit to the size of files stands for it: the disk has room when it is asked, and refuses later."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, resource.RLIM_INFINITY))

    order = ("gemma", "--checkpoint", bench.checkpoint("gemma"))
    said = refused(bench, tmp_path / "out", *order, preexec_fn=limit)
    assert "is full" in said


def test_what_the_converter_cannot_do_is_told_in_its_words(bench: Bench, tmp_path: Path) -> None:
    changed = tmp_path / "changed"
    shutil.copytree(bench.checkpoint("gemma"), changed)
    (changed / "tokenizer.model").write_bytes(b"no such thing")
    said = refused(bench, tmp_path / "out", "gemma", "--checkpoint", changed, code=3)
    assert "A step of the conversion failed: RuntimeError: " in said


def test_a_converter_that_dies_is_told(bench: Bench, tmp_path: Path) -> None:
    order = bench.command("gemma", "--checkpoint", bench.checkpoint("gemma"), "--out", tmp_path / "out")
    with subprocess.Popen(order, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as running:
        converter(running).kill()
        _, said = running.communicate(timeout=START_S)
    assert running.returncode == 3
    assert "ended from outside (signal 9)" in said
    assert names(tmp_path / "out") == set()


def test_ctrl_c_stops_the_child_and_leaves_nothing(bench: Bench, tmp_path: Path) -> None:
    order = bench.command("gemma", "--checkpoint", bench.checkpoint("gemma"), "--out", tmp_path / "out")
    with subprocess.Popen(order, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as running:
        child = converter(running)
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=START_S)
    assert running.returncode == 130
    assert said == "lentigo: Stopped.\n"
    assert not child.is_running()
    assert names(tmp_path / "out") == set()


def test_a_killed_run_leaves_nothing_finished_and_the_next_one_works(bench: Bench, tmp_path: Path) -> None:
    out = tmp_path / "out"
    order = ("gemma", "--checkpoint", bench.checkpoint("gemma"), "--out", out, "--no-parity")
    with subprocess.Popen(bench.command(*order), stdout=subprocess.DEVNULL) as running:
        child = converter(running)
        assert "right now" in bench.convert(*order).stderr
        running.kill()
    wait_until(lambda: not child.is_running(), END_S)
    assert names(out) <= {".gemma.part", ".gemma.lock"}
    assert not list(out.glob("*/model.json"))
    (out / ".gemma.part" / "half.gguf").write_bytes(b"of the killed run")
    outcome = bench.convert(*order)
    assert outcome.returncode == 0, outcome.stderr
    assert names(out) == {"gemma"}
    assert names(out / "gemma") == {"gemma-Q4_K_M.gguf", "gemma-mmproj-F16.gguf", "model.json"}


def test_another_package_than_the_locked_one_is_refused(bench: Bench, tmp_path: Path) -> None:
    lock = (bench.paths.resources / "build" / "engine" / "source.lock").read_text(encoding="utf-8")
    _, _, after = lock.partition("llama-cpp-python==")
    digest = after.partition("sha256:")[2][:64]
    (tmp_path / "source.lock").write_text(lock.replace(digest, digest[::-1]), encoding="utf-8")
    with pytest.raises(EngineError, match="could not be fetched: THESE PACKAGES DO NOT MATCH THE HASHES"):
        find_source_package(tmp_path / "source.lock", cache=tmp_path / "cache")
    assert names(tmp_path / "cache" / "source") == set()


def converter(running: "subprocess.Popen[str] | subprocess.Popen[bytes]") -> psutil.Process:
    """The child that runs llama.cpp's converter, once there is one."""
    found: list[psutil.Process] = []

    def look() -> bool:
        assert running.poll() is None, "it ended before it converted"
        children = psutil.Process(running.pid).children()
        found.extend(child for child in children if "convert_hf_to_gguf.py" in " ".join(child.cmdline()))
        return bool(found)

    wait_until(look, START_S)
    return found[0]


def wait_until(condition: Callable[[], bool], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"not within {seconds:.0f} s"
        time.sleep(0.02)
