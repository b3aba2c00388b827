"""The pictures that chats and social networks show beside a link to an episode or a segment."""

from __future__ import annotations

import io
import re
import time
import urllib.error
import urllib.request
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from episodes.cards import drawing
from episodes.cards.drawing import Card, draw
from episodes.cards.making import draw_cards_soon, planned_card, unused_cards
from episodes.models import Episode
from episodes.notes.apply import apply_notes
from episodes.publishing import publish, withdraw
from episodes.score import Part, draw_evenly, draw_full
from episodes.storage import media_storage
from tests.desk import form_on
from tests.factories import (
    CreditFactory,
    EpisodeFactory,
    PersonFactory,
    SegmentFactory,
    ShowHostFactory,
    SponsorshipFactory,
)
from tests.pages import read_page

PARTS = [
    Part(start=0),
    Part(start=60, lane=1, number="1"),
    Part(start=400, sponsor=True),
    Part(start=450, lane=2, number="2"),
]
SCORE = draw_full(PARTS, length=900, lanes=2)
CARD = Card(
    show="Tin Can Telephone",
    number="12",
    title="Knots & nets",
    line="Ada Moss and Bo Finch",
    score=SCORE,
    lanes=("Ada", "Bo"),
)
LONG = "What every host of a show about cans and strings ought to know of knots, nets and loops " * 3


def picture(png):
    return Image.open(io.BytesIO(png)).convert("RGB")


def colours(png, box=None):
    image = picture(png).crop(box) if box else picture(png)
    return {"#{:02x}{:02x}{:02x}".format(*colour) for _, colour in image.getcolors(1_000_000)}


# Drawing


def test_a_card_is_a_png_as_large_as_networks_want_it():
    image = Image.open(io.BytesIO(draw(CARD)))

    assert (image.format, image.size, image.mode) == ("PNG", (1200, 630), "RGB")


@pytest.mark.parametrize("title", ["Wax", "Knots & nets", LONG], ids=["short", "usual", "long"])
def test_a_card_is_small(title):
    noise = io.BytesIO()
    Image.effect_noise((600, 600), 120).convert("RGB").save(noise, "PNG")
    card = replace(CARD, title=title, show=LONG, line=LONG, artwork=noise.getvalue(), now=60.0)

    assert len(draw(card)) < 120_000


def test_the_same_card_is_the_same_to_the_byte():
    assert draw(CARD) == draw(replace(CARD))


@pytest.mark.parametrize(
    "change",
    [
        {"show": "Else"},
        {"number": "13"},
        {"title": "Wax"},
        {"line": "Cleo"},
        {"score": draw_evenly(PARTS, lanes=2)},
        {"lanes": ("Ada", "Cleo")},
        {"now": 60.0},
    ],
    ids=lambda change: next(iter(change)),
)
def test_each_value_is_on_the_card(change):
    assert draw(replace(CARD, **change)) != draw(CARD)


def test_its_colours_are_those_of_the_site():
    tokens = Path("static/css/tokens.css").read_text()
    light = dict(reversed(re.findall(r"--([\w-]+): light-dark\((#\w+),", tokens)))

    ours = {"paper": drawing.PAPER, "ink": drawing.INK, "ink-2": drawing.INK_2, "rule": drawing.RULE}
    ours |= {"edge": drawing.EDGE, "now": drawing.NOW, **drawing.VOICES}
    assert ours == {name: light[name] for name in ours}


def test_a_segment_is_lit_and_all_others_are_dimmed():
    whole, part = colours(draw(CARD)), colours(draw(replace(CARD, now=60.0)), (264, 380, 1136, 560))

    assert drawing.NOW not in whole
    assert {drawing.VOICES["v1"], drawing.VOICES["v2"]} <= whole
    assert drawing.NOW in part
    assert not {drawing.VOICES["v1"], drawing.VOICES["v2"]} & part


def test_a_paid_message_is_lit_too():
    assert drawing.NOW in colours(draw(replace(CARD, now=400.0)))


