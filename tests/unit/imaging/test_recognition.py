"""Which file is it? Each kind that lands among photographs has its sentence."""

import plistlib

import pytest
from test_refusals import refusal

RAW = "The file is a camera raw file, which holds no finished picture."
ARCHIVE = "The file is an archive."
SHORTCUT = "The file is a shortcut: it only says where the photograph is."
VIDEO = "The file is a video."
FILES = {
    "Olympus ORF": (b"IIRO\x08\0\0\0" + bytes(500), RAW),
    "older Olympus ORF": (b"IIRS\x08\0\0\0" + bytes(500), RAW),
    "big-endian ORF": (b"MMOR\0\0\0\x08" + bytes(500), RAW),
    "Panasonic RW2": (b"IIU\0\x18\0\0\0" + bytes(500), RAW),
    "Canon CRW": (b"II\x1a\0\0\0HEAPCCDR" + bytes(500), RAW),
    "Canon CR2": (b"II*\0\x10\0\0\0CR\x02\0" + bytes(500), RAW),
    "Canon CR3": (b"\0\0\0\x18ftypcrx \0\0\0\1crx isom", RAW),
    "Minolta MRW": (b"\0MRM\0\0\xff\xff" + bytes(500), RAW),
    "Sigma X3F": (b"FOVb\0\0\2\0" + bytes(500), RAW),
    "Fujifilm RAF": (b"FUJIFILMCCD-RAW 0201" + bytes(500), RAW),
    "iCloud placeholder": (
        plistlib.dumps({"NSURLNameKey": "IMG_1.HEIC", "NSURLFileSizeKey": 2_000_000}, fmt=plistlib.FMT_BINARY),
        "The file only stands for a photograph that is still in iCloud.",
    ),
    "AppleDouble": (
        b"\0\x05\x16\x07\0\2\0\0Mac OS X        " + bytes(4000),
        "The file holds what a Mac keeps beside a photograph, not the photograph.",
    ),
    "zeros": (bytes(100_000), "The file holds nothing but zeros: it was never copied whole."),
    "one zero": (bytes(1), "The file holds nothing but zeros: it was never copied whole."),
    "Windows shortcut": (b"L\0\0\0\1\x14\2\0\0\0\0\0\xc0" + bytes(500), SHORTCUT),
    "internet shortcut": (b"[InternetShortcut]\r\nURL=file:///c:/x.jpg\r\n", SHORTCUT),
    "desktop entry": (b"#!/usr/bin/env xdg-open\n[Desktop Entry]\nType=Link\n", SHORTCUT),
    "web location": (plistlib.dumps({"URL": "file:///x.jpg"}), SHORTCUT),
    "Mac alias": (b"book\0\0\0\0mark\0\0\0\0" + bytes(500), SHORTCUT),
    "7-Zip": (b"7z\xbc\xaf\x27\x1c\0\4" + bytes(500), ARCHIVE),
    "RAR": (b"Rar!\x1a\x07\1\0" + bytes(500), ARCHIVE),
    "gzip": (b"\x1f\x8b\x08\0" + bytes(500), ARCHIVE),
    "xz": (b"\xfd7zXZ\0" + bytes(500), ARCHIVE),
    "tar": (b"photo.jpg".ljust(257, b"\0") + b"ustar\0" + b"00" + bytes(500), ARCHIVE),
    "empty ZIP": (b"PK\5\6" + bytes(18), ARCHIVE),
    "ZIP": (b"PK\3\4\x14\0" + bytes(500), "The file is a ZIP archive or an office document."),
    "old video of a phone": (b"\0\0\0\x08wide\0\0\x10\0mdat", VIDEO),
    "video": (b"\0\0\0\x18ftypisom\0\0\2\0", VIDEO),
    "sound": (b"RIFF\x24\0\0\0WAVEfmt ", "The file is a sound recording."),
    "JPEG 2000 stream": (b"\xff\x4f\xff\x51\0\x2f" + bytes(500), "The file is a JPEG 2000 picture."),
    "notes of Apple": (
        plistlib.dumps({"adjustmentData": b"x"}),
        "The file holds notes of a photo program on a photograph, not the photograph.",
    ),
    "notes of Google": (
        b'{"title": "IMG_1.jpg", "photoTakenTime": {"timestamp": "1"}}',
        "The file holds notes of a photo program on a photograph, not the photograph.",
    ),
    "program": (b"MZ\x90\0\3" + bytes(500), "The file is a program, not a photograph."),
}


@pytest.mark.parametrize("name", FILES)
def test_each_kind_has_its_sentence(name):
    data, sentence = FILES[name]
    assert refusal(data) == sentence


@pytest.mark.parametrize(
    "data", [b"hello", b"bplist00 of something else", b"II", b"MM\0", b"RIFF\0\0\0\0ACON", b"\0\1\2\3"]
)
def test_what_is_none_of_them_is_not_a_photograph(data):
    assert refusal(data) == "The file is not a photograph."
