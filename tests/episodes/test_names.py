from __future__ import annotations

import pytest

from episodes.names import fold, free_slug, is_web_address


@pytest.mark.parametrize(
    "name", ["DigitalOcean", "Digital Ocean", "digitalocean", "DIGITAL-OCEAN", "Dígital Ocean"]
)
def test_spellings_of_one_name_fold_to_one_key(name):
    assert fold(name) == "digitalocean"


def test_a_slug_that_is_taken_gets_a_number():
    assert free_slug("Extra, extra", ["extra-extra", "extra-extra-2"]) == "extra-extra-3"


def test_a_slug_keeps_to_its_length_with_its_number():
    slug = free_slug("a" * 100, ["a" * 20], longest=20)

    assert slug == "a" * 18 + "-2"


@pytest.mark.parametrize("text", ["", "!!!", "日本"], ids=["empty", "marks", "no Latin letters"])
def test_a_text_without_letters_for_a_slug_still_gets_one(text):
    assert free_slug(text, []) == "untitled"


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "//evil.example",
        "http://Amazon Kinesis Streams",
        "matplotlib.org",
        "https://",
        "http://[",
        "data:text/html,x",
    ],
)
def test_what_nobody_should_follow_is_no_web_address(text):
    assert not is_web_address(text)


def test_http_and_https_are_web_addresses():
    assert is_web_address("https://example.org/a?b#c")
    assert is_web_address("http://example.org")
