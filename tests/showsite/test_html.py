"""The HTML of every kind of page, before the judge: https://validator.github.io/validator/."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest
from django.test import Client

from tests.every_page import PATHS, make_show
from tests.web.tools import NO_NU, NU

pytestmark = pytest.mark.django_db


@pytest.mark.skipif(not NU.exists() or not shutil.which("java"), reason=NO_NU)
def test_the_nu_checker_finds_no_error_on_any_page(tmp_path):
    show = make_show().show
    client = Client(headers={"sec-fetch-dest": "document"})
    for name, path in {**PATHS, "feed": "/feed.xml"}.items():
        (tmp_path / f"{name}.html").write_bytes(client.get(path).content)
    show.language = "ar"
    show.save()
    (tmp_path / "arabic.html").write_bytes(client.get("/").content)

    command = [
        "java",
        "-jar",
        str(NU),
        "--format",
        "json",
        "--skip-non-html",
        "--exit-zero-always",
        str(tmp_path),
    ]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300).stderr

    messages = json.loads(said)["messages"]
    assert [
        (message["url"].rsplit("/", 1)[1], message["message"], message.get("extract", ""))
        for message in messages
        if message["type"] != "info" or message.get("subType") == "warning"
    ] == []
