"""While a host types: the page as it would be, what is found in the notes, and what is known of a link."""

from __future__ import annotations

import io
from threading import Event, Thread

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.urls import reverse
from PIL import Image

from episodes.desk.page_titles import markdown_link, title_of
from episodes.models import Episode, Link, NotePicture, NotesVersion, Person, Segment, Show
from episodes.notes.apply import apply_notes
from episodes.publishing import publish, withdraw
from episodes.storage import media_storage
from tests.browser.test_import_screen import work
from tests.factories import EpisodeFactory, PersonFactory, ShowHostFactory
from tests.local_server import local_server

pytestmark = pytest.mark.django_db

PREVIEW, LINKS, TITLE, PICTURE = (
    reverse(f"admin:episodes_notes_{name}") for name in ("preview", "links", "title", "picture")
)
NOTES = """\
Sponsored by Twine & Co: [**twine.example**](https://twine.example/tin)

**Ada #1:** [00:30] [**Waxed string**](https://string.example/wax)

- It carries *further*.

**Ada #3:** [Wire](wire.example/x)

**Joke**

Why a string? A chain was too long.
"""


@pytest.fixture
def episode(show):
    ShowHostFactory(show=show, person=PersonFactory(name="Ada Quill", slug="ada-quill"))
    return EpisodeFactory(show=show, draft=True, number=12, title="Strings", notes="Saved.\n")


@pytest.fixture
def shown(admin_client, episode):
    def show(notes, **fields):
        return admin_client.post(PREVIEW, {"episode": episode.pk, "notes": notes, **fields}).json()

    return show


def png(width=40):
    file = io.BytesIO()
    Image.new("RGB", (width, 40), "red").save(file, "PNG")
    return file.getvalue()


def test_it_is_the_page_that_the_site_would_show(shown):
    page = shown(NOTES, title="Longer strings", number="14")["page"]

    assert "It carries <em>further</em>." in page
    assert 'href="https://string.example/wax"' in page
    assert "Longer strings" in page
    assert "14" in page
    assert "00:30" in page


def test_it_names_segments_links_sponsors_and_the_joke(shown):
    found = shown(NOTES)["found"]

    for words in (
        "<b>2</b> segments",
        "<b>1</b> sponsor",
        "Twine &amp; Co",
        "Waxed string",
        "Ada",
        "The joke",
    ):
        assert words in found
    assert 'data-line="3"' in found
    assert "no time" in found


def test_findings_tell_their_lines(shown):
    findings = shown(NOTES)["findings"]

    assert (7, True) in [(finding["line"], "https://" in finding["message"]) for finding in findings]


def test_nothing_of_it_is_stored(shown, episode):
    before = {model: list(model.objects.values()) for model in (Episode, Show, Person, Segment, Link)}

    shown(NOTES + "\n**Zed #4:** [New](https://new.example)\n")

    assert {model: list(model.objects.values()) for model in before} == before
    assert not NotesVersion.objects.exists()


def test_an_episode_that_is_not_saved_yet_is_shown_too(admin_client, show):
    shown = admin_client.post(
        PREVIEW, {"episode": "", "show": show.pk, "title": "Brand new", "notes": NOTES}
    ).json()

    assert "Brand new" in shown["page"]
    assert not Episode.objects.exists()


def test_notes_that_are_too_much_are_told_with_the_line(shown):
    (finding,) = shown("> " * 200 + "deep\n")["findings"]

    assert finding["line"] == 1


def test_scripts_in_notes_stay_text(shown):
    page = shown("**Ada #1:** x\n\n<script>alert(1)</script> <b onclick='x()'>y</b>\n")["page"]

    assert "<script" not in page
    assert "onclick" not in page


@pytest.mark.django_db(transaction=True)
def test_a_preview_gives_way_to_a_save(admin_client, episode):
    apply_notes(episode)
    locked, done = Event(), Event()

    def save():
        with transaction.atomic():
            list(Segment.objects.select_for_update())
            list(Episode.objects.select_for_update())
            locked.set()
            done.wait(10)
        connection.close()

    thread = Thread(target=save)
    thread.start()
    locked.wait(10)
    answer = admin_client.post(PREVIEW, {"episode": episode.pk, "notes": NOTES})
    done.set()
    thread.join()

    assert answer.status_code == 503


def seen(client, episode, *urls):
    return client.get(LINKS, {"episode": episode.pk, "url": urls}).content.decode()


def earlier(show, url, number=7, **values):
    episode = EpisodeFactory(show=show, number=number, notes=f"**Ada #1:** [Wax]({url})\n", **values)
    apply_notes(episode)
    return episode


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("https://wax.example/a", "https://www.wax.example/a?utm_source=x"),
        ("https://github.com/pallets/flask", "https://github.com/Pallets/Flask/issues/3"),
        ("https://pypi.org/project/flask/", "https://pypi.python.org/pypi/Flask"),
    ],
    ids=["address", "repository", "package"],
)
def test_an_earlier_episode_that_had_it_is_named_with_host_and_number(admin_client, episode, before, now):
    earlier(episode.show, before)

    page = seen(admin_client, episode, now)

    assert "Episode about things 7" in page
    assert "Ada #1" in page


