"""The usual report with a patient's note in another script."""

from dataclasses import replace

from lentigo.domain.assessment import Assessment

NOTES = {
    "latin": "Grew since spring.",
    "arabic": "شامة على الساق اليسرى كبرت خلال 3 أشهر (6 مم). لا ألم ولا حكة.",
    "thai": "ไฝที่น่องซ้าย โตขึ้นใน 3 เดือน (6 มม.) ไม่เจ็บ ไม่คัน เลือดออกบ้าง",
    "hindi": "बाएँ पैर पर तिल जो 3 महीनों में बढ़ा है (6 मिमी)। दर्द नहीं, खुजली नहीं।",
}


def written_in(script: str, assessment: Assessment) -> Assessment:
    """The note stands in patient, site and note."""
    note = NOTES[script]
    words = note.split()
    known = replace(assessment.encounter, note=note, patient=words[0], site=" ".join(words[1:4]))
    return replace(assessment, encounter=known)
