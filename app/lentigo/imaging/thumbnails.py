"""Small squares of photographs, for lists: made once, kept beside the photograph."""

from io import BytesIO

from PIL import Image

from lentigo.domain.photograph import Raster
from lentigo.imaging.deidentification import reduce

SIDE = 112  # pixels: twice what a list shows, for sharp screens
_LARGER = 3  # times the side: what is cut out of is reduced to this first
_QUALITY = 82


def draw_thumbnail(raster: Raster) -> bytes:
    """The middle of a picture as a JPEG that holds nothing but pixels."""
    reduced = reduce(raster, _LARGER * SIDE)
    image = Image.frombuffer("RGB", (reduced.width, reduced.height), reduced.rgb, "raw", "RGB", 0, 1)
    side = min(image.size)
    left, top = (image.width - side) // 2, (image.height - side) // 2
    square = image.crop((left, top, left + side, top + side)).resize((SIDE, SIDE), Image.Resampling.LANCZOS)
    file = BytesIO()
    square.save(file, "JPEG", quality=_QUALITY)
    return file.getvalue()


def read_thumbnail(picture: bytes) -> Raster:
    """What `draw_thumbnail` wrote, as pixels."""
    with Image.open(BytesIO(picture), formats=("JPEG",)) as image:
        return Raster(width=image.width, height=image.height, rgb=image.convert("RGB").tobytes())
