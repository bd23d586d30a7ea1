"""What the user chose, kept between starts."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from lentigo.files import write_whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Choices with their defaults. `notice_accepted` is the version of the notice that was accepted.

    `language` "" means the system's.
    """

    notice_accepted: str = ""
    model: str = "lentigo-mini"
    language: str = ""  # an IETF tag
    open_case: str = ""  # id of the case that was on the table when the program ended, unless it was finished
    clinic_name: str = ""  # at the head of reports
    auto_lock_minutes: int = 10  # without key or mouse; 0 is never
    retention_years: int = 0  # cases are offered for erasing so long after the patient's last one; 0 is never
    backup_days: int = 7  # after so many without a backup, one is asked for; 0 is never
    window_state: str = ""  # Qt's geometry and splitters in base64, and the text size in per cent


def load_settings(path: Path) -> Settings:
    """Read the settings; a missing or damaged file gives the defaults, unknown keys are dropped."""
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        fields = Settings.__dataclass_fields__.items()
        known = {key: stored[key] for key, field in fields if type(stored.get(key)) is type(field.default)}
    except (OSError, ValueError, AttributeError):
        known = {}
    return Settings(**known)


def save_settings(settings: Settings, path: Path) -> None:
    """A power cut leaves the old or the new ones."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, json.dumps(asdict(settings), indent=1))
