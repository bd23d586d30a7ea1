"""What is not a usable photograph is refused in a sentence, and nothing is written."""

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageFilter
from refusal import refused


def huge_png() -> bytes:
    """20,000 x 20,000 pixels in its header, a few bytes in its body."""
    header = struct.pack(">IIBBBBB", 20_000, 20_000, 8, 2, 0, 0, 0)

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


def encoded(picture: Image.Image) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=90)
    return stream.getvalue()


def chessboard() -> Image.Image:
    squares = np.indices((8, 8)).sum(axis=0) % 2 * 255
    return Image.fromarray(np.kron(squares, np.ones((60, 60))).astype(np.uint8)).convert("RGB")


def landscape() -> Image.Image:
    noise = np.random.default_rng(0).normal(0, 8, (480, 640, 3))
    picture = np.empty((480, 640, 3))
    picture[:240], picture[240:] = (110, 165, 235), (60, 140, 45)
    return Image.fromarray((picture + noise).clip(0, 255).astype(np.uint8))


BAD: dict[str, Callable[[Path], bytes]] = {
    "text": lambda _: b"this is not a picture\n" * 40,
    "empty": lambda _: b"",
    "pdf": lambda _: b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n",
    "truncated": lambda phantom: phantom.read_bytes()[: phantom.stat().st_size // 2],
    "huge": lambda _: huge_png(),
    "black": lambda _: encoded(Image.new("RGB", (600, 450))),
    "blurred": lambda phantom: encoded(Image.open(phantom).convert("RGB").filter(ImageFilter.GaussianBlur(25))),
    "chessboard": lambda _: encoded(chessboard()),
    "landscape": lambda _: encoded(landscape()),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_file_is_refused(lentigo, phantoms: Path, tmp_path: Path, kind: str) -> None:
    photograph, report = tmp_path / "photograph.jpg", tmp_path / "report.pdf"
    photograph.write_bytes(BAD[kind](phantoms / "phantom-pigmented.jpg"))
    refused(lentigo("analyze", photograph, "--pdf", report))
    assert not report.exists()


def test_a_directory_and_a_missing_file_are_refused(lentigo, tmp_path: Path) -> None:
    refused(lentigo("analyze", tmp_path))
    refused(lentigo("analyze", tmp_path / "missing.jpg"))


def test_names_in_any_script_work(lentigo, phantoms: Path, tmp_path: Path) -> None:
    folder = tmp_path / "Клиника 皮肤 é"
    folder.mkdir()
    photograph = folder / "ภาพ 😀 100%.jpg"
    photograph.write_bytes((phantoms / "phantom-ring.jpg").read_bytes())
    report = folder / "отчёт.pdf"
    result = lentigo("analyze", photograph, "--no-library", "--pdf", report)
    assert result.returncode == 0, result.stderr
    assert report.read_bytes().startswith(b"%PDF")


def test_the_same_photograph_twice_is_refused(lentigo, phantoms: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.jpg"
    copy.write_bytes((phantoms / "phantom-ring.jpg").read_bytes())
    result = lentigo("analyze", phantoms / "phantom-ring.jpg", copy)
    refused(result)
    assert "in the case already" in result.stderr
