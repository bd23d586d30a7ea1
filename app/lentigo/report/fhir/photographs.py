"""The photographs: a Media each, with the pixels that the report shows in a Binary of their own."""

import base64

from lentigo.domain.assessment import Assessment, PictureRecord
from lentigo.domain.photograph import DeidentifiedPhotograph
from lentigo.domain.wording.photograph import PICTURE_KINDS
from lentigo.language import translate
from lentigo.report.fhir.context import body_site
from lentigo.report.fhir.resource import address, day_or_time, refer, resource
from lentigo.report.fhir.vocabulary import PHOTOGRAPH, Value, coded, concept, system
from lentigo.report.pictures import jpeg

_KIND = "image/jpeg"


def binary(report: Assessment, picture: PictureRecord, photograph: DeidentifiedPhotograph, about: Value) -> Value:
    """De-identified, and reduced for display as everywhere in a report."""
    data = base64.b64encode(jpeg(photograph.raster)).decode()
    return resource("Binary", report.id, picture.sha256, contentType=_KIND, securityContext=refer(about), data=data)


def media(report: Assessment, picture: PictureRecord, pixels: Value | None, about: Value, status: str) -> Value:
    """`pixels` is the Binary, where the document holds it; the identifier is the hash of the file as it came."""
    encounter = report.encounter
    title = translate("Photograph")
    site = body_site(encounter.pin) if encounter.pin else concept(encounter.site) if encounter.site.strip() else None
    return resource(
        "Media",
        report.id,
        picture.sha256,
        identifier=[{"system": PHOTOGRAPH, "value": picture.sha256}],
        status=status,
        type=concept(title, {"system": "http://terminology.hl7.org/CodeSystem/media-type", "code": "image"}),
        view=coded(system("picture-kind"), picture.kind, translate(PICTURE_KINDS[picture.kind]))
        if picture.kind
        else None,
        subject=refer(about),
        createdDateTime=day_or_time(picture.captured or ""),
        bodySite=site,
        width=picture.width,
        height=picture.height,
        content={"contentType": _KIND, "title": title, "url": address(pixels) if pixels else None},
    )
