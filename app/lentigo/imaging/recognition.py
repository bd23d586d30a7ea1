"""What a file that is not a readable photograph looks like, so that the refusal can name it."""

from lentigo.errors import InputError

ACCEPTED = "JPEG, PNG, WebP, TIFF or BMP"
SAVE_AS_JPEG = "Save the picture as JPEG and open that file."
CHOOSE_ANOTHER = f"Choose a photograph in {ACCEPTED} format."

# Offset, the bytes there, what it is, what to do.
SIGNATURES = (
    (0, b"GIF8", "a GIF picture, which has too few colours for skin", "Use the original photograph, as JPEG or PNG."),
    (128, b"DICM", "a DICOM file", "Export the picture from your imaging system as JPEG or PNG."),
    (4, b"ftypcrx", "a camera raw file", SAVE_AS_JPEG),
    (8, b"CR\x02", "a camera raw file", SAVE_AS_JPEG),
    (0, b"FUJIFILMCCD-RAW", "a camera raw file", SAVE_AS_JPEG),
    (4, b"ftypavi", "an AVIF picture", SAVE_AS_JPEG),
    *((4, b"ftyp" + brand, "a HEIC picture", SAVE_AS_JPEG) for brand in (b"hei", b"hev", b"mif1", b"msf1")),
    (4, b"ftyp", "a video", "Take a photograph instead, or save one picture of the video as JPEG."),
    (8, b"AVI ", "a video", "Take a photograph instead, or save one picture of the video as JPEG."),
    (0, b"\x1a\x45\xdf\xa3", "a video", "Take a photograph instead, or save one picture of the video as JPEG."),
    (0, b"\x00\x00\x00\x0cjP  ", "a JPEG 2000 picture", SAVE_AS_JPEG),
    (0, b"\x00\x00\x00\x0cJXL ", "a JPEG XL picture", SAVE_AS_JPEG),
    (0, b"\xff\x0a", "a JPEG XL picture", SAVE_AS_JPEG),
    (0, b"8BPS", "a Photoshop document", SAVE_AS_JPEG),
    (0, b"PK\x03\x04", "a ZIP archive or an office document", "Take the photograph out of it and open that file."),
    (0, b"\xd0\xcf\x11\xe0", "an office document", "Take the photograph out of it and open that file."),
)
TEXTUAL = (
    (b"%pdf-", "a PDF document", "Save the picture in it as JPEG or PNG and open that file."),
    (b"<svg", "a drawing", CHOOSE_ANOTHER),
    (b"<!doctype html", "a web page", "Save the picture itself, not the page that shows it."),
    (b"<html", "a web page", "Save the picture itself, not the page that shows it."),
)


def refuse_foreign(data: bytes) -> None:
    """Raise InputError where the first bytes belong to a known kind of file that is not an accepted photograph."""
    for offset, signature, name, hint in SIGNATURES:
        if data.startswith(signature, offset):
            raise InputError(f"The file is {name}.", hint=hint)
    if data.startswith((b"\xff\xd8", b"\x89PNG", b"RIFF", b"II", b"MM", b"BM")):
        return
    start = data[:1024].lower()
    for signature, name, hint in TEXTUAL:
        if signature in start:
            raise InputError(f"The file is {name}, not a photograph.", hint=hint)
