"""What the documents name exists."""

from __future__ import annotations

import re

import pytest
from django.core.management import get_commands

from tests.conftest import ROOT

DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_a_link_to_a_file_leads_to_one(document):
    prose = re.sub(r"^(`{3,}).*?^\1$|`[^`\n]*`", "", document.read_text(), flags=re.DOTALL | re.MULTILINE)
    targets = re.findall(r"\]\(([^)#:]+)\)", prose)

    assert [target for target in targets if not (document.parent / target).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_a_command_that_is_named_exists(document):
    named = set(re.findall(r"manage\.py ([a-z_]+)", document.read_text()))

    assert named <= set(get_commands())


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_a_make_target_that_is_named_exists(document):
    named = set(re.findall(r"(?:`|^)make ([a-z-]+)(?:`|$)", document.read_text(), re.MULTILINE))
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))

    assert named <= targets


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_a_setting_that_is_named_is_in_the_example(document):
    known = (
        (ROOT / ".env.example").read_text()
        + (ROOT / "Makefile").read_text()
        + (ROOT / "tests/conftest.py").read_text()
    )
    named = set(re.findall(r"`([A-Z][A-Z0-9]+_[A-Z0-9_]+)(?:=[^`]*)?`", document.read_text()))

    assert [name for name in named if name not in known] == []


def test_every_package_of_production_has_a_line_in_the_dependencies():
    text = (ROOT / "docs" / "dependencies.md").read_text().lower()
    direct = (ROOT / "requirements.txt").read_text().split("# What those need")[0]
    packages = re.findall(r"^([A-Za-z0-9-]+)==", direct, re.MULTILINE)

    assert [package for package in packages if package.lower() not in text] == []


def test_every_folder_that_the_architecture_names_exists():
    named = re.findall(
        r"`((?:episodes|transcripts|showsite|templates|static|tests)/[a-z_./]*)`",
        (ROOT / "docs" / "architecture.md").read_text(),
    )

    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []
