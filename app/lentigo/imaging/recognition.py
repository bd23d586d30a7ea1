"""What a file that is not an accepted photograph is, told by its bytes: one table from these to a sentence."""

from lentigo.errors import InputError
from lentigo.imaging.dicom_elements import is_dicom
from lentigo.imaging.faults import CHOOSE_ANOTHER, COPY_AGAIN, SAVE_AS_JPEG, camera_raw
from lentigo.language import deferred, translate

_GIF = deferred("The file is a GIF picture, which has too few colours for skin.")
_RAW = ""  # has a sentence of its own
_VIDEO = deferred("The file is a video.")
_SOUND = deferred("The file is a sound recording.")
_JPEG_2000 = deferred("The file is a JPEG 2000 picture.")
_JPEG_XL = deferred("The file is a JPEG XL picture.")
_PHOTOSHOP = deferred("The file is a Photoshop document.")
_ARCHIVE = deferred("The file is an archive.")
_ZIP = deferred("The file is a ZIP archive or an office document.")
_OFFICE = deferred("The file is an office document.")
_ICON = deferred("The file is an icon, not a photograph.")
_PROGRAM = deferred("The file is a program, not a photograph.")
_SHORTCUT = deferred("The file is a shortcut: it only says where the photograph is.")
_APPLE_DOUBLE = deferred("The file holds what a Mac keeps beside a photograph, not the photograph.")
_PLACEHOLDER = deferred("The file only stands for a photograph that is still in iCloud.")
_PDF = deferred("The file is a PDF document, not a photograph.")
_PRINT = deferred("The file is a page for printing, not a photograph.")
_DRAWING = deferred("The file is a drawing, not a photograph.")
_WEB_PAGE = deferred("The file is a web page, not a photograph.")
_SIDECAR = deferred("The file holds notes of a photo program on a photograph, not the photograph.")
_ZEROS = deferred("The file holds nothing but zeros: it was never copied whole.")

_USE_ORIGINAL = deferred("Use the original photograph, as JPEG or PNG.")
_ONE_PICTURE = deferred("Take a photograph instead, or save one picture of the video as JPEG.")
_TAKE_OUT = deferred("Take the photograph out of it and open that file.")
_FOLLOW = deferred("Open the photograph itself, in the folder that the shortcut leads to.")
_SAME_NAME = deferred("Open the file of the same name without the dot and the line at its beginning.")
_FROM_ICLOUD = deferred("Open it once on the Mac or phone, so that it is fetched, and copy it again.")
_SAVE_PDF = deferred("Save the picture in it as JPEG or PNG and open that file.")
_SAVE_PICTURE = deferred("Save the picture itself, not the page that shows it.")
_BESIDE = deferred("Open the photograph that lies beside it.")

HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
AVIF_BRANDS = frozenset({b"avif", b"avis"})

