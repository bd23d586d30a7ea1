"""The genital area of a patient who lies on the back with the thighs apart, seen from the feet."""

from lentigo.domain.body import Region, View
from lentigo.figures.figure import Figure, Line, Points, half

_WIDTH, _HEIGHT = 240.0, 210.0

_PELVIS: Points = (
    (0, 8), (64, 8), (64, 8), (67, 34), (80, 54), (112, 66), (112, 66), (114, 144), (114, 144), (90, 152), (68, 168),
    (42, 188), (18, 194), (0, 186),
)  # fmt: skip
_COMMON: tuple[Line, ...] = (
    Line(points=((66, 36), (50, 62), (36, 92), (29, 122), (31, 150))),
    Line(points=((0, 176), (0, 186))),
)
_ANUS: tuple[Line, ...] = (
    Line(points=((0, 162.4), (2.8, 164), (3.6, 168), (2.4, 171.4), (0, 172.6), (-2.4, 171.4), (-3.6, 168),
        (-2.8, 164)), closed=True),
    Line(points=((4.8, 163.4), (7.4, 161.4))),
    Line(points=((5.4, 168), (8.6, 168))),
    Line(points=((4.4, 172.2), (6.8, 174.4))),
)  # fmt: skip
_VULVA: tuple[Line, ...] = (
    Line(points=((-26, 52), (-14, 57), (0, 58.4), (14, 57), (26, 52))),
    Line(points=((0, 62), (10.6, 70), (17.4, 88), (17.6, 112), (11.6, 132), (2, 142))),
    Line(points=((0, 78), (5, 82), (8.4, 96), (7.4, 113), (2.4, 125), (0, 127))),
    Line(points=((-2.6, 84), (0, 78.6), (2.6, 84), (0, 88)), closed=True),
    Line(points=((0, 98), (2.4, 104), (2.4, 112), (0, 117), (-2.4, 112), (-2.4, 104)), closed=True),
)
_PENIS: tuple[Line, ...] = (
    Line(points=((-26, 46), (-16, 52), (-10.6, 60))),
    Line(points=((10.6, 60), (16, 52), (26, 46))),
    Line(points=((10.6, 60), (11.4, 80), (11, 102), (12.6, 106), (12.2, 116), (7, 125), (0, 127.4))),
    Line(points=((-12.4, 106.6), (-6, 103.6), (0, 102.8), (6, 103.6), (12.4, 106.6))),
    Line(points=((0, 122), (0, 127))),
    Line(points=((11.4, 82), (20.6, 90), (27, 108), (27.4, 128), (20, 144), (8, 149.6), (0, 147))),
    Line(points=((0, 129), (0, 147))),
)
_GROIN: Points = (
    (44, 58), (58, 26), (72, 36), (54, 66), (40, 98), (34, 124), (36, 152), (0, 152), (0, 86), (30, 86),
)  # fmt: skip
_AROUND: tuple[tuple[Region, Points], ...] = (
    (Region.ANUS, ((0, 159), (8, 160), (11, 168), (8, 176), (0, 178))),
    (Region.PERINEUM, ((0, 141), (14, 141), (20, 156), (10, 160), (0, 160))),
    (Region.PUBIS, ((0, 26), (58, 26), (44, 58), (30, 86), (0, 86))),
    (Region.GROIN, _GROIN),
    (Region.LOWER_ABDOMEN, ((0, 0), (70, 0), (70, 27), (0, 27))),
    (Region.THIGH_INNER, ((66, 30), (130, 30), (130, 150), (90, 150), (40, 150), (30, 130), (34, 96), (52, 60))),
    (Region.BUTTOCK, ((0, 120), (130, 120), (130, 210), (0, 210))),
)

FEMALE = Figure(
    view=View.GENITALS_FEMALE,
    width=_WIDTH,
    height=_HEIGHT,
    outlines=(half(_PELVIS),),
    details=(*_COMMON, *_ANUS, *_VULVA),
    regions=((Region.VULVA, ((0, 61), (12, 68), (19, 88), (19, 114), (12, 134), (0, 143))), *_AROUND),
)
MALE = Figure(
    view=View.GENITALS_MALE,
    width=_WIDTH,
    height=_HEIGHT,
    outlines=(half(_PELVIS),),
    details=(*_COMMON, *_ANUS, *_PENIS),
    regions=(
        (Region.PENIS, ((0, 54), (11, 58), (13, 104), (13.4, 116), (7.4, 126.6), (0, 128.6))),
        (Region.SCROTUM, ((0, 78), (12, 80), (22, 89), (29, 108), (29, 130), (21, 146), (8, 151), (0, 149))),
        *_AROUND,
    ),
)
