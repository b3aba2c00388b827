"""The page of an episode, through the door that listeners use."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import (
    CreditFactory,
    EpisodeFactory,
    LinkFactory,
    PersonFactory,
    SegmentFactory,
    ShowHostFactory,
    SponsorFactory,
    SponsorshipFactory,
    TranscriptFactory,
)
from tests.pages import read_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(show):
    person = PersonFactory(name="Ada Moss", slug="ada-moss")
    ShowHostFactory(show=show, person=person)
    return person


@pytest.fixture
def episode(show, ada):
    episode = EpisodeFactory(show=show, number=12, title="Knots & nets", slug="knots-and-nets", audio=True)
    CreditFactory(episode=episode, person=ada)
    return episode


def segment(episode, **values):
    values.setdefault("order", episode.segments.count() + 1)
    return SegmentFactory(episode=episode, **values)


def at(seconds):
    return timedelta(seconds=seconds)


def read(client, episode):
    response = client.get(episode.get_absolute_url())
    assert response.status_code == 200
    return read_page(response)


def test_it_shows_title_number_and_summary(client, episode):
    episode.summary = "What holds, and what slips."
    episode.save()

    page = read(client, episode)

    assert page.one("h1").text == "Episode 12 Knots & nets"
    assert page.one("p", class_="lead").text == "What holds, and what slips."


def test_its_address_is_written_with_the_shows_own_site(client, episode):
    page = read(client, episode)
    address = f"{episode.show.site_address}/episodes/12/knots-and-nets/"

    assert page.one("link", rel="canonical")["href"] == address
    assert page.one("meta", property="og:url")["content"] == address
    assert page.one("meta", property="og:title")["content"] == "12 · Knots & nets"
    assert page.one("meta", property="og:audio")["content"] == f"{address}audio.mp3"
    feed = page.one("link", rel="alternate", type="application/rss+xml")
    assert feed["href"] == f"{episode.show.site_address}/feed.xml"


def test_dates_are_those_of_the_shows_time_zone(client, show, episode):
    show.time_zone = "Pacific/Auckland"
    show.save()
    episode.published_at = datetime(2026, 3, 31, 20, tzinfo=UTC)
    episode.recorded_on = date(2026, 3, 30)
    episode.save()

    assert "Wednesday 1 April 2026" in read(client, episode).one("p", class_="meta").text


@pytest.mark.parametrize(
    "address",
    ["/episodes/12/", "/episodes/12/old-slug/", "/episodes/012/knots-and-nets/"],
    ids=["no slug", "another slug", "leading nought"],
)
def test_another_spelling_of_the_address_leads_to_the_right_one(client, episode, address):
    response = client.get(address)

    assert (response.status_code, response["Location"]) == (301, episode.get_absolute_url())


def test_an_episode_without_a_number_is_found_by_its_slug(client, show):
    EpisodeFactory(show=show, number=None, title="Trailer", slug="trailer", episode_type="trailer")

    page = read_page(client.get("/episodes/trailer/trailer/"))

    assert page.one("h1").text == "trailer Trailer"


@pytest.mark.parametrize("state", ["draft", "scheduled"])
def test_it_hides_what_is_not_published(client, show, state):
    hidden = EpisodeFactory(show=show, number=13, slug="hidden", **{state: True})
    missing = client.get("/episodes/14/hidden/")

    response = client.get(hidden.get_absolute_url())

    assert response.status_code == missing.status_code == 404
    assert set(response.headers.items()) ^ set(missing.headers.items()) == {
        ("X-Request-ID", response["X-Request-ID"]),
        ("X-Request-ID", missing["X-Request-ID"]),
    }


def test_a_stranger_who_is_signed_in_does_not_see_a_draft(client, show, django_user_model):
    client.force_login(django_user_model.objects.create_user("listener"))

    assert client.get(EpisodeFactory(show=show, draft=True).get_absolute_url()).status_code == 404


@pytest.mark.parametrize("state", ["draft", "scheduled"])
def test_a_host_sees_a_draft_that_no_cache_keeps(admin_client, show, state):
    hidden = EpisodeFactory(show=show, **{state: True})
    segment(hidden)

    response = admin_client.get(hidden.get_absolute_url())

    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex"
    page = read_page(response)
    assert page.one("div", class_="draft").text.startswith("Draft: only hosts see this page")
    assert page.one("meta", name="robots")["content"] == "noindex"


def test_a_draft_says_which_segments_have_no_time_yet(admin_client, show):
    draft = EpisodeFactory(show=show, draft=True)
    segment(draft)

    page = read_page(admin_client.get(draft.get_absolute_url()))

    assert page.one("span", class_="none").text == "no time yet"


def test_a_published_episode_sets_no_cookie_and_does_not_vary_with_one(admin_client, episode):
    response = admin_client.get(episode.get_absolute_url())

    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_a_segment_shows_its_number_host_link_and_notes(client, episode, ada):
    segment(
        episode,
        number=1,
        slug="bowlines",
        title="Bowlines",
        person=ada,
        url="https://www.knots.example/bow",
        html="<p>They <em>hold</em>.</p>",
    )

    part = read(client, episode).one("section", id="bowlines")

    assert part.one("span", class_="num").text == "1"
    assert part.one("span", class_="voice").text == "Ada"
    assert part.one("h2").text == "Bowlines knots.example"
    assert part.one("h2").one("a")["href"] == "https://www.knots.example/bow"
    assert part.one("em").text == "hold"


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "data:text/html,x",
        "/relative",
        "http://with space.example",
        "http://[broken",
    ],
)
def test_an_address_that_no_browser_should_follow_is_no_link(client, episode, url):
    LinkFactory(segment=segment(episode, url=url, title="Bowlines", slug="bowlines"), url=url, text="more")

    page = read(client, episode)

    assert page.one("section", id="bowlines").one("h2").text == "Bowlines"
    assert url not in {link.attributes.get("href") for link in page.all("a")}


def test_a_time_plays_and_works_without_javascript(client, episode):
    segment(episode, start=at(2), slug="bowlines")

    time = read(client, episode).one("section", id="bowlines").one("a", class_="time")

    assert (time["href"], time["data-t"]) == (f"{episode.audio_url}#t=2", "2")
    assert time.text == "Play from 00:02"


def test_the_contents_list_every_part_with_its_time(client, episode):
    segment(episode, kind="intro", number=None, title="", start=at(0), slug="intro", html="<p>Hello.</p>")
    segment(episode, number=1, start=at(1), title="Bowlines")
    segment(episode, number=2, start=None, title="Hitches")
    segment(episode, kind="joke", number=None, start=at(3), title="A sheepshank walks in")

    items = read(client, episode).one("ol", class_="chap").all("li")

    assert [item.text for item in items] == [
        "· Intro Play from 00:00",
        "1 Bowlines Play from 00:01",
        "2 Hitches",
        ":) The joke Play from 00:03",
    ]


def test_the_score_has_a_lane_for_each_voice_hosts_first_and_guests_last(client, episode, ada):
    CreditFactory(episode=episode, person=PersonFactory(name="Zoe Reed"), role="guest")
    late = PersonFactory(name="Bo Lind")
    ShowHostFactory(show=episode.show, person=late)
    CreditFactory(episode=episode, person=late)
    segment(episode, start=at(1), person=ada)
    segment(episode, start=at(2), person=None, host_name="Visitor")

    lanes = read(client, episode).one("ul", class_="lanes")

    assert [(lane.text, lane.one("span")["class"]) for lane in lanes.all("li")] == [
        ("Ada", "voice v1"),
        ("Bo", "voice v2"),
        ("Zoe", "voice v3"),
        ("Visitor", "voice v4"),
    ]


def test_people_who_share_a_first_name_are_called_by_their_whole_name(client, episode, ada):
    CreditFactory(episode=episode, person=PersonFactory(name="Ada Quill"), role="guest")
    segment(episode, start=at(1), person=ada)

    lanes = read(client, episode).one("ul", class_="lanes")

    assert [lane.text for lane in lanes.all("li")] == ["Ada Moss", "Ada Quill"]


def test_a_block_of_the_score_plays_its_part(client, episode, ada):
    segment(episode, number=1, start=at(2), title="Bowlines", person=ada)

    block = read(client, episode).one("svg", class_="full").one("a")

    assert (block["href"], block["data-t"], block["tabindex"]) == (f"{episode.audio_url}#t=2", "2", "-1")
    assert block.one("title").text == "1 Bowlines, 00:02"


def test_where_no_start_is_known_there_is_no_score_and_a_plain_track(client, episode):
    segment(episode, start=None)

    page = read(client, episode)

    assert not page.all("svg", class_="full")
    assert [bar["class"] for bar in page.one("svg", class_="track").all("rect")] == ["v0"]


def test_without_audio_there_is_nothing_to_play(client, show):
    episode = EpisodeFactory(show=show)
    segment(episode, start=at(61), slug="bowlines")

    page = read(client, episode)

    assert not page.all("audio")
    scripts = [script["src"] for script in page.all("script") if "src" in script.attributes]
    assert scripts == ["/static/js/copy.js"]
    assert page.one("section", id="bowlines").one("span", class_="time").text == "01:01"


def test_without_times_the_score_leads_to_the_parts(client, show):
    episode = EpisodeFactory(show=show)
    for slug in ("bowlines", "hitches"):
        segment(episode, slug=slug, host_name="Ada")

    score = read(client, episode).one("svg", class_="even")

    assert [link["href"] for link in score.all("a")] == [
        f"{episode.get_absolute_url()}#bowlines",
        f"{episode.get_absolute_url()}#hitches",
    ]


def test_the_player_is_native_until_a_script_takes_over(client, episode):
    audio = read(client, episode).one("section", id="Player").one("audio")

    assert audio.attributes == {"controls": "", "preload": "none", "src": episode.audio_url}


def test_a_paid_message_is_marked_as_one(client, episode):
    sponsor = SponsorFactory(name="Rope Works", url="https://rope.example")
    part = segment(episode, kind="sponsor", number=None, slug="rope", title="", url="", html="<p>Rope.</p>")
    SponsorshipFactory(episode=episode, segment=part, sponsor=sponsor, url="https://rope.example/offer")

    aside = read(client, episode).one("aside", id="rope")

    assert aside.one("span", class_="tag").text == "Sponsor"
    assert aside.one("h2").one("a").attributes == {"href": "https://rope.example/offer", "rel": "sponsored"}
    assert "Paid message" in aside.text


def test_a_sponsor_thanked_at_the_top_is_the_one_of_the_message_that_comes_later(client, episode):
    thanks = segment(episode, kind="sponsor", number=None, slug="thanks", title="")
    segment(episode, kind="sponsor", number=None, slug="message", title="Rope works", start=at(2))
    sponsor = SponsorFactory(name="Rope Works", url="https://rope.example")
    SponsorshipFactory(episode=episode, segment=thanks, sponsor=sponsor)

    page = read(client, episode)

    assert page.one("aside", id="message").one("h2").one("a")["href"] == "https://rope.example"
    assert [item.one("a", class_="x").text for item in page.one("ol", class_="chap").all("li")] == [
        "Sponsor: Rope Works"
    ]


def test_a_guest_is_introduced_with_bio_and_links(client, episode):
    guest = PersonFactory(name="Zoe Reed", slug="zoe-reed", bio="Ties things.")
    guest.links.create(url="https://www.zoe.example/about")
    CreditFactory(episode=episode, person=guest, role="guest")

    box = read(client, episode).one("section", class_="guest")

    assert box.one("h2").one("a")["href"] == "/people/zoe-reed/"
    assert "Ties things." in box.text
    assert box.one("a", href="https://www.zoe.example/about").text == "zoe.example"


def test_every_link_stands_once_in_the_list_at_the_end(client, episode):
    first = segment(episode, number=1, title="Bowlines", url="https://knots.example/bow")
    source = "- [Hitches once more](https://knots.example/hitch)"
    second = segment(episode, kind="links", number=None, title="Links", url="", source=source)
    LinkFactory(segment=first, url="https://knots.example/bow", text="Bowlines again")
    LinkFactory(segment=first, url="https://knots.example/hitch", text="Hitches")
    LinkFactory(segment=second, url="https://knots.example/hitch", text="Hitches once more")

    page = read(client, episode)

    assert [item.text for item in page.one("ol", class_="refs").all("li")] == [
        "1 Bowlines knots.example",
        "1 Hitches knots.example",
    ]
    assert not page.all("section", id=second.slug)


def test_the_extras_of_each_host_stand_under_one_heading(client, episode):
    segment(episode, order=1, kind="extra", number=None, title="", url="", host_name="Ada", slug="extras")
    segment(episode, order=2, kind="extra", number=None, title="", url="", host_name="Bo", slug="extras-2")

    page = read(client, episode)

    assert [heading.text for heading in page.all("h2")].count("Extras") == 1
    assert page.one("section", id="extras-2").one("p", class_="by").text == "Bo"
    assert [item.text for item in page.one("ol", class_="chap").all("li")] == ["+ Extras"]


def test_markup_in_a_title_is_text(client, episode):
    segment(episode, title="<script>alert(1)</script>", host_name="<b>", url="")

    page = read(client, episode)

    assert "<script>alert(1)</script>" in [heading.text for heading in page.all("h2")]
    kinds = {
        script.attributes.get("type", "") for script in page.all("script") if "src" not in script.attributes
    }
    assert kinds == {"application/ld+json"}


def test_no_two_elements_share_an_id(client, episode):
    for number, slug in enumerate(["main", "player", "share", "keys", "links", "contents", "q"], start=1):
        segment(episode, order=number, number=number, slug=slug, start=at(number / 2))

    ids = [element["id"] for element in read(client, episode).all() if "id" in element.attributes]

    assert sorted(ids) == sorted(set(ids))


def test_the_episodes_before_and_after_are_a_step_away(client, show):
    first, second, third = (EpisodeFactory(show=show) for _ in range(3))
    EpisodeFactory(show=show, scheduled=True)

    links = {link["rel"]: link["href"] for link in read(client, second).one("nav", class_="more").all("a")}

    assert links == {"prev": first.get_absolute_url(), "next": third.get_absolute_url()}
    assert [link["rel"] for link in read(client, third).one("nav", class_="more").all("a")] == ["prev"]


def test_episodes_of_the_same_moment_have_an_order(client, show):
    when = datetime(2026, 2, 2, tzinfo=UTC)
    first, second = (EpisodeFactory(show=show, published_at=when) for _ in range(2))

    assert read(client, first).one("a", rel="next")["href"] == second.get_absolute_url()
    assert read(client, second).one("a", rel="prev")["href"] == first.get_absolute_url()


def test_a_transcript_is_offered_once_one_is_chosen(client, episode):
    transcript = TranscriptFactory(episode=episode, chosen=False)
    assert episode.transcript_url not in [link["href"] for link in read(client, episode).all("a")]

    transcript.chosen = True
    transcript.save()

    assert episode.transcript_url in [link["href"] for link in read(client, episode).all("a")]


def test_the_link_to_share_is_the_short_one(client, episode):
    assert (
        read(client, episode).one("input", id=f"Share-url-{episode.address}")["value"]
        == f"{episode.show.site_address}/12"
    )


def test_the_number_of_queries_does_not_grow_with_the_segments(client, show, ada):
    def queries(size):
        EpisodeFactory(show=show)
        episode = EpisodeFactory(show=show, audio=True)
        for _ in range(size):
            person = PersonFactory()
            person.links.create(url="https://person.example")
            CreditFactory(episode=episode, person=person, role="guest")
            part = segment(episode, person=person, start=at(episode.segments.count() / 4))
            LinkFactory(segment=part)
            SponsorshipFactory(
                episode=episode, segment=segment(episode, kind="sponsor", number=None, start=at(4))
            )
        with CaptureQueriesContext(connection) as captured:
            read(client, episode)
        return len(captured)

    assert queries(12) == queries(3)