# Offset, the bytes there, what it is, what to do.
SIGNATURES = (
    (0, b"GIF8", _GIF, _USE_ORIGINAL),
    (4, b"ftypcrx", _RAW, ""),  # Canon CR3
    (8, b"CR\x02", _RAW, ""),  # Canon CR2
    (6, b"HEAPCCDR", _RAW, ""),  # Canon CRW
    (0, b"IIRO", _RAW, ""),  # Olympus ORF
    (0, b"IIRS", _RAW, ""),
    (0, b"MMOR", _RAW, ""),
    (0, b"IIU\x00", _RAW, ""),  # Panasonic RW2, Leica RWL
    (0, b"\x00MRM", _RAW, ""),  # Minolta MRW
    (0, b"FOVb", _RAW, ""),  # Sigma X3F
    (0, b"FUJIFILMCCD-RAW", _RAW, ""),
    *((4, kind, _VIDEO, _ONE_PICTURE) for kind in (b"ftyp", b"moov", b"mdat", b"wide", b"free")),
    (8, b"AVI ", _VIDEO, _ONE_PICTURE),
    (0, b"\x1a\x45\xdf\xa3", _VIDEO, _ONE_PICTURE),  # Matroska, WebM
    (0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", _VIDEO, _ONE_PICTURE),  # Windows Media
    (0, b"\x00\x00\x01\xba", _VIDEO, _ONE_PICTURE),  # MPEG
    (0, b"FLV\x01", _VIDEO, _ONE_PICTURE),
    (8, b"WAVE", _SOUND, CHOOSE_ANOTHER),
    (0, b"ID3", _SOUND, CHOOSE_ANOTHER),
    (0, b"OggS", _SOUND, CHOOSE_ANOTHER),
    (0, b"#!AMR", _SOUND, CHOOSE_ANOTHER),
    (0, b"\x00\x00\x00\x0cjP  ", _JPEG_2000, SAVE_AS_JPEG),
    (0, b"\xff\x4f\xff\x51", _JPEG_2000, SAVE_AS_JPEG),
    (0, b"\x00\x00\x00\x0cJXL ", _JPEG_XL, SAVE_AS_JPEG),
    (0, b"\xff\x0a", _JPEG_XL, SAVE_AS_JPEG),
    (0, b"8BPS", _PHOTOSHOP, SAVE_AS_JPEG),
    (0, b"PK\x03\x04", _ZIP, _TAKE_OUT),
    (0, b"PK\x05\x06", _ARCHIVE, _TAKE_OUT),
    (0, b"7z\xbc\xaf\x27\x1c", _ARCHIVE, _TAKE_OUT),
    (0, b"Rar!\x1a\x07", _ARCHIVE, _TAKE_OUT),
    (0, b"\x1f\x8b\x08", _ARCHIVE, _TAKE_OUT),
    (0, b"BZh", _ARCHIVE, _TAKE_OUT),
    (0, b"\xfd7zXZ\x00", _ARCHIVE, _TAKE_OUT),
    (0, b"\x28\xb5\x2f\xfd", _ARCHIVE, _TAKE_OUT),
    (0, b"MSCF\x00\x00\x00\x00", _ARCHIVE, _TAKE_OUT),
    (257, b"ustar", _ARCHIVE, _TAKE_OUT),
    (0, b"\xd0\xcf\x11\xe0", _OFFICE, _TAKE_OUT),
    (0, b"\x00\x00\x01\x00", _ICON, CHOOSE_ANOTHER),
    (0, b"MZ", _PROGRAM, CHOOSE_ANOTHER),
    (0, b"\x7fELF", _PROGRAM, CHOOSE_ANOTHER),
    (0, b"L\x00\x00\x00\x01\x14\x02\x00", _SHORTCUT, _FOLLOW),  # Windows
    (0, b"book\x00\x00\x00\x00mark", _SHORTCUT, _FOLLOW),  # a Mac's alias
    (0, b"\x00\x05\x16\x07", _APPLE_DOUBLE, _SAME_NAME),
    (0, b"\x00\x05\x16\x00", _APPLE_DOUBLE, CHOOSE_ANOTHER),
    (0, b"\xc5\xd0\xd3\xc6", _PRINT, _SAVE_PDF),
)
# Found anywhere in the beginning of a text, in lower case.
TEXTUAL = (
    (b"[internetshortcut]", _SHORTCUT, _FOLLOW),
    (b"[desktop entry]", _SHORTCUT, _FOLLOW),
    (b"<key>url</key>", _SHORTCUT, _FOLLOW),
    (b"%pdf-", _PDF, _SAVE_PDF),
    (b"%!ps", _PRINT, _SAVE_PDF),
    (b"<svg", _DRAWING, CHOOSE_ANOTHER),
    (b"<!doctype html", _WEB_PAGE, _SAVE_PICTURE),
    (b"<html", _WEB_PAGE, _SAVE_PICTURE),
    (b"<x:xmpmeta", _SIDECAR, _BESIDE),
    (b"<key>adjustmentdata</key>", _SIDECAR, _BESIDE),
    (b'"phototakentime"', _SIDECAR, _BESIDE),
)
PICTURE_STARTS = (b"\xff\xd8", b"\x89PNG", b"RIFF", b"II", b"MM", b"BM")
TEXT_SEARCHED = 4096  # bytes


def picture_brand(data: bytes) -> str:
    """ "HEIF" or "AVIF" for a file of that family; "" for any other."""
    if data[4:8] != b"ftyp" or data.startswith(b"crx ", 8):
        return ""
    end = min(int.from_bytes(data[:4], "big"), 256)
    brands = {data[8:12], *(data[at : at + 4] for at in range(16, end - 3, 4))}
    if brands & AVIF_BRANDS:
        return "AVIF"
    return "HEIF" if brands & HEIF_BRANDS else ""


def refuse_foreign(data: bytes) -> None:
    """Raise InputError where the first bytes belong to a known kind of file that is not an accepted photograph."""
    if picture_brand(data) or is_dicom(data):
        return
    for offset, signature, sentence, hint in SIGNATURES:
        if data.startswith(signature, offset):
            raise InputError(translate(sentence), hint=translate(hint)) if sentence else camera_raw()
    if data.startswith(PICTURE_STARTS):
        return
    _refuse_text(data[:TEXT_SEARCHED])
    if not any(data):
        raise InputError(translate(_ZEROS), hint=translate(COPY_AGAIN))


def _refuse_text(beginning: bytes) -> None:
    if beginning.startswith(b"bplist00") and b"NSURL" in beginning:
        raise InputError(translate(_PLACEHOLDER), hint=translate(_FROM_ICLOUD))
    start = beginning.lower()
    for signature, sentence, hint in TEXTUAL:
        if signature in start:
            raise InputError(translate(sentence), hint=translate(hint))
