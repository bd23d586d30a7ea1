"""Damage DICOM files at random and load each: python mutated_dicom.py COUNT SEED."""

import random
import sys
import time

import numpy as np
from dicom_files import embedded, jpeg, jpeg_2000, plain, run_lengths
from mutated_pictures import LONGEST, is_refused, mutated
from pydicom.uid import (
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    MultiFrameTrueColorSecondaryCaptureImageStorage,
    RLELossless,
)
from skin_pictures import skin_picture

from lentigo.imaging.adapter import PillowImaging
from lentigo.worker.limits import limit_memory

SIZE = (120, 96)


def seeds():
    """A whole file for each way through the reader."""
    small = skin_picture(*SIZE)
    pixels = np.asarray(small)
    for syntax in (ImplicitVRLittleEndian, ExplicitVRBigEndian, DeflatedExplicitVRLittleEndian):
        yield plain(pixels, syntax)
    yield plain(np.asarray(small.convert("YCbCr")), PhotometricInterpretation="YBR_FULL")
    table = {f"{name}PaletteColorLookupTableDescriptor": [256, 0, 8] for name in ("Red", "Green", "Blue")}
    table |= {f"{name}PaletteColorLookupTableData": bytes(range(256)) for name in ("Red", "Green", "Blue")}
    yield plain(pixels[..., 0], SamplesPerPixel=1, PhotometricInterpretation="PALETTE COLOR", **table)
    yield embedded([jpeg(small)], JPEGBaseline8Bit, SIZE, PhotometricInterpretation="YBR_FULL_422")
    yield embedded([jpeg_2000(small)], JPEG2000Lossless, SIZE, PhotometricInterpretation="YBR_RCT")
    frames = [run_lengths(pixels), run_lengths(pixels[::-1])]
    several = {"SOPClassUID": MultiFrameTrueColorSecondaryCaptureImageStorage, "NumberOfFrames": 2}
    yield embedded(frames, RLELossless, SIZE, **several)


def main(count, seed):
    generator, files, imaging = random.Random(seed), list(seeds()), PillowImaging()
    limit_memory(0)
    for data in files:
        imaging.load(data)
    refused, slowest = 0, 0.0
    for _ in range(count):
        data = generator.choice(files)
        data = data[:128] + mutated(data[128:], generator)  # nothing reads the preamble
        start = time.perf_counter()
        refused += is_refused(imaging, data)
        slowest = max(slowest, time.perf_counter() - start)
    assert slowest < LONGEST, slowest
    sys.stdout.write(f"{count} files, {refused} refused, {count - refused} read, the slowest in {slowest:.1f} s\n")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
