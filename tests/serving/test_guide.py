"""The administrator's guide: each command in it works as it stands."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from test_door import started

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "serving.md"


def test_every_command_of_the_guide_works(phantoms: Path, tmp_path: Path) -> None:
    if not shutil.which("curl"):
        pytest.skip("THE GUIDE'S COMMANDS ARE NOT TRIED: there is no curl")
    commands = [
        line
        for block in re.findall(r"```sh\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
        for line in block.splitlines()
    ]
    assert len(commands) >= 9
    images = tmp_path / "images"
    images.mkdir()
    photograph = Path(shutil.copy(phantoms / "phantom-ring.jpg", images))
    with started(tmp_path, "--images", images) as (address, token, _process):
        known = {
            "PATH": "/usr/bin:/bin",
            "ADDRESS": address,
            "AUTHORIZATION": f"Authorization: Bearer {token}",
            "PHOTOGRAPH": str(photograph),
            "FILENAME": photograph.name,
        }
        told = [run(command, tmp_path, known) for command in commands]
    assert "report" in json.loads(told[0])
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF-")
    assert any('"type": "final"' in text for text in told)


def run(command: str, folder: Path, known: dict[str, str]) -> str:
    done = subprocess.run(["sh", "-c", command], cwd=folder, env=known, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (command, done.stdout, done.stderr)
    return done.stdout
