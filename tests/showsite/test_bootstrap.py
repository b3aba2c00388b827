"""Setting up: which packages, and what is said when it fails."""

from __future__ import annotations

import importlib.metadata
import re
from pathlib import Path

import pytest

from showsite import bootstrap

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = bootstrap.read_requirements(ROOT / "requirements.txt")
ALL = bootstrap.read_requirements(ROOT / "requirements-dev.txt")


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def names(packages: list[str]) -> set[str]:
    return {plain(package.partition("==")[0]) for package in packages}


def needs(package: str) -> set[str]:
    """What a package needs here, its extras left out."""
    found = importlib.metadata.requires(package) or []
    wanted = (re.match(r"[\w.-]+", line) for line in found if "extra ==" not in line)
    return {plain(match[0]) for match in wanted if match and _is_installed(match[0])}


def _is_installed(package: str) -> bool:
    try:
        importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


def test_every_package_has_one_version():
    assert [package for package in ALL if not re.fullmatch(r"[\w.-]+==[\w.]+", package)] == []


@pytest.mark.parametrize("packages", [PRODUCTION, ALL], ids=["production", "development"])
def test_what_packages_need_is_listed_too(packages: list[str]):
    listed = names(packages)
    installed = [name for name in listed if _is_installed(name)]
    missing = {name: sorted(needs(name) - listed) for name in installed}
    assert {name: gaps for name, gaps in missing.items() if gaps} == {}


def test_development_holds_all_of_production():
    assert set(PRODUCTION) < set(ALL)


def test_comments_and_blank_lines_are_no_packages(tmp_path: Path):
    (tmp_path / "more.txt").write_text("one==1  # why\n\n# nothing\n")
    (tmp_path / "all.txt").write_text("-r more.txt\ntwo==2\n")
    assert bootstrap.read_requirements(tmp_path / "all.txt") == ["one==1", "two==2"]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("OSError: [Errno 28] No space left on device", "the disk is full."),
        (
            "ERROR: Could not find a version that satisfies the requirement asgiref==3.13.0 (from versions: none)\n"
            "ERROR: No matching distribution found for asgiref==3.13.0",
            "pip cannot reach its package index; is the network up?",
        ),
        ("lines\nERROR: Hash mismatch\n", "pip says: ERROR: Hash mismatch"),
    ],
    ids=["disk", "network", "other"],
)
def test_a_failed_installation_is_told_in_one_sentence(said: str, sentence: str):
    assert bootstrap.why_pip_failed(said) == sentence


def test_a_python_without_venv_is_told_how_to_get_it():
    said = "The virtual environment was not created successfully because ensurepip is not available."
    assert "apt install python3-venv" in bootstrap.why_no_environment(said)