def test_what_is_new_is_called_new(admin_client, episode):
    assert "New to the show" in seen(admin_client, episode, "https://wax.example/a")


def test_the_episode_itself_and_other_shows_do_not_count(admin_client, episode):
    earlier(None or EpisodeFactory().show, "https://wax.example/a")
    episode.notes = "**Ada #1:** [Wax](https://wax.example/a)\n"
    apply_notes(episode)

    assert "New to the show" in seen(admin_client, episode, "https://wax.example/a")


def test_many_addresses_cost_as_many_queries_as_one(admin_client, episode, django_assert_num_queries):
    for number in range(20, 25):
        earlier(episode.show, f"https://wax.example/{number}", number=number)
    urls = [f"https://wax.example/{number}" for number in range(20, 25)]

    with django_assert_num_queries(5):
        seen(admin_client, episode, *urls)
    with django_assert_num_queries(5):
        seen(admin_client, episode, urls[0])


@pytest.fixture
def site(settings):
    settings.ALLOW_PRIVATE_FETCHES = True
    with local_server() as server:
        yield server


def ask_title(client, episode, url):
    return client.post(TITLE, {"episode": episode.pk, "url": url}).json()


def test_the_title_of_a_page_is_fetched_and_written_as_a_link(admin_client, episode, site):
    url = site.page("/a", b"<html><head><title>Wax &amp; [string]</title>", "text/html")

    answer = ask_title(admin_client, episode, url)

    assert answer == {"title": "Wax & [string]", "markdown": f"[Wax & \\[string\\]]({url})"}


def test_an_address_inside_the_network_is_not_asked(admin_client, episode):
    assert "public internet" in ask_title(admin_client, episode, "http://127.0.0.1/")["error"]


@pytest.mark.parametrize(
    ("body", "media_type", "said"),
    [(b"%PDF", "application/pdf", "application/pdf"), (b"<p>x", "text/html", "no title")],
)
def test_what_has_no_title_is_said(admin_client, episode, site, body, media_type, said):
    assert said in ask_title(admin_client, episode, site.page("/a", body, media_type))["error"]


@pytest.mark.parametrize(
    ("page", "charset", "title"),
    [
        (b"<title>\n One\n two </title>", "", "One two"),
        ("<title>Grüße</title>".encode("latin-1"), "iso-8859-1", "Grüße"),
        ('<meta charset="windows-1252"><title>Grüße</title>'.encode("cp1252"), "", "Grüße"),
        ("<title>Grüße</title>".encode(), "no-such-charset", "Grüße"),
        (b'<title>Long | Site</title><meta property="og:title" content="Short">', "", "Short"),
        (b"<title>" * 50_000, "", ""),
        (b"<title " * 50_000, "", ""),
        (b"<meta " * 50_000, "", ""),
    ],
    ids=["blanks", "header", "meta", "unknown charset", "shared", "open titles", "open tags", "open metas"],
)
def test_titles_are_read_from_pages_of_all_kinds(page, charset, title):
    assert title_of(page, charset) == title


def test_a_link_is_written_so_that_nothing_breaks_out_of_it():
    assert markdown_link("a](javascript:x) *b*", "https://x.example/a(b) c") == (
        "[a\\](javascript:x) \\*b\\*](https://x.example/a%28b%29%20c)"
    )


@pytest.fixture
def stored(admin_client, episode):
    def store(content, name="A knot.png"):
        file = SimpleUploadedFile(name, content, "image/png")
        return admin_client.post(PICTURE, {"episode": episode.pk, "picture": file}).json()

    return store


def address(markdown):
    return "/media/" + markdown.split("/media/")[1].rstrip(")")


def test_a_picture_is_stored_under_the_hash_of_its_content(stored, episode):
    first, again = stored(png()), stored(png(), "other name.png")

    assert first["markdown"].startswith(f"![A knot]({episode.show.site_address}/media/notes/")
    assert address(first["markdown"]) == address(again["markdown"])


def test_what_is_no_picture_is_refused_with_the_reason(stored):
    assert "JPEG, PNG" in stored(b"<svg onload=x()>")["error"]


def test_a_picture_is_private_until_notes_that_show_it_are_published(stored, episode, client, admin_client):
    markdown = stored(png(41))["markdown"]
    place = address(markdown)
    assert client.get(place).status_code == 404
    assert admin_client.get(place).status_code == 302

    episode.notes = f"**Ada #1:** [Wax](https://wax.example)\n\n{markdown}\n"
    episode.save()
    apply_notes(episode)
    assert client.get(place).status_code == 404

    publish(episode)
    assert "/public/notes/" in client.get(place).url
    assert f'src="{place}"' in client.get(episode.get_absolute_url()).content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_withdrawn_episode_takes_its_pictures_along(stored, episode, client):
    markdown = stored(png(42))["markdown"]
    episode.notes = markdown
    episode.save()
    apply_notes(episode)
    publish(episode)
    client.get(address(markdown))
    key = NotePicture.objects.get().key
    assert media_storage().is_public(key)

    withdraw(episode)
    work()

    assert not media_storage().is_public(key)
    assert client.get(address(markdown)).status_code == 404
