"""A guest opens a draft by a secret address, until it ends, is revoked, or the episode is public."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from episodes.models import Episode, PreviewLink
from episodes.played import played
from tests.factories import CueFactory, EpisodeFactory, SegmentFactory, ShowFactory
from tests.pages import read_page

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["draft", "scheduled"])
def episode(request, show):
    """Not public yet, with a segment, audio and a transcript."""
    episode = EpisodeFactory(
        show=show, number=7007, title="Wax", slug="wax", audio=True, **{request.param: True}
    )
    SegmentFactory(episode=episode, title="Waxed string", start=timedelta(seconds=1))
    CueFactory(transcript__episode=episode, text="Unheard words.")
    return episode


@pytest.fixture
def link(episode):
    return PreviewLink.objects.create(episode=episode, expires_at=timezone.now() + timedelta(days=7))


@pytest.fixture
def pages(link):
    address = link.get_absolute_url()
    return [address, f"{address}transcript/", f"{address}audio"]


def test_a_guest_reads_the_draft_and_what_was_said_in_it(client, pages):
    notes, words, _ = pages

    assert "Waxed string" in client.get(notes).content.decode()
    assert "Unheard words." in client.get(words).content.decode()


def test_a_guest_hears_the_audio(client, pages):
    answer = client.get(pages[2])

    assert answer.status_code == 302
    assert "X-Amz-Signature" in answer["Location"]


def test_hearing_it_is_no_download(client, pages):
    answer = client.get(pages[2], headers={"user-agent": "AntennaPod/3.7"})

    assert played(answer.wsgi_request) is None


def test_every_address_of_the_pages_is_below_the_secret_one(client, episode, pages):
    hidden = [episode.get_absolute_url(), "/7007"]

    for address in pages[:2]:
        page = read_page(client.get(address))
        named = [
            element.attributes[name]
            for element in page.all()
            for name in ("href", "src", "value", "content")
            if name in element.attributes
        ]
        assert not [one for one in named if any(one.endswith(path) or f"{path}#" in one for path in hidden)]
        assert not [one for one in named if episode.get_absolute_url() in one]
        assert pages[2] in " ".join(named)


def test_nothing_of_it_is_kept_listed_or_told(client, pages):
    for address in pages:
        answer = client.get(address)
        assert answer["Cache-Control"] == "private, no-store"
        assert "noindex" in answer["X-Robots-Tag"]
        assert answer["Referrer-Policy"] == "no-referrer"
        assert not answer.cookies


def test_a_chat_finds_nothing_to_show_of_it(client, pages):
    for address in pages[:2]:
        head = client.get(address).content.decode().split("</head>")[0]
        assert "og:" not in head
        assert "canonical" not in head
        assert 'name="robots" content="noindex"' in head


def test_once_the_episode_is_public_the_link_leads_there(client, episode, pages):
    Episode.objects.update(published_at=timezone.now())

    assert [client.get(address)["Location"] for address in pages] == [
        episode.get_absolute_url(),
        episode.transcript_url,
        episode.audio_url,
    ]


def revoked(link):
    link.revoked_at = timezone.now()


def ended(link):
    link.expires_at = timezone.now()


def of_another_show(link):
    link.episode = EpisodeFactory(show=ShowFactory(), draft=True)


@pytest.mark.parametrize("end", [revoked, ended, of_another_show])
@pytest.mark.parametrize("is_public", [False, True])
def test_a_link_that_has_ended_answers_like_one_that_never_was(client, settings, link, pages, end, is_public):
    settings.ALLOWED_HOSTS = ["*"]
    end(link)
    link.save()
    if is_public:
        Episode.objects.update(published_at=timezone.now())
    host = {"headers": {"host": Episode.objects.get(number=7007).show.host_name}}

    for address in pages:
        answer = client.get(address, **host)
        unknown = client.get(address.replace(link.token, "x" * 43), **host)
        assert (answer.status_code, unknown.status_code) == (404, 404)
        assert answer.content == unknown.content


def test_a_draft_without_a_slug_or_transcript_has_a_page_too(client, show):
    draft = EpisodeFactory(show=show, draft=True, title="", slug="", number=None)
    link = PreviewLink.objects.create(episode=draft, expires_at=timezone.now() + timedelta(days=1))

    assert client.get(link.get_absolute_url()).status_code == 200
    assert client.get(f"{link.get_absolute_url()}transcript/").status_code == 404
    assert client.get(f"{link.get_absolute_url()}audio").status_code == 404


def test_a_host_makes_one_on_the_publish_page_and_revokes_it(admin_client, episode, client):
    desk = reverse("admin:episodes_episode_publish_preview", args=[episode.pk])
    page = read_page(admin_client.post(desk, {"label": "Ravi", "days": "7"}, follow=True))
    link = episode.preview_links.get()
    assert link.label == "Ravi"
    assert timedelta(days=6) < link.expires_at - timezone.now() <= timedelta(days=7)
    assert page.one("input", id=f"Link-{link.pk}")["value"].endswith(link.get_absolute_url())

    admin_client.post(reverse("admin:episodes_episode_publish_revoke", args=[episode.pk]), {"link": link.pk})

    assert client.get(link.get_absolute_url()).status_code == 404


def test_a_link_of_another_episode_is_not_revoked_from_here(admin_client, link, show):
    other = EpisodeFactory(show=show)

    admin_client.post(reverse("admin:episodes_episode_publish_revoke", args=[other.pk]), {"link": link.pk})

    assert PreviewLink.objects.open().filter(pk=link.pk).exists()


def test_no_two_links_are_alike_and_none_can_be_guessed(episode):
    ends = timezone.now() + timedelta(days=1)
    tokens = {PreviewLink.objects.create(episode=episode, expires_at=ends).token for _ in range(20)}

    assert len(tokens) == 20
    assert all(len(token) == 43 for token in tokens)
