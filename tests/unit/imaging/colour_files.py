"""Pictures whose numbers mean other colours than sRGB's, and profiles that say so: written here, independent of the
program.

A colour space is (primaries, transfer); a transfer codes linear light, 0 to 1.
"""

import struct
import zlib

import numpy as np
from PIL import Image

SRGB = ((0.64, 0.33), (0.30, 0.60), (0.15, 0.06))
P3 = ((0.68, 0.32), (0.265, 0.69), (0.15, 0.06))
ADOBE = ((0.64, 0.33), (0.21, 0.71), (0.15, 0.06))
REC2020 = ((0.708, 0.292), (0.170, 0.797), (0.131, 0.046))
D65 = (0.3127, 0.3290)
D50 = np.array((0.9642, 1, 0.8249))
BRADFORD = np.array(((0.8951, 0.2664, -0.1614), (-0.7502, 1.7135, 0.0367), (0.0389, -0.0685, 1.0296)))


def linear(image):
    coded = np.asarray(image, float) / 255
    return np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4)


def srgb_transfer(light):
    return np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)


def power(gamma):
    return lambda light: light ** (1 / gamma)


def pq_transfer(light):
    """White at 203 cd/m2 (ITU-R BT.2408)."""
    y = (light * 203 / 10_000) ** 0.1593017578125
    return ((0.8359375 + 18.8515625 * y) / (1 + 18.6875 * y)) ** 78.84375


def hlg_transfer(light):
    scene = (light * 203 / 1000) ** (1 / 1.2)
    return np.where(
        scene <= 1 / 12, np.sqrt(3 * scene), 0.17883277 * np.log(np.maximum(12 * scene - 0.28466892, 1e-9)) + 0.55991073
    )


def xyz_of(xy):
    return np.array((xy[0] / xy[1], 1, (1 - xy[0] - xy[1]) / xy[1]))


def matrix(primaries, white=D65):
    columns = np.stack([xyz_of(primary) for primary in primaries], 1)
    return columns * np.linalg.solve(columns, xyz_of(white))


def stored(image, primaries, transfer):
    """What a camera writes that works in this space."""
    light = np.clip(linear(image) @ (np.linalg.inv(matrix(primaries)) @ matrix(SRGB)).T, 0, 1)
    return Image.fromarray(np.round(np.clip(transfer(light), 0, 1) * 255).astype(np.uint8))


def fixed(numbers):
    return b"".join(struct.pack(">i", round(float(number) * 65536)) for number in numbers)


def profile(name, primaries, gamma=None):
    """An ICC profile of version 4; without a gamma its curve is sRGB's."""
    cones = (BRADFORD @ D50) / (BRADFORD @ xyz_of(D65))
    columns = np.linalg.inv(BRADFORD) @ np.diag(cones) @ BRADFORD @ matrix(primaries)
    tags = {b"desc": text(name), b"cprt": text("none"), b"wtpt": xyz_tag(D50)}
    for channel, letter in enumerate((b"r", b"g", b"b")):
        tags[letter + b"XYZ"], tags[letter + b"TRC"] = xyz_tag(columns[:, channel]), curve_tag(gamma)
    return assembled(b"RGB ", tags)


def grey_profile(gamma):
    return assembled(
        b"GRAY", {b"desc": text("grey"), b"cprt": text("none"), b"wtpt": xyz_tag(D50), b"kTRC": curve_tag(gamma)}
    )


def text(words):
    coded = words.encode("utf-16-be")
    return b"mluc" + bytes(4) + struct.pack(">IIHHII", 1, 12, 0x656E, 0x5553, len(coded), 28) + coded


def xyz_tag(numbers):
    return b"XYZ " + bytes(4) + fixed(numbers)


def curve_tag(gamma):
    if gamma:
        return b"para" + bytes(4) + struct.pack(">HH", 0, 0) + fixed([gamma])
    return b"para" + bytes(4) + struct.pack(">HH", 3, 0) + fixed((2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045))


def assembled(space, tags):
    offset, table, body = 132 + 12 * len(tags), struct.pack(">I", len(tags)), b""
    for name, content in tags.items():
        content += bytes(-len(content) % 4)
        table += name + struct.pack(">II", offset + len(body), len(content))
        body += content
    head = struct.pack(">I4sI4s4s4s", offset + len(body), b"lcms", 0x04300000, b"mntr", space, b"XYZ ")
    return head + struct.pack(">6H", 2024, 1, 1, 0, 0, 0) + b"acsp" + bytes(28) + fixed(D50) + bytes(48) + table + body


def lab(image):
    ratio = linear(image) @ matrix(SRGB).T / xyz_of(D65)
    root = np.where(ratio > 0.008856, np.cbrt(ratio), 7.787 * ratio + 16 / 116)
    x, y, z = np.moveaxis(root, -1, 0)
    return np.stack((116 * y - 16, 500 * (x - y), 200 * (y - z)), -1)


def colour_error(found, truth):
    """Mean difference in CIELAB (CIE 1976)."""
    return float(np.linalg.norm(lab(found) - lab(truth), axis=-1).mean())


def png_chunk(name, body):
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def with_chunks(png, *chunks):
    """A PNG with further chunks behind its header."""
    return png[:33] + b"".join(png_chunk(name, body) for name, body in chunks) + png[33:]


def exif_segment(exif):
    return b"\xff\xe1" + struct.pack(">H", len(exif) + 8) + b"Exif\0\0" + exif


def with_exif(jpeg, *blocks):
    """A JPEG with EXIF blocks, in this order."""
    return jpeg[:2] + b"".join(exif_segment(block) for block in blocks) + jpeg[2:]


def colour_exif(space, index):
    """EXIF with a ColorSpace and an interoperability index."""
    head = b"II*\0" + struct.pack("<IH", 8, 1) + struct.pack("<HHII", 0x8769, 4, 1, 26) + bytes(4)
    details = struct.pack("<H", 2) + struct.pack("<HHIHH", 0xA001, 3, 1, space, 0)
    details += struct.pack("<HHII", 0xA005, 4, 1, 56) + bytes(4)
    return head + details + struct.pack("<H", 1) + struct.pack("<HHI", 1, 2, 4) + index + bytes(4)
