"""Style sheets, scripts and fonts, as they are and as they are deployed."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import override_settings

from showsite.management.commands.join_css import FOLDER, PARTS

STATIC = Path(settings.BASE_DIR) / "static"
TEMPLATES = Path(settings.BASE_DIR) / "templates"
PAGES = sorted(path for path in TEMPLATES.rglob("*.html") if path.parent.name != "admin")
HASHED = {
    **settings.STORAGES,
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}


def name(path: Path) -> str:
    return str(path.relative_to(TEMPLATES))


def ratio(one: str, other: str) -> float:
    """Contrast as WCAG 2.2 counts it."""

    def luminance(colour: str) -> float:
        if len(colour) == 4:
            colour = "#" + "".join(2 * digit for digit in colour[1:])
        parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


TOKENS = {
    found[1]: (found[2], found[3])
    for found in re.finditer(
        r"--([\w-]+): light-dark\((#\w+), (#\w+)\)", (FOLDER / "tokens.css").read_text("utf-8")
    )
}


def test_the_joined_style_sheet_is_up_to_date():
    call_command("join_css", "--check")


def test_a_stale_style_sheet_is_told(tmp_path, monkeypatch):
    for file in FOLDER.glob("*.css"):
        (tmp_path / file.name).write_text(file.read_text("utf-8"), "utf-8")
    (tmp_path / "base.css").write_text("p { color: red; }", "utf-8")
    monkeypatch.setattr("showsite.management.commands.join_css.FOLDER", tmp_path)

    with pytest.raises(CommandError, match="out of date"):
        call_command("join_css", "--check")


def test_every_component_is_joined():
    assert {*PARTS, "site", "print"} == {file.stem for file in FOLDER.glob("*.css")}


# left and right by name, or by their place in a list of four that differ
PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:[a-z-]+-)?(?:left|right)(?:-[a-z]+)*|float|clear)\s*:(?!\s*none)[^;}]+"
    r"|text-align\s*:\s*(?:left|right)"
)
SIDES = re.compile(
    r"(?<![\w-])(?:margin|padding|inset|scroll-margin|scroll-padding|border-width|border-style|border-color)"
    r"\s*:\s*([^;}]+)"
)
VALUE = re.compile(r"(?:[\w-]*\((?:[^()]|\([^()]*\))*\)|[^\s()])+")


@pytest.mark.parametrize(
    "path", sorted(STATIC.rglob("*.css")), ids=lambda path: str(path.relative_to(STATIC))
)
def test_a_style_sheet_says_start_and_end_so_that_it_also_runs_from_right_to_left(path):
    text = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
    sides = [(found[0], VALUE.findall(found[1])) for found in SIDES.finditer(text)]

    assert [found[0] for found in PHYSICAL.finditer(text)] == []
    assert [words for words, values in sides if len(values) == 4 and values[1] != values[3]] == []


@pytest.mark.parametrize(
    ("file", "most"),
    [
        ("css/site.css", 7_500),
        ("js/player.js", 4_500),
        ("js/transcript.js", 2_000),
        ("js/copy.js", 1_200),
        ("js/quote.js", 1_250),
        ("js/playing-on.js", 2_200),
        ("js/connection.js", 1_200),
        ("js/media-session.js", 1_000),
        ("fonts/atkinson-next.woff2", 25_000),
    ],
)
def test_a_page_stays_small(file, most):
    assert len(gzip.compress((STATIC / file).read_bytes(), mtime=0)) < most


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "raised", "sunk"])
@pytest.mark.parametrize("text", ["ink", "ink-2", "link", "visited", "bad", "good"])
def test_text_can_be_read_in_both_themes(text, ground, theme):
    assert ratio(TOKENS[text][theme], TOKENS[ground][theme]) >= 7


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("voice", ["v1", "v2", "v3", "v4"])
def test_numerals_can_be_read_on_every_block(voice, theme):
    assert ratio(TOKENS["on-v"][theme], TOKENS[voice][theme]) >= 4.5


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_a_template_has_nothing_that_the_content_security_policy_forbids(path):
    text = path.read_text("utf-8")

    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)", text)


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_a_template_trusts_nothing_and_is_short(path):
    text = path.read_text("utf-8")

    assert "|safe" not in text
    assert "autoescape off" not in text
    assert text.count("\n") < 80


def test_deployed_files_have_names_that_change_with_them(tmp_path):
    with override_settings(STORAGES=HASHED, STATIC_ROOT=tmp_path):
        call_command("collectstatic", "--noinput", verbosity=0)

    style = next(tmp_path.glob("css/site.*.css")).read_text("utf-8")
    font = re.search(r'url\("\.\./fonts/(atkinson-next\.[0-9a-f]{12}\.woff2)"\)', style)
    assert font
    assert (tmp_path / "fonts" / font[1]).exists()


def test_the_font_comes_with_its_licence():
    assert "SIL OPEN FONT LICENSE Version 1.1" in (STATIC / "fonts" / "OFL.txt").read_text("utf-8")