def test_artwork_stands_for_the_mark_of_the_site():
    red = io.BytesIO()
    Image.new("RGB", (1400, 1400), "#ff0000").save(red, "JPEG")

    corner = (drawing.LEFT, drawing.TOP, drawing.AXIS, drawing.TOP + drawing.PICTURE)
    assert any(
        colour.startswith("#fe0000")
        for colour in colours(draw(replace(CARD, artwork=red.getvalue())), corner)
    )
    assert drawing.VOICES["v3"] in colours(draw(CARD), corner)


@pytest.mark.parametrize(
    "data", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n" + b"x" * 99], ids=["none", "cut", "broken"]
)
def test_what_is_no_picture_leaves_the_mark(data):
    assert draw(replace(CARD, artwork=data)) == draw(CARD)


STRANGE = {
    "cyrillic": "Планировщик, который научился дремать",
    "chinese": "学会打盹的调度器",
    "arabic": "المجدول الذي تعلم القيلولة 2026",
    "hebrew and latin": "שלום Python",
    "emoji": "🎉👩‍👩‍👧‍👦🏳️‍🌈",
    "controls": "a\x00b\x1c\u2029c\u202ed\ufeff",
    "combining": "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!",
    "nothing": "",
    "spaces": "   \n ",
}


@pytest.mark.parametrize("words", STRANGE.values(), ids=STRANGE.keys())
def test_any_script_gives_a_card(words):
    card = Card(show=words, number=words, title=words, line=words, lanes=(words, words), score=SCORE)

    assert picture(draw(card)).size == (1200, 630)


@given(st.text(max_size=60))
@settings(max_examples=40)
def test_any_text_gives_a_card(words):
    assert draw(Card(show="", number="", title=words, line=words, score=SCORE))


def test_a_title_of_signs_alone_is_drawn():
    assert draw(replace(CARD, title="???")) != draw(replace(CARD, title=CARD.show))


def test_a_title_that_no_font_has_gives_way_to_the_name_of_the_show():
    unknown = "\U00012000\U00012001 \U00012002"

    assert draw(replace(CARD, title=unknown)) == draw(replace(CARD, title=CARD.show))


@pytest.mark.parametrize(
    "title",
    ["x" * 5000, "x " * 2500, "".join(map(chr, range(0x4E00, 0x4E00 + 5000))), "\u0301" * 5000, "<" * 5000],
    ids=["one word", "many words", "all different", "accents", "signs"],
)
def test_a_hostile_title_is_quick(title):
    began = time.process_time()

    draw(Card(show=title, number=title, title=title, line=title, lanes=(title, title), score=SCORE))

    assert time.process_time() - began < 4


def test_a_long_title_ends_with_an_ellipsis_above_the_line():
    longer = draw(replace(CARD, title=LONG))

    assert longer == draw(replace(CARD, title=LONG + " and more"))
    assert longer != draw(replace(CARD, title=LONG[:40]))


def test_the_longest_word_stays_on_the_card():
    image = picture(draw(replace(CARD, title="Donaudampfschifffahrtselektrizitätenhauptbetriebswerk" * 3)))

    margin = image.crop((drawing.RIGHT + 2, 0, drawing.WIDTH, drawing.HEIGHT))
    assert margin.getcolors() == [(margin.width * margin.height, (0xFB, 0xFB, 0xF9))]


# From rows to pictures


@pytest.fixture
def ada(show):
    person = PersonFactory(name="Ada Moss", slug="ada-moss")
    ShowHostFactory(show=show, person=person)
    return person


@pytest.fixture
def episode(show, ada):
    """Published, with two segments that start at a known time."""
    episode = EpisodeFactory(show=show, number=12, title="Knots & nets", slug="knots-and-nets", audio=True)
    CreditFactory(episode=episode, person=ada)
    SegmentFactory(episode=episode, title="Hello", slug="hello", order=1, person=ada, start=timedelta(0))
    SegmentFactory(
        episode=episode, title="Wool", slug="wool", order=2, person=ada, start=timedelta(seconds=1)
    )
    return episode


