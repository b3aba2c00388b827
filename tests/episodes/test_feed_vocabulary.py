"""Each word of the podcast namespace and of Apple's, from the rows to the feed; what is absent leaves no element."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID
from xml.etree import ElementTree

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from episodes.models import ContentLink, FeedText, Funding, PodrollEntry, Season
from tests.desk import form_on
from tests.episodes.test_feed_generator import NAMES
from tests.factories import (
    CreditFactory,
    EpisodeFactory,
    PersonFactory,
    ShowFactory,
    SoundbiteFactory,
    SponsorFactory,
    SponsorshipFactory,
)

pytestmark = pytest.mark.django_db

OTHER_SHOW = UUID("9b024349-ccf0-5f69-a609-6b82873eab3c")


@pytest.fixture
def channel(client):
    return lambda: ElementTree.fromstring(client.get(reverse("episodes:feed")).content).find("channel")


@pytest.fixture
def item(channel):
    return lambda: channel().find("item")


def found(element, name):
    """Every element of a name: (text, attributes)."""
    return [(one.text, dict(one.attrib)) for one in element.findall(name, NAMES)]


def change(row, **values):
    type(row).objects.filter(pk=row.pk).update(**values)


SHOW_SAYS = [
    ({"show_type": "serial"}, "itunes:type", "serial"),
    ({"blocked": True}, "itunes:block", "Yes"),
    ({"complete": True}, "itunes:complete", "Yes"),
    ({"locked": True}, "podcast:locked", "yes"),
    ({"locked": False}, "podcast:locked", "no"),
    ({}, "podcast:medium", "podcast"),
]


@pytest.mark.parametrize(("values", "name", "text"), SHOW_SAYS, ids=str)
def test_the_channel_says(show, channel, values, name, text):
    change(show, **values)

    assert [said for said, _ in found(channel(), name)] == [text]


def test_a_show_that_moves_here_says_where_it_is_now(show, channel):
    change(show, new_feed_url=show.feed_url)

    assert found(channel(), "itunes:new-feed-url") == [(show.feed_url, {})]


def test_funding_names_every_way_to_support(show, channel):
    Funding.objects.create(show=show, url="https://coffee.example/tin", text="Buy us a coffee", order=2)
    Funding.objects.create(show=show, url="https://wax.example/", text="Wax fund", order=1)

    assert found(channel(), "podcast:funding") == [
        ("Wax fund", {"url": "https://wax.example/"}),
        ("Buy us a coffee", {"url": "https://coffee.example/tin"}),
    ]


def test_the_licence_comes_with_its_address(show, channel):
    change(show, licence="CC-BY-4.0", licence_url="https://licences.example/by")

    assert found(channel(), "podcast:license") == [("CC-BY-4.0", {"url": "https://licences.example/by"})]


def test_the_location_is_said_in_words_and_coordinates(show, channel):
    change(show, location="Austin, Texas", location_geo="geo:30.27,-97.74", location_osm="R113314")

    assert found(channel(), "podcast:location") == [
        ("Austin, Texas", {"rel": "subject", "geo": "geo:30.27,-97.74", "osm": "R113314"})
    ]


def test_texts_stand_there_for_the_services_that_ask_for_them(show, channel):
    FeedText.objects.create(show=show, purpose="verify", text="S6lpp-7ZCn8")

    assert found(channel(), "podcast:txt") == [("S6lpp-7ZCn8", {"purpose": "verify"})]


def test_the_rhythm_is_said_in_words_and_as_a_rule(show, channel):
    change(show, update_frequency="every Monday", update_rule="FREQ=WEEKLY;BYDAY=MO")

    assert found(channel(), "podcast:updateFrequency") == [
        ("every Monday", {"rrule": "FREQ=WEEKLY;BYDAY=MO"})
    ]


def test_the_podroll_names_other_shows(show, channel):
    PodrollEntry.objects.create(
        show=show, feed_guid=OTHER_SHOW, feed_url="https://news.example/rss", title="News"
    )

    assert found(channel().find("podcast:podroll", NAMES), "podcast:remoteItem") == [
        (None, {"feedGuid": str(OTHER_SHOW), "feedUrl": "https://news.example/rss", "title": "News"})
    ]


def test_a_published_trailer_is_the_shows_trailer(show, channel):
    published = datetime(2026, 1, 7, 12, tzinfo=UTC)
    trailer = EpisodeFactory(
        show=show, title="Coming soon", episode_type="trailer", season=2, published_at=published, audio=True
    )
    EpisodeFactory(show=show, episode_type="trailer", scheduled=True, audio=True)

    assert found(channel(), "podcast:trailer") == [
        (
            "Coming soon",
            {
                "url": trailer.enclosure.url,
                "pubdate": "Wed, 07 Jan 2026 12:00:00 +0000",
                "length": str(trailer.audio_bytes),
                "type": "audio/mpeg",
                "season": "2",
            },
        )
    ]


def test_the_hub_that_is_told_is_named(show, channel, settings):
    settings.WEBSUB_HUB = "https://hub.example/"

    links = {one.get("rel"): one.get("href") for one in channel().findall("atom:link", NAMES)}
    assert links == {"self": show.feed_url, "hub": "https://hub.example/"}


def test_podping_is_only_claimed_where_it_is_used(show, channel, settings):
    assert found(channel(), "podcast:podping") == []

    settings.PODPING_URL = "https://podping.example/"
    assert found(channel(), "podcast:podping") == [(None, {"usesPodping": "true"})]


def test_a_season_has_its_name_and_an_episode_its_own_way_to_count(show, item):
    Season.objects.create(show=show, number=2, name="Strings")
    EpisodeFactory(show=show, season=2, number=12, number_display="Ch. XII", audio=True)

    assert found(item(), "podcast:season") == [("2", {"name": "Strings"})]
    assert found(item(), "podcast:episode") == [("12", {"display": "Ch. XII"})]
    assert (found(item(), "itunes:season"), found(item(), "itunes:episode")) == ([("2", {})], [("12", {})])


def test_people_have_the_role_and_group_of_the_taxonomy(show, item):
    episode = EpisodeFactory(show=show, audio=True)
    CreditFactory(episode=episode, person=PersonFactory(name="Ada", slug="ada"))
    CreditFactory(episode=episode, person=PersonFactory(name="Bo", slug="bo"), role="audio editor", order=1)
    CreditFactory(episode=episode, person=PersonFactory(name="Cy", slug="cy"), role="other", order=2)

    people = [(name, said["role"], said["group"]) for name, said in found(item(), "podcast:person")]
    assert people == [("Ada", "host", "cast"), ("Bo", "audio editor", "audio post-production")]


def test_only_accepted_soundbites_within_the_audio_are_offered(show, item):
    episode = EpisodeFactory(show=show, audio=True)
    SoundbiteFactory(episode=episode, title="Well said")
    SoundbiteFactory(episode=episode, start=timedelta(0), accepted=False)
    SoundbiteFactory(episode=episode, start=timedelta(hours=2))

    assert found(item(), "podcast:soundbite") == [("Well said", {"startTime": "1", "duration": "1.5"})]


def test_the_same_episode_elsewhere_is_linked(show, item):
    episode = EpisodeFactory(show=show, audio=True)
    ContentLink.objects.create(episode=episode, url="https://video.example/7", text="Watch it")

    assert found(item(), "podcast:contentLink") == [("Watch it", {"href": "https://video.example/7"})]


def test_the_enclosure_can_be_checked_by_its_digest(show, item):
    episode = EpisodeFactory(show=show, audio=True)
    change(episode, audio_integrity="sha384-abc", audio_duration=timedelta(seconds=10), audio_bytes=160_000)

    [alternate] = item().findall("podcast:alternateEnclosure", NAMES)
    assert dict(alternate.attrib) == {
        "type": "audio/mpeg",
        "length": "160000",
        "bitrate": "128000",
        "default": "true",
    }
    assert found(alternate, "podcast:source") == [(None, {"uri": episode.enclosure.url})]
    assert found(alternate, "podcast:integrity") == [(None, {"type": "sri", "value": "sha384-abc"})]


def test_an_episode_can_be_kept_out_of_directories(show, item):
    EpisodeFactory(show=show, blocked=True, audio=True)

    assert found(item(), "itunes:block") == [("Yes", {})]


def test_notes_end_with_who_paid_and_who_spoke(show, item):
    episode = EpisodeFactory(show=show, notes_html="<p>Notes.</p>", audio=True)
    CreditFactory(episode=episode, person=PersonFactory(name="Ada & Co", slug="ada"))
    sponsor = SponsorFactory(name="Twine", url="https://twine.example/")
    SponsorshipFactory(episode=episode, sponsor=sponsor, title="", url="")

    body = item().find("content:encoded", NAMES).text

    assert '<p>Sponsored by <a href="https://twine.example/" rel="sponsored">Twine</a>.</p>' in body
    assert f'<li><a href="{show.site_address}/people/ada/">Ada &amp; Co</a>, host</li>' in body


def test_a_bare_show_leaves_no_empty_element(channel):
    ShowFactory()

    names = {element.tag.rpartition("}")[2] for element in channel().iter()}
    absent = {"funding", "location", "license", "txt", "updateFrequency", "podroll", "trailer", "podping"}
    assert not names & {*absent, "block", "complete", "new-feed-url"}


WRONG = [
    ("location_geo", "30.27,-97.74"),
    ("location_osm", "113314"),
    ("update_rule", "every monday"),
    ("update_rule", "FREQ=SOMETIMES"),
    ("update_rule", "BYDAY=MO"),
    ("update_rule", "FREQ=WEEKLY;WHEN=NOW"),
]


@pytest.mark.parametrize(("field", "value"), WRONG)
def test_a_value_that_apps_could_not_read_is_refused_at_its_field(show, field, value):
    setattr(show, field, value)

    with pytest.raises(ValidationError) as refused:
        show.full_clean()
    assert field in refused.value.message_dict


def test_every_change_of_these_raises_the_revision(show):
    before = show.revision
    Funding.objects.create(show=show, url="https://coffee.example/", text="Coffee")
    SoundbiteFactory(episode=EpisodeFactory(show=show))

    show.refresh_from_db()
    assert show.revision >= before + 2


def test_hosts_fill_in_all_of_it_at_the_desk(admin_client, show, channel):
    address = reverse("admin:episodes_show_change", args=[show.pk])
    form = form_on(admin_client.get(address)) | {
        "location": "Hamburg",
        "location_geo": "geo:53.5,10",
        "fundings-TOTAL_FORMS": "1",
        "fundings-0-url": "https://coffee.example/",
        "fundings-0-text": "Coffee",
        "fundings-0-order": "0",
        "fundings-0-show": show.pk,
    }

    response = admin_client.post(address, form)

    assert response.status_code == 302, response.context["errors"]
    assert found(channel(), "podcast:location") == [("Hamburg", {"rel": "subject", "geo": "geo:53.5,10"})]
    assert found(channel(), "podcast:funding") == [("Coffee", {"url": "https://coffee.example/"})]


def test_a_wrong_value_is_said_at_its_field(admin_client, show):
    address = reverse("admin:episodes_show_change", args=[show.pk])
    form = form_on(admin_client.get(address)) | {"update_rule": "every monday"}

    response = admin_client.post(address, form)

    assert "FREQ=WEEKLY" in str(response.context["adminform"].form.errors["update_rule"])
