"""Every language has every word of the public pages, and what is deployed is what translators have written."""

from __future__ import annotations

import re

import polib
import pytest
from django.conf import settings

from episodes.templatetags.language_tags import PHRASES
from tests.showsite.words import (
    ROOT,
    TEMPLATES,
    asked_for,
    catalogue,
    message,
    public_templates,
    read_words,
)

LANGUAGES = [code for code, _name in settings.LANGUAGES if code != "en"]
SAYS = re.compile(r'(?<!\w)say\("([^"]*)"\)')
HOLES = re.compile(r"%\(\w+\)s|\{\w*\}|</?\w+[^>]*>")

# Left as they are in every language: names of ours and of formats, and what is printed on keys.
NAMES = {"Showsite", "WebVTT", "SRT", "JSON", "Space"}
MARKED = re.compile(
    r"\{#.*?#\}|\{% *blocktranslate\b.*?\{% *endblocktranslate *%\}|\{%.*?%\}|\{\{.*?\}\}|<!doctype html>|<\?.*?\?>",
    re.DOTALL,
)
READ_OUT = re.compile(r'\s(?:aria-label|aria-valuetext|alt|title|placeholder)="([^"]*)"')
TAG = re.compile(r"<[^>]*>")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_every_word_and_none_too_many(language):
    assert {message(entry) for entry in read_words(language)} == asked_for()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_left_open_or_doubtful(language):
    words = read_words(language)

    assert [entry.msgid for entry in words.untranslated_entries() + words.fuzzy_entries()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_deployed_is_what_was_written(language):
    written, deployed = read_words(language), polib.mofile(str(catalogue(language).with_suffix(".mo")))

    def said(words):
        return {message(entry): entry.msgstr_plural or entry.msgstr for entry in words}

    assert said(deployed) == said(written)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_what_is_filled_in(language):
    for entry in read_words(language):
        for one in entry.msgstr_plural.values() or [entry.msgstr]:
            wanted = [sorted(HOLES.findall(words)) for words in (entry.msgid, entry.msgid_plural)]
            assert sorted(HOLES.findall(one)) in wanted, entry.msgid


def test_what_scripts_say_is_what_pages_give_them():
    said = {
        words
        for script in (ROOT / "static" / "js").glob("*.js")
        for words in SAYS.findall(script.read_text("utf-8"))
    }

    assert said == set(PHRASES)


@pytest.mark.parametrize(
    "path",
    [path for path in public_templates() if path.suffix == ".html"],
    ids=lambda path: str(path.relative_to(TEMPLATES)),
)
def test_a_template_says_nothing_that_is_not_marked_for_translation(path):
    text = MARKED.sub(" ", path.read_text("utf-8"))
    said = " ".join([*READ_OUT.findall(text), TAG.sub(" ", text)])

    assert set(re.findall(r"[^\W\d_]{2,}", said)) - NAMES == set()
