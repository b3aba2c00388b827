"""Settings come from the environment, and a value that cannot be read is refused with its name."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from showsite import env
from tests.conftest import ROOT


@pytest.mark.parametrize(
    ("read", "value"),
    [
        pytest.param(lambda: env.boolean("X", default=False), "perhaps", id="boolean"),
        pytest.param(lambda: env.choice("X", "a", ("a", "b")), "c", id="choice"),
        pytest.param(lambda: env.http_url("X"), "example.org", id="address without a scheme"),
        pytest.param(lambda: env.http_url("X"), "ftp://example.org", id="address of another scheme"),
        pytest.param(lambda: env.networks("X"), "10.0.0.1/8", id="network with the bits of a machine"),
    ],
)
def test_nonsense_is_refused_by_name(monkeypatch, read, value):
    monkeypatch.setenv("X", value)

    with pytest.raises(ImproperlyConfigured, match=r"^X="):
        read()


@pytest.mark.parametrize(
    ("value", "expected"), [("on", True), ("1", True), ("No", False), ("off", False), ("", True)]
)
def test_a_boolean_is_read_in_its_spellings(monkeypatch, value, expected):
    monkeypatch.setenv("X", value)

    assert env.boolean("X", default=True) is expected


def test_networks_are_addresses_and_blocks(monkeypatch):
    monkeypatch.setenv("NAME", "127.0.0.1, 10.0.0.0/8,2001:db8::/32")

    assert [str(network) for network in env.networks("NAME")] == [
        "127.0.0.1/32",
        "10.0.0.0/8",
        "2001:db8::/32",
    ]


def test_an_empty_variable_is_a_missing_one(monkeypatch):
    monkeypatch.setenv("X", "  ")

    assert env.text("X", "default") == "default"


def test_a_secret_may_stand_in_a_file(monkeypatch, tmp_path):
    (tmp_path / "key").write_text("hush\n")
    monkeypatch.setenv("X_FILE", str(tmp_path / "key"))

    assert env.secret("X") == "hush"


def test_a_secret_file_that_is_missing_is_named(monkeypatch):
    monkeypatch.setenv("X_FILE", "/nowhere/key")

    with pytest.raises(ImproperlyConfigured, match=r"X_FILE.*No such file"):
        env.secret("X")


def run_check(**environment):
    """`manage.py check` in a process of its own with nothing else in the environment."""
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--database", "default"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_a_database_the_check_says_what_to_set():
    result = run_check(SECRET_KEY="x" * 60, DATABASE_URL="")

    assert result.returncode == 1
    assert "showsite.E001" in result.stderr
    assert "DATABASE_URL" in result.stderr
    assert "Traceback" not in result.stderr


def test_another_database_than_postgresql_is_refused():
    result = run_check(SECRET_KEY="x" * 60, DATABASE_URL="sqlite:///x.db")

    assert "Showsite needs PostgreSQL" in result.stderr


def test_every_setting_is_named_in_the_example():
    sources = "".join((ROOT / "showsite" / name).read_text() for name in ("settings.py",))
    read = set(
        re.findall(r'env\.(?:text|secret|boolean|integer|words|choice|http_url)\(\s*"([A-Z0-9_]+)"', sources)
    )
    named = set(re.findall(r"^([A-Z0-9_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))

    assert read <= named
