"""Colour as files say it without a profile: primaries, white, curve; and the ICC profile that says the same.

ITU-T H.273 numbers primaries and curves (PNG's cICP chunk, nclx in HEIC and AVIF). Curves are tables from the coded
value, 0 to 1, to linear light, so that one way leads from all of them to sRGB: LittleCMS.
"""

import struct
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Curve = NDArray[np.float64]  # linear light, 0 to 1, of evenly spaced coded values
Primaries = tuple[tuple[float, float], tuple[float, float], tuple[float, float]]  # CIE x, y of red, green, blue

D65 = (0.3127, 0.3290)
D50_XYZ = np.array((0.9642, 1.0, 0.8249))
DCI_WHITE = (0.314, 0.351)
SRGB: Primaries = ((0.64, 0.33), (0.30, 0.60), (0.15, 0.06))
ADOBE_RGB: Primaries = ((0.64, 0.33), (0.21, 0.71), (0.15, 0.06))
P3: Primaries = ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060))
BRADFORD = np.array(((0.8951, 0.2664, -0.1614), (-0.7502, 1.7135, 0.0367), (0.0389, -0.0685, 1.0296)))
ENTRIES = 4096

REFERENCE_WHITE = 203.0  # cd/m2: what stands for white paper in HDR (ITU-R BT.2408)
ADOBE_GAMMA = 563 / 256


def gamma_curve(gamma: float) -> Curve:
    """A power of the coded value."""
    return _coded() ** gamma


def srgb_curve() -> Curve:
    """IEC 61966-2-1; also for video's curves, whose pictures are made to look right on such a screen."""
    coded = _coded()
    return np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4)


def _perceptual_quantiser() -> Curve:
    """SMPTE ST 2084; what is brighter than white paper is cut."""
    root = _coded() ** (1 / 78.84375)
    light = (np.maximum(root - 0.8359375, 0) / (18.8515625 - 18.6875 * root)) ** (1 / 0.1593017578125)
    return np.clip(light * 10_000 / REFERENCE_WHITE, 0, 1)


def _hybrid_log_gamma() -> Curve:
    """ARIB STD-B67 on a screen of 1000 cd/m2, each channel by itself; what is brighter than white paper is cut."""
    coded = _coded()
    scene = np.where(coded <= 0.5, coded**2 / 3, (np.exp((coded - 0.55991073) / 0.17883277) + 0.28466892) / 12)
    return np.clip(scene**1.2 * 1000 / REFERENCE_WHITE, 0, 1)


def _coded() -> Curve:
    return np.linspace(0, 1, ENTRIES)


# Numbers of ITU-T H.273; 2 is "unspecified".
CODED_PRIMARIES: dict[int, tuple[Primaries, tuple[float, float]]] = {
    1: (SRGB, D65),
    4: (((0.67, 0.33), (0.21, 0.71), (0.14, 0.08)), (0.310, 0.316)),
    5: (((0.64, 0.33), (0.29, 0.60), (0.15, 0.06)), D65),
    6: (((0.630, 0.340), (0.310, 0.595), (0.155, 0.070)), D65),
    7: (((0.630, 0.340), (0.310, 0.595), (0.155, 0.070)), D65),
    9: (((0.708, 0.292), (0.170, 0.797), (0.131, 0.046)), D65),
    11: (P3, DCI_WHITE),
    12: (P3, D65),
}
CODED_CURVES: dict[int, Callable[[], Curve]] = {
    **dict.fromkeys((1, 6, 11, 13, 14, 15), srgb_curve),
    4: lambda: gamma_curve(2.2),
    5: lambda: gamma_curve(2.8),
    8: lambda: gamma_curve(1.0),
    16: _perceptual_quantiser,
    18: _hybrid_log_gamma,
}
UNSPECIFIED = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ColourCoding:
    """Primaries and white of the colours, and the curve of all channels, grey ones too."""

    primaries: Primaries = SRGB
    white: tuple[float, float] = D65
    curve: Curve

    def profile(self, mode: str) -> bytes:
        """The ICC profile that says it, for Pillow's mode "RGB" or "L"."""
        if mode == "RGB":
            return rgb_profile(_colorants(self.primaries, self.white), self.curve)
        return build_profile(b"GRAY", {b"kTRC": _curve_tag(self.curve)})


