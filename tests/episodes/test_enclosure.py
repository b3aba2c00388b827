"""What an app gets that follows a feed's enclosure: our permanent address, then wherever the object is."""

from __future__ import annotations

from urllib.parse import urlsplit
from urllib.request import Request, urlopen
from xml.etree import ElementTree

import pytest
from django.urls import reverse

from tests.factories import AUDIO, EpisodeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def enclosure(client):
    EpisodeFactory(audio=True)
    document = ElementTree.fromstring(client.get(reverse("episodes:feed")).content)
    return document.find("channel/item/enclosure").attrib


@pytest.fixture
def fetch(client, enclosure):
    """Follow the redirect, as an app does, and ask the object storage itself."""

    def follow(method="GET", **headers):
        redirect = getattr(client, method.lower())(urlsplit(enclosure["url"]).path)
        assert redirect.status_code == 302
        return urlopen(Request(redirect["Location"], method=method, headers=headers))

    return follow


def test_its_address_is_ours_and_ends_as_an_mp3_does(enclosure):
    address = urlsplit(enclosure["url"])
    assert (address.hostname.endswith(".tincan.example"), address.query) == (True, "")
    assert address.path.endswith("/audio.mp3")


def test_its_length_is_that_of_the_object(enclosure, fetch):
    content = fetch().read()
    assert content == AUDIO.read_bytes()
    assert enclosure["length"] == str(len(content))


def test_its_type_is_that_of_the_object(enclosure, fetch):
    assert fetch().headers["Content-Type"] == enclosure["type"] == "audio/mpeg"


def test_it_can_be_asked_without_its_content(enclosure, fetch):
    answer = fetch("HEAD")
    assert (answer.status, answer.headers["Content-Length"]) == (200, enclosure["length"])


def test_the_first_two_bytes_can_be_asked(enclosure, fetch):
    answer = fetch(Range="bytes=0-1")
    assert (answer.status, answer.headers["Content-Length"]) == (206, "2")
    assert answer.headers["Content-Range"] == f"bytes 0-1/{enclosure['length']}"
    assert answer.headers["Content-Type"] == "audio/mpeg"


def test_a_range_beyond_the_end_is_cut_to_the_file(enclosure, fetch):
    answer = fetch(Range="bytes=0-1073741822")
    assert (answer.status, len(answer.read())) == (206, int(enclosure["length"]))
