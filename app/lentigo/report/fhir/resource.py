"""What all resources share: ids that the same report always gives, references, times, and text that FHIR can hold."""

from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID, uuid5

from lentigo.report.fhir.vocabulary import Value
from lentigo.untrusted import readable

_NAMESPACE = UUID("5b0e7c1e-6f0b-5c1c-9a57-2f1d3a1c8e44")  # ours, made once


def resource(kind: str, report: str, *key: object, **fields: object) -> Value:
    """A resource of a report; `key` tells it from others of its kind."""
    name = "/".join(map(str, (report, kind, *key)))
    return {"resourceType": kind, "id": str(uuid5(_NAMESPACE, name)), **fields}


def address(of: Value) -> str:
    """The full URL of a resource within its bundle."""
    return f"urn:uuid:{of['id']}"


def refer(to: Value) -> Value:
    """A Reference to it."""
    return {"reference": address(to), "type": to["resourceType"]}


def moment(stamp: str) -> datetime:
    """An ISO 8601 time; UTC where it tells no zone."""
    told = datetime.fromisoformat(stamp)
    return told if told.tzinfo else told.replace(tzinfo=UTC)


def instant(stamp: str) -> str:
    """An ISO 8601 time as FHIR's instant."""
    return moment(stamp).isoformat(timespec="seconds")


def day_or_time(stamp: str) -> str:
    """An ISO 8601 time as FHIR's dateTime: the day alone where the zone is not known; "" where it is no time."""
    try:
        told = datetime.fromisoformat(stamp)
    except ValueError:
        return ""
    return told.isoformat(timespec="seconds") if told.tzinfo else told.date().isoformat()


def pruned(value: object) -> object:
    """Without what is empty, which FHIR forbids, and without characters that neither it nor a reader can take."""
    if isinstance(value, str):
        text = readable(value)
        return text if text.strip() else None
    if isinstance(value, Mapping):
        pairs = ((key, pruned(held)) for key, held in value.items())
        return {key: held for key, held in pairs if held is not None} or None
    if isinstance(value, list | tuple):
        return [held for each in value if (held := pruned(each)) is not None] or None
    return value
