"""What may go on from a photograph: pixels without metadata, whole or reduced."""

from PIL import Image

from lentigo.domain.photograph import DeidentifiedPhotograph, Photograph, Raster

BAND = 4_000_000  # pixels in Pillow's form at a time: it takes four bytes for each


def deidentify(photograph: Photograph) -> DeidentifiedPhotograph:
    """Keep the pixels; tell which kinds of metadata stay behind."""
    return DeidentifiedPhotograph(
        raster=photograph.raster,
        sha256=photograph.sha256,
        format=photograph.format,
        captured=photograph.captured,
        metadata_removed=photograph.metadata,
    )


def reduce(raster: Raster, longest_side: int) -> Raster:
    """A smaller copy that fits a square of `longest_side` pixels; a raster that fits already is returned as it is."""
    if max(raster.width, raster.height) <= longest_side:
        return raster
    scale = longest_side / max(raster.width, raster.height)
    size = max(1, round(raster.width * scale)), max(1, round(raster.height * scale))
    image = _reduced_by(raster, max(1, int(1 / scale / 3))).resize(size, Image.Resampling.LANCZOS)
    return Raster(width=image.width, height=image.height, rgb=image.tobytes())


def _reduced_by(raster: Raster, factor: int) -> Image.Image:
    """The picture in blocks of `factor` x `factor` pixels, averaged; in bands, to spare memory."""
    size = -(-raster.width // factor), -(-raster.height // factor)
    whole = Image.new("RGB", size)
    rows = max(1, BAND // raster.width // factor) * factor
    row_bytes = raster.width * 3
    for top in range(0, raster.height, rows):
        band_rows = min(rows, raster.height - top)
        part = raster.rgb[top * row_bytes : (top + band_rows) * row_bytes]
        band = Image.frombuffer("RGB", (raster.width, band_rows), part, "raw", "RGB", 0, 1)
        whole.paste(band.reduce(factor), (0, top // factor))
    return whole
