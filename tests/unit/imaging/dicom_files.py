"""DICOM files as other programs write them: by pydicom, which the program itself does not use."""

import io
from typing import Any

import numpy as np
from PIL import Image
from pydicom import Dataset, FileMetaDataset, dcmwrite
from pydicom.encaps import encapsulate
from pydicom.pixels import get_encoder
from pydicom.uid import (
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    RLELossless,
    VLPhotographicImageStorage,
    generate_uid,
)
from skin_pictures import encoded, skin_picture


def data_set(**fields: Any) -> Dataset:
    """A photograph with what tells of people in it, each text with the word CANARY."""
    made = Dataset()
    made.SOPClassUID, made.SOPInstanceUID = VLPhotographicImageStorage, generate_uid()
    made.PatientName, made.PatientID, made.PatientBirthDate = "CANARY^Sari", "CANARY-0417", "19680302"
    made.InstitutionName, made.DeviceSerialNumber = "CANARY Clinic", "CANARY-9"
    made.AcquisitionDateTime = "20261120094107+0700"
    made.ImageComments = "CANARY comment"
    part = Dataset()
    part.CodeMeaning = "CANARY code"
    made.AnatomicRegionSequence = [part]
    made.add_new(0x0009_0010, "LO", "CANARY MAKER")
    made.add_new(0x0009_1001, "LO", "CANARY private")
    made.SamplesPerPixel, made.PhotometricInterpretation, made.PlanarConfiguration = 3, "RGB", 0
    made.BitsAllocated, made.BitsStored, made.HighBit, made.PixelRepresentation = 8, 8, 7, 0
    for name, value in fields.items():
        setattr(made, name, value)
    return made


def written(made: Dataset, syntax: str) -> bytes:
    made.file_meta = FileMetaDataset()
    made.file_meta.TransferSyntaxUID = syntax
    made.file_meta.MediaStorageSOPClassUID = made.SOPClassUID
    made.file_meta.MediaStorageSOPInstanceUID = made.SOPInstanceUID
    file = io.BytesIO()
    dcmwrite(file, made, enforce_file_format=True)
    return file.getvalue()


def plain(pixels: np.ndarray, syntax: str = ExplicitVRLittleEndian, **fields: Any) -> bytes:
    """Without compression; `pixels` as they lie in the file, whose rows and columns may stand in `fields`."""
    big = pixels.astype(pixels.dtype.newbyteorder(">")) if syntax == ExplicitVRBigEndian else pixels
    made = data_set(**{"Rows": pixels.shape[0], "Columns": pixels.shape[1]} | fields)
    made.add_new(0x7FE0_0010, "OB" if pixels.dtype == np.uint8 else "OW", big.tobytes())
    return written(made, syntax)


def embedded(frames: list[bytes], syntax: str, size: tuple[int, int], *, table: bool = True, **fields: Any) -> bytes:
    """With compression; `size` is width and height."""
    made = data_set(Rows=size[1], Columns=size[0], **fields)
    made.PixelData = encapsulate(frames, has_bot=table)
    made["PixelData"].is_undefined_length = True
    return written(made, syntax)


def run_lengths(pixels: np.ndarray) -> bytes:
    """A frame of samples, rows by columns by samples."""
    rows, columns, samples = pixels.shape
    bits = pixels.dtype.itemsize * 8
    return get_encoder(RLELossless).encode(
        pixels if samples > 1 else pixels[..., 0],
        rows=rows,
        columns=columns,
        samples_per_pixel=samples,
        bits_allocated=bits,
        bits_stored=bits,
        pixel_representation=0,
        photometric_interpretation="RGB" if samples > 1 else "MONOCHROME2",
        planar_configuration=0,
        number_of_frames=1,
    )


def jpeg(picture: Image.Image | None = None, **parameters: Any) -> bytes:
    return encoded(picture or skin_picture(), "JPEG", quality=95, **parameters)


def jpeg_2000(picture: Image.Image | None = None, **parameters: Any) -> bytes:
    """A codestream alone, as DICOM takes it."""
    file = io.BytesIO()
    (picture or skin_picture()).save(file, "JPEG2000", no_jp2=True, **parameters)
    return file.getvalue()
