"""What is read of FHIR R4's resources, under FHIR's own names; all else in them is skipped."""

import msgspec


class _Element(msgspec.Struct, frozen=True, rename="camel"):
    pass


class Coding(_Element, frozen=True):
    """A code of a system."""

    system: str = ""
    code: str = ""
    display: str = ""


class Concept(_Element, frozen=True):
    """FHIR's CodeableConcept."""

    coding: tuple[Coding, ...] = ()
    text: str = ""

    @property
    def told(self) -> str:
        """In words."""
        return self.text or next((each.display for each in self.coding if each.display), "")

    def code(self, within: str) -> str:
        """Its code of a system; "" where it has none."""
        return next((each.code for each in self.coding if each.system == within), "")


class Quantity(_Element, frozen=True):
    """A number with its unit, in UCUM."""

    value: float = 0.0
    code: str = "a"


class Words(_Element, frozen=True):
    """An Annotation, an Identifier or a Reference: what of it a person reads."""

    text: str = ""
    value: str = ""
    display: str = ""


class HumanName(_Element, frozen=True):
    """A name in one piece or in several."""

    text: str = ""
    family: str = ""
    given: tuple[str | None, ...] = ()


class Patient(_Element, frozen=True):
    """Somebody."""

    name: tuple[HumanName, ...] = ()
    identifier: tuple[Words, ...] = ()
    gender: str = ""
    birth_date: str = ""


class ServiceRequest(_Element, frozen=True):
    """A referral."""

    status: str = ""
    reason_code: tuple[Concept, ...] = ()
    body_site: tuple[Concept, ...] = ()
    note: tuple[Words, ...] = ()
    requester: Words = Words()
    authored_on: str = ""
    contained: tuple[msgspec.Raw, ...] = ()


class Part(_Element, frozen=True):
    """A component of an Observation."""

    code: Concept = Concept()
    value_codeable_concept: Concept = Concept()
    value_quantity: Quantity = Quantity()


class Observation(Part, frozen=True):
    """One fact."""

    status: str = ""
    value_string: str = ""
    value_boolean: bool | None = None
    component: tuple[Part, ...] = ()


class Entry(_Element, frozen=True):
    """A resource of a Bundle, not decoded yet."""

    resource: msgspec.Raw = msgspec.Raw()


class Header(_Element, frozen=True):
    """Which resource it is; where it is a Bundle, what it holds."""

    resource_type: str
    entry: tuple[Entry, ...] = ()
