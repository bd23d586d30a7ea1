"""Damage picture files at random and load each: python mutated_pictures.py COUNT SEED.

It runs in a process of its own, under the memory limit of the program's worker, and prints how it went. What ends this
process would have ended a worker.
"""

import io
import random
import struct
import sys
import time

import numpy as np
import pillow_heif
from colour_files import P3, colour_exif, profile, with_chunks, with_exif
from PIL import Image
from skin_pictures import encoded, identifying_exif, skin_picture
from test_mended_files import bmp, tiff

from lentigo.errors import InputError
from lentigo.imaging.adapter import PillowImaging
from lentigo.worker.limits import limit_memory

LONGEST = 20  # seconds; a hang would never end


def seeds():
    """A whole file for each way through the loader."""
    small = skin_picture(120, 96)
    icc = profile("Display P3", P3)
    heif = pillow_heif.from_pillow(small)
    heif.info["icc_profile"] = icc
    for parameters in ({}, {"exif": identifying_exif(6).tobytes()}):
        file = io.BytesIO()
        heif.save(file, quality=80, **parameters)
        yield file.getvalue()
    yield encoded(small, "AVIF", icc_profile=icc, exif=identifying_exif(6).tobytes(), speed=9)
    yield encoded(small, "JPEG", icc_profile=icc)[:-2]
    yield encoded(small, "JPEG", progressive=True)[:-2] + bytes(300)
    yield with_exif(encoded(small.convert("CMYK"), "JPEG"), colour_exif(2, b"R03\0"))
    chunks = ((b"cICP", bytes((9, 16, 0, 1))), (b"gAMA", struct.pack(">I", 55_555)), (b"cHRM", bytes(range(32))))
    yield with_chunks(encoded(small.convert("RGBA"), "PNG", icc_profile=icc), *chunks)[:-12]
    yield encoded(small, "WEBP", lossless=True, icc_profile=icc, exif=identifying_exif(6))
    yield bmp(np.arange(120 * 96, dtype=np.uint32).reshape(96, 120), (0xF00, 0xF0, 0xF), 16)
    samples = np.asarray(small).astype(np.uint16) * 257
    yield tiff(samples, 2, packing=8, predictor=2, rows=30)
    yield tiff((samples / 65535).astype(np.float32), 2, kind=3, packing=8, predictor=3, rows=30)
    yield tiff(samples, 8, tile=32)
    yield tiff(samples[..., :1], 0, rows=30)
    yield encoded(Image.fromarray(samples[..., 0]), "TIFF", compression="tiff_lzw")


def mutated(data, generator):
    damaged = bytearray(data)
    reach = generator.choice((len(damaged), 1200, 200))  # headers matter more than pixels
    for _ in range(generator.choice((1, 1, 2, 4, 16))):
        at = generator.randrange(min(reach, len(damaged)))
        match generator.randrange(4):
            case 0:
                damaged[at] = generator.randrange(256)
            case 1:
                damaged[at : at + 4] = generator.choice(
                    (b"\xff" * 4, bytes(4), b"\x7f\xff\xff\xff", b"\xff\xff\xff\x7f")
                )
            case 2:
                del damaged[at : at + generator.choice((1, 4, 50))]
            case 3:
                damaged[at:at] = damaged[at : at + generator.choice((1, 4, 50))]
        if not damaged:
            break
    return bytes(damaged)


def is_refused(imaging, data):
    try:
        photograph = imaging.load(data)
    except InputError as error:
        if not error.message.endswith(".") or not error.hint.endswith("."):
            raise
        return True
    imaging.assess_quality(photograph)
    raster = photograph.raster
    assert len(raster.rgb) == raster.width * raster.height * 3
    return False


def main(count, seed):
    limit_memory(0)
    generator, files, imaging = random.Random(seed), list(seeds()), PillowImaging()
    for data in files:
        imaging.load(data)
    refused, slowest = 0, 0.0
    for _ in range(count):
        data, start = mutated(generator.choice(files), generator), time.perf_counter()
        refused += is_refused(imaging, data)
        slowest = max(slowest, time.perf_counter() - start)
    assert slowest < LONGEST, slowest
    sys.stdout.write(f"{count} files, {refused} refused, {count - refused} read, the slowest in {slowest:.1f} s\n")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