ADOBE_RGB_CODING = ColourCoding(primaries=ADOBE_RGB, curve=gamma_curve(ADOBE_GAMMA))


def numbered_coding(primaries: int, curve: int, *, full_range: bool = True) -> ColourCoding | None:
    """What H.273's numbers say; None where one is unknown here. "Unspecified" stands for sRGB."""
    colours = CODED_PRIMARIES.get(1 if primaries == UNSPECIFIED else primaries)
    make = CODED_CURVES.get(13 if curve == UNSPECIFIED else curve)
    if colours is None or make is None:
        return None
    table = make()
    if not full_range:
        table = np.interp(np.clip((_coded() * 255 - 16) / 219, 0, 1), _coded(), table)
    return ColourCoding(primaries=colours[0], white=colours[1], curve=table)


def _xyz(xy: tuple[float, float]) -> NDArray[np.float64]:
    return np.array((xy[0] / xy[1], 1.0, (1 - xy[0] - xy[1]) / xy[1]))


def _colorants(primaries: Primaries, white: tuple[float, float]) -> tuple[bytes, bytes, bytes]:
    """ICC's XYZ tags of red, green, blue: the primaries under D50."""
    columns = np.stack([_xyz(primary) for primary in primaries], axis=1)
    matrix = columns * np.linalg.solve(columns, _xyz(white))
    cones = (BRADFORD @ D50_XYZ) / (BRADFORD @ _xyz(white))
    adapted = np.linalg.inv(BRADFORD) @ np.diag(cones) @ BRADFORD @ matrix
    red, green, blue = (b"XYZ \0\0\0\0" + _fixed(adapted[:, channel]) for channel in range(3))
    return red, green, blue


def _fixed(values: NDArray[np.float64]) -> bytes:
    return b"".join(struct.pack(">i", round(float(value) * 65536)) for value in values)


def _curve_tag(curve: Curve) -> bytes:
    numbers = np.round(curve * 65535).astype(">u2")
    return b"curv\0\0\0\0" + struct.pack(">I", len(numbers)) + numbers.tobytes()


def rgb_profile(colorants: tuple[bytes, bytes, bytes], curve: Curve) -> bytes:
    """A matrix profile with one curve."""
    tag = _curve_tag(curve)
    names = ((b"rXYZ", b"rTRC"), (b"gXYZ", b"gTRC"), (b"bXYZ", b"bTRC"))
    tags = {}
    for (matrix_name, curve_name), colorant in zip(names, colorants, strict=True):
        tags[matrix_name], tags[curve_name] = colorant, tag
    return build_profile(b"RGB ", tags)


def build_profile(space: bytes, tags: dict[bytes, bytes]) -> bytes:
    """An ICC profile of version 2.4 for a monitor, from its tags' contents."""
    tags = {b"desc": b"desc" + bytes(4) + struct.pack(">I", 2) + b"x\0" + bytes(78), **tags}
    tags[b"wtpt"] = b"XYZ \0\0\0\0" + _fixed(D50_XYZ)
    offset = 132 + 12 * len(tags)
    table, body = struct.pack(">I", len(tags)), b""
    for name, content in tags.items():
        table += name + struct.pack(">II", offset + len(body), len(content))
        body += content + bytes(-len(content) % 4)
    head = struct.pack(">I4sI4s4s4s", offset + len(body), b"lcms", 0x02400000, b"mntr", space, b"XYZ ")
    head += struct.pack(">6H", 2024, 1, 1, 0, 0, 0) + b"acsp" + bytes(28) + _fixed(D50_XYZ)
    return head.ljust(128, b"\0") + table + body