@pytest.fixture
def done(django_capture_on_commit_callbacks):
    """Do something, and what the worker does after it; not what is for later."""

    def do(job, *args):
        with django_capture_on_commit_callbacks(execute=True):
            job(*args)
        for result in DBTaskResult.objects.ready().filter(task_path="episodes.cards.making.draw_cards_of"):
            result.claim("tests")
            kwargs = result.args_kwargs
            result.set_successful(result.task.call(*kwargs["args"], **kwargs["kwargs"]))
        DBTaskResult.objects.ready().update(status="SUCCESSFUL")

    return do


def planned(episode, slug=""):
    return planned_card(Episode.objects.for_card().get(pk=episode.pk), slug)


def stored(episode):
    folder = planned(episode).key.rpartition("/")[0]
    return {key for key, _ in media_storage().public_copies(f"{folder}/")}


def fetch(client, address):
    """The picture at the end of the redirect, with its headers."""
    response = client.get(address)
    assert response.status_code == 302
    with urllib.request.urlopen(response["Location"]) as answer:
        return answer.read(), answer.headers


def status_of(address):
    try:
        return urllib.request.urlopen(address).status
    except urllib.error.HTTPError as error:
        return error.code


@pytest.mark.django_db
class TestCard:
    def test_it_says_number_title_and_who_speaks(self, episode):
        CreditFactory(episode=episode, person=PersonFactory(name="Bo Finch"), role="guest")

        card = planned(episode).card

        assert (card.show, card.number, card.title) == ("Tin Can Telephone", "12", "Knots & nets")
        assert card.line == "Ada Moss and Bo Finch"
        assert card.lanes == ("Ada", "Bo")
        assert card.now is None

    def test_of_a_segment_it_says_where_it_belongs_who_leads_it_and_when(self, episode):
        card = planned(episode, "wool").card

        assert (card.number, card.title) == ("12", "Wool")
        assert card.line == "Segment 2 of Episode 12 · Ada · 00:01"
        assert card.now == 1

    def test_of_a_paid_message_it_says_so(self, episode):
        paid = SegmentFactory(
            episode=episode, kind="sponsor", number=None, order=3, title="Twine Inc", slug="twine"
        )
        SponsorshipFactory(episode=episode, segment=paid, sponsor__name="Twine Inc")

        card = planned(episode, "twine").card

        assert (card.title, card.line) == ("Sponsor: Twine Inc", "Paid message in Episode 12")

    def test_of_a_trailer_it_names_the_kind(self, show):
        trailer = EpisodeFactory(show=show, number=None, title="Soon", slug="soon", episode_type="trailer")

        card = planned(trailer).card

        assert (card.number, card.line) == ("", "Trailer")

    def test_without_starts_all_parts_are_alike_and_no_time_is_told(self, episode):
        episode.segments.update(start=None, start_origin="")

        card = planned(episode, "wool").card

        assert [(block.x, block.width) for block in card.score.blocks] == [("0", "50"), ("50", "50")]
        assert (card.now, card.score.ticks) == (1, ())
        assert drawing.NOW in colours(draw(card))

    def test_a_segment_without_a_start_among_others_that_have_one_is_lit_all_the_same(self, episode):
        SegmentFactory(episode=episode, title="Loops", slug="loops", order=3)

        card = planned(episode, "loops").card

        assert card.line == "Segment 3 of Episode 12"
        assert card.now in {block.part.start for block in card.score.blocks}

    def test_an_episode_without_anything_else_has_a_whole_card(self, show):
        card = planned(EpisodeFactory(show=show)).card

        assert len(card.score.blocks) == 1
        assert draw(card)

    def test_a_changed_title_gives_another_address(self, client, episode):
        before = client.get(episode.card_url)["Location"]
        Episode.objects.update(title="Wax")

        assert client.get(episode.card_url)["Location"] != before

    def test_a_changed_segment_leaves_the_cards_of_others_where_they_are(self, episode):
        before = planned(episode).key, planned(episode, "wool").key
        episode.segments.filter(slug="hello").update(title="Welcome")

        assert (planned(episode).key, planned(episode, "wool").key) == before

    @pytest.mark.parametrize(
        "change",
        [
            lambda episode: CreditFactory(episode=episode, role="guest"),
            lambda episode: episode.segments.filter(slug="wool").update(start=timedelta(seconds=0.5)),
            lambda episode: Episode.objects.update(artwork="artwork/other.png"),
            lambda episode: type(episode.show).objects.update(title="Two Cans"),
            lambda episode: episode.segments.filter(slug="hello").delete(),
        ],
        ids=["people", "starts", "artwork", "show", "segments"],
    )
    def test_whatever_it_shows_is_in_its_address(self, episode, change):
        SegmentFactory(episode=episode, person=PersonFactory(name="Bo Finch"), order=3)
        before = planned(episode).key

        change(episode)

        assert planned(episode).key != before


