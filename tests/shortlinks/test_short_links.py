"""Words that are said aloud, and lead on."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.utils import timezone

from shortlinks.models import ShortLink, Use
from tests.factories import EpisodeFactory, SponsorFactory, SponsorshipFactory
from tests.pages import read_page

pytestmark = pytest.mark.django_db

BROWSER = {"user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}
TODAY = timezone.now().date()


@pytest.fixture
def link(show):
    return ShortLink.objects.create(show=show, word="twine", target="https://twine.example/tin?ten=metres")


def test_it_leads_on(client, link):
    response = client.get("/twine")

    assert (response.status_code, response["Location"]) == (302, link.target)
    assert response["Cache-Control"] == "private, no-store"
    assert not response.cookies


def test_capital_letters_are_the_same(client, link):
    assert client.get("/Twine")["Location"] == link.target


@pytest.mark.parametrize("path", ["/people", "/episodes", "/search"])
def test_our_own_pages_are_found_without_their_slash(client, show, path):
    assert client.get(path)["Location"] == f"{path}/"


def test_the_words_of_another_show_are_not_ours(client, link, settings):
    settings.ALLOWED_HOSTS = ["*"]
    other = EpisodeFactory().show

    assert client.get("/twine", headers={"host": other.host_name}).status_code == 404


def test_before_its_first_day_nothing_is_there(client, link):
    ShortLink.objects.update(starts_on=TODAY + timedelta(days=2))

    assert client.get("/twine").status_code == 404


def test_after_its_last_day_it_says_what_it_was(client, show, link):
    sponsor = SponsorFactory(name="Twine & Co")
    message = SponsorshipFactory(sponsor=sponsor, episode=EpisodeFactory(show=show))
    ShortLink.objects.update(sponsor=sponsor, ends_on=date(2024, 5, 1), note="Ten metres of twine.")

    page = read_page(client.get("/twine"))

    text = page.one("main").text
    assert "Twine & Co" in text
    assert "1 May 2024" in text
    assert "Ten metres of twine." in text
    assert page.one("main").one("a", rel="sponsored")["href"] == link.target
    assert page.one("main").one("a", href=message.episode.get_absolute_url())


def test_each_visit_is_counted_once(client, show, link):
    for _ in range(3):
        client.get("/twine", headers=BROWSER)

    (use,) = Use.objects.all()
    assert (use.word, use.count) == ("twine", 3)


def test_the_short_address_of_an_episode_is_counted_too(client, show):
    EpisodeFactory(show=show, number=203)

    assert client.get("/203", headers=BROWSER).status_code == 302

    assert Use.objects.get().word == "203"


@pytest.mark.parametrize(
    "headers",
    [
        {"user-agent": "Googlebot/2.1 (+http://www.google.com/bot.html)"},
        {"user-agent": ""},
        {**BROWSER, "sec-purpose": "prefetch"},
    ],
    ids=["bot", "nobody", "ahead"],
)
def test_machines_and_guesses_are_not_counted(client, link, headers):
    assert client.get("/twine", headers=headers).status_code == 302

    assert not Use.objects.exists()


def test_a_look_at_the_headers_is_not_counted(client, link):
    client.head("/twine", headers=BROWSER)

    assert not Use.objects.exists()


def test_what_ended_or_never_was_is_not_counted(client, link):
    ShortLink.objects.update(ends_on=date(2024, 5, 1))
    client.get("/twine", headers=BROWSER)
    client.get("/never", headers=BROWSER)

    assert not Use.objects.exists()


def test_a_count_that_fails_stops_nobody(client, link, monkeypatch):
    def fail(*args):
        raise DatabaseError

    monkeypatch.setattr(Use, "add", fail)

    assert client.get("/twine", headers=BROWSER).status_code == 302


@pytest.mark.parametrize(
    "word",
    ["episodes", "search", "admin", "feed", "submit", "people", "links", "203", "Twine", "a b", "", "-x"],
)
def test_a_word_that_is_taken_or_none_is_refused(show, word):
    with pytest.raises(ValidationError, match="word"):
        ShortLink(show=show, word=word, target="https://twine.example").full_clean()


@pytest.mark.parametrize("target", ["javascript:alert(1)", "//evil.example", "twine.example", ""])
def test_a_target_that_leads_nowhere_is_refused(show, target):
    with pytest.raises(ValidationError, match="target"):
        ShortLink(show=show, word="twine", target=target).full_clean()


def test_hosts_see_how_often_it_was_used(admin_client, show, link):
    Use.objects.create(show=show, word="twine", day=TODAY, count=4)
    Use.objects.create(show=show, word="twine", day=TODAY - timedelta(days=90), count=3)

    row = read_page(admin_client.get("/admin/shortlinks/shortlink/")).one("table", id="result_list").text
    assert " 4 7" in row
    form = admin_client.get(f"/admin/shortlinks/shortlink/{link.pk}/change/").content.decode()
    assert f"{TODAY}: 4" in form
