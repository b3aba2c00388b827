"""The image, which no test can build: linted, and compared with the rest of the project."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
FINAL = DOCKERFILE.rpartition("\nFROM ")[2]
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))


def test_the_dockerfile_passes_hadolint():
    hadolint = Path(sys.executable).parent / "hadolint"
    result = subprocess.run([hadolint, ROOT / "Dockerfile"], check=False, capture_output=True, text=True)
    assert (result.stdout + result.stderr, result.returncode) == ("", 0)


def test_the_image_runs_as_an_ordinary_user():
    assert re.search(r"^USER (?!0\b|root\b)\d+$", FINAL, re.MULTILINE)


def test_the_final_stage_has_no_compiler():
    assert not re.search(r"\b(gcc|build-essential|libpq-dev)\b", FINAL)


def test_the_image_holds_every_app():
    copied = set(re.findall(r"^COPY (\w+) \w+$", FINAL, re.MULTILINE))
    assert {path.parent.name for path in ROOT.glob("*/apps.py")} <= copied


def test_everything_copied_is_let_through_to_the_builder():
    copied = set(re.findall(r"^COPY (?!--from)(\S+) ", DOCKERFILE, re.MULTILINE))
    allowed = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert {f"!{name}" for name in copied} <= set(allowed)


def test_the_image_starts_gunicorn_as_make_run_does():
    config = "--config=python:showsite.gunicorn_conf"
    assert config in FINAL
    assert config in (ROOT / "showsite" / "local.py").read_text(encoding="utf-8")


def test_nothing_of_the_composition_is_open_to_the_world():
    ports = [port for service in COMPOSE["services"].values() for port in service.get("ports", [])]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_no_secret_is_written_in_the_composition():
    secrets = {
        value
        for service in COMPOSE["services"].values()
        for name, value in service.get("environment", {}).items()
        if re.search("PASSWORD|KEY", name)
    }
    assert secrets
    assert all(re.match(r"\$\{\w+:\?", value) for value in secrets)


def test_the_site_waits_for_its_tables_and_bucket():
    for name in ("web", "worker"):
        assert (
            COMPOSE["services"][name]["depends_on"]["prepare"]["condition"]
            == "service_completed_successfully"
        )
