"""What a refusal on the command line looks like."""

import subprocess


def refused(result: "subprocess.CompletedProcess[str]") -> None:
    """Exit 2, one sentence and a hint, no traceback, nothing on standard output."""
    assert result.returncode == 2, result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""
    assert 1 <= len(result.stderr.strip().splitlines()) <= 2
    assert result.stderr.startswith("lentigo: ")
