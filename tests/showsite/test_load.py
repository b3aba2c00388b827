"""The load test is for this machine alone."""

from __future__ import annotations

import subprocess

import pytest

from tests.processes import ROOT

LOCUST = ROOT / ".venv-load" / "bin" / "locust"


@pytest.mark.parametrize("host", ["http://example.org", "https://127.0.0.1.example.org", ""])
def test_no_other_machine_is_put_under_load(host: str):
    if not LOCUST.exists():
        pytest.skip("Locust is not installed: make load does it")
    command = [
        LOCUST,
        "-f",
        ROOT / "tests/load/locustfile.py",
        "--headless",
        *(["--host", host] if host else []),
    ]
    run = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)

    assert run.returncode != 0
    assert "is not this machine" in run.stdout + run.stderr