@pytest.mark.django_db
class TestAddress:
    def test_it_leads_to_a_public_picture(self, client, episode):
        png, headers = fetch(client, episode.card_url)

        assert png == planned(episode).drawn()
        assert headers["Content-Type"] == "image/png"
        assert "immutable" in headers["Cache-Control"]

    def test_it_is_kept_for_a_short_while_and_sets_no_cookie(self, client, episode):
        response = client.get(episode.card_url)

        assert response["Cache-Control"] == "public, max-age=300"
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")

    def test_a_segment_has_its_own(self, client, episode):
        address = episode.segments.get(slug="wool").card_url

        assert address == "/episodes/12/knots-and-nets/wool/card.png"
        assert fetch(client, address)[0] == planned(episode, "wool").drawn()

    def test_the_artwork_is_on_it(self, client, episode):
        red = io.BytesIO()
        Image.new("RGB", (1400, 1400), "#ff0000").save(red, "PNG")
        Episode.objects.update(artwork=media_storage().save("artwork/red.png", ContentFile(red.getvalue())))

        assert "#ff0000" in colours(fetch(client, episode.card_url)[0])

    def test_artwork_that_went_missing_is_no_reason_to_show_none(self, client, episode):
        Episode.objects.update(artwork="artwork/gone.png")

        assert fetch(client, episode.card_url)[0]

    @pytest.mark.parametrize(
        "address",
        ["/episodes/12/knots-and-nets/nothing/card.png", "/episodes/99/never/card.png"],
        ids=["segment", "episode"],
    )
    def test_what_does_not_exist_has_none(self, client, episode, address):
        assert client.get(address).status_code == 404

    @pytest.mark.parametrize("state", ["draft", "scheduled"])
    def test_that_of_a_draft_is_for_hosts_alone_and_stored_nowhere(self, admin_client, show, state):
        hidden = EpisodeFactory(show=show, **{state: True})
        part = SegmentFactory(episode=hidden)

        for address in (hidden.card_url, part.card_url):
            assert Client().get(address).status_code == 404
            answer = admin_client.get(address)
            assert answer["Content-Type"] == "image/png"
            assert answer["Cache-Control"] == "private, no-store"
            assert picture(answer.content).size == (1200, 630)
        assert not stored(hidden)

    @pytest.mark.parametrize("segments", [2, 12])
    def test_it_asks_the_database_the_same_few_times_however_many_segments(self, client, episode, segments):
        for place in range(3, segments + 1):
            paid = SegmentFactory(episode=episode, order=place, kind="sponsor", number=None)
            SponsorshipFactory(episode=episode, segment=paid)
        with CaptureQueriesContext(connection) as few:
            client.get(episode.card_url)
        with CaptureQueriesContext(connection) as of_segment:
            client.get(episode.segments.last().card_url)

        assert len(few) <= 8
        assert len(of_segment) <= 8 + 1  # the one of this test


@pytest.mark.django_db
class TestBackground:
    def test_publishing_draws_all_cards(self, episode, done):
        Episode.objects.update(published_at=None)
        episode.refresh_from_db()

        done(publish, episode)

        assert stored(episode) == {planned(episode, slug).key for slug in ("", "hello", "wool")}

    def test_scheduling_draws_none_yet(self, show, done):
        hidden = EpisodeFactory(show=show, draft=True)

        done(publish, hidden, EpisodeFactory.build(scheduled=True, show=show).published_at)

        assert not stored(hidden)

    def test_withdrawing_takes_all_away_also_earlier_ones(self, client, episode, done):
        first = client.get(episode.card_url)["Location"]
        Episode.objects.update(title="Wax")
        client.get(episode.card_url)
        assert len(stored(episode)) == 2

        done(withdraw, episode)

        assert not stored(episode)
        assert status_of(first) in (403, 404)

    def test_saving_at_the_desk_draws_what_is_new(self, admin_client, episode, done):
        address = reverse("admin:episodes_episode_change", args=[episode.pk])
        form = form_on(admin_client.get(address))

        done(admin_client.post, address, {**form, "title": "Wax"})

        episode.refresh_from_db()
        assert planned(episode).card.title == "Wax"
        assert planned(episode).key in stored(episode)

    def test_earlier_cards_go_after_a_while(self, client, episode, done, monkeypatch):
        client.get(episode.card_url)
        Episode.objects.update(title="Wax")
        done(draw_cards_soon, episode)
        assert len(stored(episode)) == 4

        monkeypatch.setattr("episodes.cards.making.GRACE", timedelta(0))
        done(draw_cards_soon, episode)

        assert stored(episode) == {planned(episode, slug).key for slug in ("", "hello", "wool")}

    def test_notes_that_say_something_else_give_other_segments(self, client, episode):
        episode.notes = "**Ada #1:** [Yarn](https://yarn.example)\n\n- Soft.\n"
        episode.save()
        apply_notes(episode)

        assert client.get("/episodes/12/knots-and-nets/wool/card.png").status_code == 404
        assert client.get("/episodes/12/knots-and-nets/yarn/card.png").status_code == 302


@pytest.mark.django_db
class TestCommand:
    def test_it_draws_what_is_missing_and_says_how_much(self, show, episode, capsys):
        EpisodeFactory(show=show, draft=True)

        call_command("draw_cards")
        call_command("draw_cards")
        call_command("draw_cards", "--all")

        assert capsys.readouterr().out.splitlines() == [
            "1 episodes: 3 cards drawn, 0 taken away.",
            "1 episodes: 0 cards drawn, 0 taken away.",
            "1 episodes: 3 cards drawn, 0 taken away.",
        ]

    def test_it_takes_away_what_is_left_of_episodes_that_are_gone_after_a_day(self, client, episode):
        client.get(episode.card_url)
        (key,) = stored(episode)
        tomorrow = timezone.now() + timedelta(days=1, minutes=1)
        assert key not in unused_cards(tomorrow)

        episode.delete()

        assert key not in unused_cards()
        assert key in unused_cards(tomorrow)


@pytest.mark.django_db
class TestPages:
    def test_an_episode_names_its_card(self, client, episode):
        page = read_page(client.get(episode.get_absolute_url()))

        def told(name):
            return page.one("meta", property=name)["content"]

        assert told("og:image") == f"{episode.show.site_address}/episodes/12/knots-and-nets/card.png"
        assert (told("og:image:width"), told("og:image:height")) == ("1200", "630")
        assert told("og:image:type") == "image/png"
        assert told("og:image:alt").startswith("12 · Knots & nets, on Tin Can Telephone")
        assert page.one("meta", name="twitter:card")["content"] == "summary_large_image"

    @pytest.mark.parametrize("address", ["/", "/episodes/", "/people/ada-moss/"])
    def test_other_pages_keep_their_picture(self, client, episode, address):
        type(episode.show).objects.update(artwork="artwork/show.png")

        page = read_page(client.get(address))

        assert page.one("meta", name="twitter:card")["content"] == "summary"
        assert not page.all("meta", property="og:image:width")
