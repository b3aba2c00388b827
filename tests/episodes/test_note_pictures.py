"""Pictures in show notes: fetched once, kept by us, shown with their size; never asked of a stranger by a reader."""

from __future__ import annotations

import gzip
import io
import struct
import urllib.error
import urllib.request
import zlib
from contextlib import suppress
from datetime import timedelta
from html import unescape

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from episodes.models import Episode, NotePicture, Segment
from episodes.notes.apply import apply_notes
from episodes.picture_fetching import fetch_pictures_soon
from episodes.picture_files import NotAPicture, fit
from episodes.publishing import publish, withdraw
from episodes.storage import media_storage
from tests.desk import form_on
from tests.factories import EpisodeFactory
from tests.local_server import local_server
from tests.pages import read_page

pytestmark = pytest.mark.django_db

NOTES = "**Ada #1:** [Knots](https://knots.example)\n\n- Look: ![A reef knot]({})\n"


@pytest.fixture
def server(settings):
    settings.ALLOW_PRIVATE_FETCHES = True
    with local_server() as running:
        yield running


@pytest.fixture
def done(django_capture_on_commit_callbacks):
    """Do something, and what the worker does after it; not what is for later."""

    def do(job, *args):
        with django_capture_on_commit_callbacks(execute=True):
            answer = job(*args)
        work(django_capture_on_commit_callbacks)
        return answer

    return do


@pytest.fixture
def later(django_capture_on_commit_callbacks):
    """The worker, after that much time."""

    def wait(time):
        NotePicture.objects.exclude(tried_at=None).update(tried_at=timezone.now() - time)
        DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now())
        work(django_capture_on_commit_callbacks)

    return wait


def work(on_commit):
    while result := DBTaskResult.objects.ready().first():
        result.claim("tests")
        with on_commit(execute=True):
            result.set_successful(result.task.call(*result.args_kwargs["args"]))


@pytest.fixture
def noted(show, done):
    """A published episode whose notes name a picture, after the worker has looked at it."""

    def make(url, notes=NOTES, **values):
        episode = EpisodeFactory(show=show, notes=notes.format(url), **values)
        done(save, episode)
        episode.refresh_from_db()
        return episode

    return make


def save(episode):
    apply_notes(episode)
    fetch_pictures_soon(episode)


def picture(width=60, height=40, kind="PNG", mode="RGB", **options):
    file = io.BytesIO()
    Image.new(mode, (width, height), "teal" if mode != "L" else 99).save(file, kind, **options)
    return file.getvalue()


def animation(kind="GIF"):
    frames = [Image.new("RGB", (20, 10), colour) for colour in ("teal", "red")]
    file = io.BytesIO()
    frames[0].save(file, kind, save_all=True, append_images=frames[1:], duration=100)
    return file.getvalue()


def png_that_claims(width, height):
    """A few bytes that say they are a huge picture."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(2_000_000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def on_a_huge_screen(gif):
    return gif[:6] + b"\xff\xff\xff\xff" + gif[10:]


def stored(address):
    """The bytes that a listener's browser gets for one of our addresses, its media type, and the picture."""
    with urllib.request.urlopen(address) as answer:
        data = answer.read()
        return data, answer.headers["Content-Type"], Image.open(io.BytesIO(data))


def status_of(address):
    try:
        return urllib.request.urlopen(address).status
    except urllib.error.HTTPError as error:
        return error.code


# What readers get


def test_a_page_shows_the_picture_from_our_own_address_with_its_size(server, client, noted):
    episode = noted(server.page("/reef.png", picture(60, 40), "image/png"))

    image = read_page(client.get(episode.get_absolute_url())).one("img", alt="A reef knot")

    assert image["src"] == f"/media/{NotePicture.objects.get().key}"
    assert (image["width"], image["height"]) == ("60", "40")
    assert (image["loading"], image["decoding"]) == ("lazy", "async")


def test_its_address_leads_to_a_public_object_for_ever(server, client, noted):
    noted(server.page("/reef.png", picture(60, 40), "image/png"))

    answer = client.get(f"/media/{NotePicture.objects.get().key}")

    assert answer.status_code == 302
    assert "public" in answer["Cache-Control"]
    _, media_type, image = stored(answer["Location"])
    assert (media_type, image.size) == ("image/png", (60, 40))


def test_the_feed_has_it_with_its_whole_address_its_words_and_its_size(server, client, noted):
    episode = noted(server.page("/reef.png", picture(60, 40), "image/png"), audio=True)

    feed = unescape(client.get("/feed.xml").content.decode())

    key = NotePicture.objects.get().key
    address = f"{episode.show.site_address}/media/{key}"
    assert f'<img alt="A reef knot" height="40" src="{address}" width="60">' in feed
    assert server.url not in feed


def test_until_it_is_here_notes_link_to_it(server, client, show):
    url = server.page("/reef.png", picture())
    episode = EpisodeFactory(show=show, notes=NOTES.format(url))

    apply_notes(episode)
    page = read_page(client.get(episode.get_absolute_url()))

    assert page.one("a", href=url).text == "A reef knot"
    assert page.all("img", alt="A reef knot") == []
    assert server.asked == []


def test_the_words_of_the_notes_are_the_same_before_and_after(server, show, done):
    episode = EpisodeFactory(show=show, notes=NOTES.format(server.page("/reef.png", picture())))
    apply_notes(episode)
    before = Segment.objects.get().text

    done(save, episode)

    assert Segment.objects.get().text == before == "Look: A reef knot"


def test_the_source_of_the_notes_is_never_changed(server, noted):
    url = server.page("/reef.png", picture())

    assert noted(url).notes == NOTES.format(url)


def test_no_public_page_may_load_pictures_from_elsewhere(client, show):
    policy = client.get("/")["Content-Security-Policy"]
    allowed = next(part for part in policy.split("; ") if part.startswith("img-src")).split()[1:]

    assert {"https:", "http:", "*"}.isdisjoint(allowed)
    assert {"'self'", "data:"} < set(allowed)


def test_with_amazons_own_storage_its_names_are_allowed(settings):
    from showsite.headers import policy

    settings.S3_PUBLIC_ENDPOINT_URL = settings.MEDIA_PUBLIC_URL = ""
    settings.S3_BUCKET, settings.S3_REGION = "tin", "eu-west-1"

    assert policy().count("https://tin.s3.eu-west-1.amazonaws.com") == 2


def test_a_page_costs_the_same_with_many_pictures(server, client, noted):
    url = server.page("/reef.png", picture())
    many = "".join(f"\n![Knot {n}]({url}?{n})\n" for n in range(20))
    episodes = [noted(url), noted(url, notes=NOTES + many)]

    costs = []
    for episode in episodes:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(episode.get_absolute_url())
        costs.append(len(queries))

    assert costs[0] == costs[1]


def test_applying_notes_costs_the_same_with_many_pictures(server, show):
    costs = []
    for count in (1, 2, 50):  # the first one's words are new to the show, which is a statement more
        images = "".join(f"\n![Knot {n}]({server.url}/{n}of{count})\n" for n in range(count))
        episode = EpisodeFactory(show=show, notes=f"**Ada #1:** Knots\n{images}")
        with CaptureQueriesContext(connection) as queries:
            apply_notes(episode)
        costs.append(len(queries))

    assert costs[1] == costs[2]
    assert NotePicture.objects.count() == 53


def test_a_text_with_very_many_pictures_has_a_limit(show, server):
    images = "".join(f"![Knot]({server.url}/{n})\n" for n in range(300))
    episode = EpisodeFactory(show=show, notes=f"**Ada #1:** Knots\n\n{images}")

    apply_notes(episode)

    assert NotePicture.objects.count() == 200


# How it is kept


@pytest.mark.parametrize(
    ("kind", "options", "media_type"),
    [
        ("PNG", {}, "image/png"),
        ("JPEG", {}, "image/jpeg"),
        ("WEBP", {}, "image/webp"),
        ("GIF", {}, "image/png"),
        ("JPEG", {"mode": "CMYK"}, "image/jpeg"),
    ],
)
def test_it_takes_what_browsers_show_whatever_the_server_calls_it(
    server, client, noted, kind, options, media_type
):
    noted(server.page("/a", picture(kind=kind, **options), "text/html"))

    address = client.get(f"/media/{NotePicture.objects.get().key}")["Location"]

    assert stored(address)[1] == media_type


def test_a_wide_picture_becomes_narrower():
    kept = fit(picture(3200, 1000))

    assert (kept.width, kept.height) == (1600, 500)
    assert Image.open(io.BytesIO(kept.data)).size == (1600, 500)


def test_a_high_and_narrow_one_stays():
    assert fit(picture(100, 3000)).height == 3000


def test_it_stands_as_the_camera_meant_it():
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by a quarter
    kept = fit(picture(2000, 3200, "JPEG", exif=exif))

    assert (kept.width, kept.height) == (1600, 1000)
    assert not Image.open(io.BytesIO(kept.data)).getexif()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_a_camera_or_a_program_wrote_into_it_is_gone(kind):
    exif = Image.Exif()
    exif[0x010E] = "SECRET place"
    options = {"exif": exif}
    if kind == "PNG":
        options["pnginfo"] = PngInfo()
        options["pnginfo"].add_text("Comment", "SECRET words")
    if kind == "JPEG":
        options["comment"] = "SECRET words"
    data = picture(kind=kind, **options)
    assert b"SECRET" in data

    assert b"SECRET" not in fit(data).data


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_what_is_transparent_stays_so(mode):
    file = io.BytesIO()
    Image.new(mode, (2000, 20), (0,) * len(mode)).save(file, "PNG")

    kept = Image.open(io.BytesIO(fit(file.getvalue()).data)).convert("RGBA")

    assert kept.getpixel((5, 5))[3] == 0


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_an_animation_stays_as_it_is(kind):
    data = animation(kind)

    assert (fit(data).data, fit(data).width) == (data, 20)


def test_the_same_picture_under_two_addresses_is_one_object(server, noted):
    data = picture()
    first, second = server.page("/1.png", data), server.page("/2.png", data)

    noted(f"{first}) ![B]({second}")

    assert NotePicture.objects.count() == 2
    assert NotePicture.objects.values("key").distinct().count() == 1


def test_a_picture_that_two_episodes_name_is_fetched_once(server, noted):
    url = server.page("/reef.png", picture())

    one, other = noted(url), noted(url)

    assert server.paths() == ["/reef.png"]
    assert "<img" in one.notes_html
    assert "<img" in other.notes_html


def test_an_address_with_letters_of_its_own_and_entities_is_found_again(server, noted):
    server.page("/kn%C3%B6.png", picture())

    episode = noted(f'{server.url}/knö.png) <img src="{server.url}/knö.png?a=1&amp;b=2" alt="two"> (')

    assert episode.notes_html.count("<img") == 2


# What is no picture


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(b"<html>not here</html>", "It is no GIF", id="a page"),
        pytest.param(
            b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
            "It is no GIF",
            id="SVG",
        ),
        pytest.param(picture(kind="TIFF"), "It is no GIF", id="TIFF"),
        pytest.param(picture(kind="ICO"), "It is no GIF", id="icon"),
        pytest.param(picture(600, 600)[:-40], "It is no GIF", id="cut off"),
        pytest.param(on_a_huge_screen(picture(kind="GIF")), "more than 50 million pixels", id="huge GIF"),
        pytest.param(on_a_huge_screen(animation()), "more than 50 million pixels", id="huge animation"),
        pytest.param(png_that_claims(8000, 8000), "more than 50 million pixels", id="large"),
        pytest.param(png_that_claims(12_000, 12_000), "more than 50 million pixels", id="larger"),
        pytest.param(png_that_claims(60_000, 60_000), "more than 50 million pixels", id="bomb"),
        pytest.param(b"", "It is no GIF", id="nothing"),
    ],
)
def test_what_is_no_picture_for_a_page_stays_a_link_and_says_why(server, noted, data, reason):
    url = server.page("/x.png", data, "image/png")

    episode = noted(url)

    found = NotePicture.objects.get()
    assert (found.state, found.key) == ("failed", "")
    assert reason in found.problem
    assert f'href="{url}"' in episode.notes_html


@pytest.mark.parametrize("limit", [1, 255], ids=["one", "many"])
def test_a_file_that_is_no_picture_at_any_place_raises_only_what_it_should(limit):
    data = bytearray(picture(30, 30, "JPEG"))
    for place in range(0, len(data), 7):
        data[place] = limit
        with suppress(NotAPicture):
            fit(bytes(data))


def test_more_than_ten_megabytes_are_not_taken_also_when_they_come_compressed(server, noted):
    server.page("/big.png", gzip.compress(bytes(11_000_000)), "image/png", **{"Content-Encoding": "gzip"})

    noted(f"{server.url}/big.png")

    assert "is larger than 10 MB" in NotePicture.objects.get().problem


def test_a_private_address_is_never_asked(server, noted, settings):
    settings.ALLOW_PRIVATE_FETCHES = False

    noted(server.page("/reef.png", picture()))
    noted("http://10.0.0.1/reef.png")

    problems = " ".join(NotePicture.objects.values_list("problem", flat=True))
    assert "only the ports 80 and 443 are asked" in problems
    assert "10.0.0.1 is not on the public internet" in problems
    assert server.asked == []


def test_a_redirect_to_a_private_address_is_not_followed(server, noted, settings):
    def lead_inside(request):
        settings.ALLOW_PRIVATE_FETCHES = False  # the first server counted as public, the next one does not
        request.send_response(302)
        request.send_header("Location", "http://localhost/admin.png")
        request.end_headers()

    server.pages["/reef.png"] = lead_inside

    noted(f"{server.url}/reef.png")

    assert "localhost is not on the public internet" in NotePicture.objects.get().problem


def test_a_note_cannot_name_an_object_of_ours_by_its_key(client, show, done, noted):
    noted("/media/people/ada.png", notes="**Ada #1:** Knots\n\n![x]({})\n")

    assert not NotePicture.objects.exists()
    assert client.get("/media/notes/../people/ada.png").status_code == 404


# When it does not work at once


def test_what_may_work_another_time_is_tried_again_and_then_shown(server, noted, later):
    server.pages["/reef.png"] = (503, {}, b"")
    episode = noted(f"{server.url}/reef.png")
    assert NotePicture.objects.get().state == "waiting"

    server.page("/reef.png", picture())
    later(timedelta(minutes=2))

    episode.refresh_from_db()
    assert "<img" in episode.notes_html
    assert NotePicture.objects.get().problem == ""


def test_it_is_given_up_after_a_few_times(server, noted, later):
    server.pages["/reef.png"] = (503, {}, b"")
    noted(f"{server.url}/reef.png")

    for _ in range(9):
        later(timedelta(days=1))

    found = NotePicture.objects.get()
    assert (found.state, len(server.asked)) == ("failed", 5)
    assert "answers 503" in found.problem


def test_it_is_not_tried_again_before_its_time(server, noted, done):
    server.pages["/reef.png"] = (503, {}, b"")
    episode = noted(f"{server.url}/reef.png")

    done(save, episode)

    assert len(server.asked) == 1


def test_what_is_gone_for_good_is_not_tried_again(server, noted, later):
    noted(f"{server.url}/gone.png")
    later(timedelta(days=1))

    assert NotePicture.objects.get().state == "failed"
    assert len(server.asked) == 1


def test_a_host_sees_what_is_broken_and_can_have_it_tried_again(server, noted, admin_client, done):
    episode = noted(f"{server.url}/reef.png")
    listed = reverse("admin:episodes_notepicture_changelist")
    page = admin_client.get(listed).content.decode()
    assert "answers 404" in page
    assert "failed" in page

    server.page("/reef.png", picture())
    action = {"action": "fetch_again", "_selected_action": [NotePicture.objects.get().pk]}
    done(admin_client.post, listed, action)

    episode.refresh_from_db()
    assert "<img" in episode.notes_html


def test_the_desk_lists_many_pictures_with_as_many_queries_as_one(server, noted, admin_client):
    listed = reverse("admin:episodes_notepicture_changelist")
    costs = []
    for count in (1, 20):
        noted("".join(f"{server.url}/{n}.png) ![B](" for n in range(count)) + server.url)
        with CaptureQueriesContext(connection) as queries:
            admin_client.get(listed)
        costs.append(len(queries))

    assert costs[0] == costs[1]


def test_one_that_cannot_be_fetched_again_stays(server, noted):
    episode = noted(server.page("/reef.png", picture()))
    server.pages.clear()

    call_command("fetch_pictures", all=True)

    found, before = NotePicture.objects.get(), episode.notes_html
    episode.refresh_from_db()
    assert (found.state, episode.notes_html) == ("stored", before)
    assert "answers 404" in found.problem


def test_saving_at_the_desk_fetches_what_the_notes_name(server, show, admin_client, done):
    episode = EpisodeFactory(show=show, audio=True)
    address = reverse("admin:episodes_episode_change", args=[episode.pk])
    form = form_on(admin_client.get(address))
    url = server.page("/reef.png", picture())

    done(lambda: admin_client.post(address, {**form, "notes": NOTES.format(url)}))

    episode.refresh_from_db()
    assert f'src="/media/{NotePicture.objects.get().key}"' in episode.notes_html


def test_an_imported_folder_has_its_pictures_fetched(server, show, tmp_path, done):
    (tmp_path / "12.md").write_text("# 12\n\n" + NOTES.format(server.page("/reef.png", picture())))

    done(lambda: call_command("import_notes", str(tmp_path)))

    assert "<img" in Episode.objects.get().notes_html


def test_a_dry_run_fetches_nothing(server, show, tmp_path, done):
    (tmp_path / "12.md").write_text("# 12\n\n" + NOTES.format(server.page("/reef.png", picture())))

    done(lambda: call_command("import_notes", str(tmp_path), dry_run=True))

    assert server.asked == []
    assert not NotePicture.objects.exists()


# Who may see it


@pytest.mark.parametrize("state", ["draft", "scheduled"])
def test_the_picture_of_a_hidden_episode_is_for_its_hosts_alone(server, client, admin_client, noted, state):
    noted(server.page("/reef.png", picture(61)), **{state: True})
    key = NotePicture.objects.get().key

    client.logout()
    assert client.get(f"/media/{key}").status_code == 404
    assert not media_storage().is_public(key)
    assert status_of(media_storage().public_url(key)) in (403, 404)


def test_a_host_sees_the_picture_of_a_draft_by_a_signed_address(server, admin_client, noted):
    noted(server.page("/reef.png", picture(62)), draft=True)
    key = NotePicture.objects.get().key

    answer = admin_client.get(f"/media/{key}")

    assert answer["Cache-Control"] == "private, no-store"
    assert stored(answer["Location"])[2].size == (62, 40)
    assert not media_storage().is_public(key)


def test_publishing_opens_it_and_withdrawing_closes_it(server, client, noted, done):
    episode = noted(server.page("/reef.png", picture(63)), draft=True)
    key = NotePicture.objects.get().key

    done(publish, episode)
    public = client.get(f"/media/{key}")["Location"]
    assert status_of(public) == 200

    done(withdraw, episode)
    assert client.get(f"/media/{key}").status_code == 404
    assert status_of(public) in (403, 404)


def test_what_another_published_episode_shows_stays_open(server, client, noted, done):
    url = server.page("/reef.png", picture(64))
    episode, _ = noted(url), noted(url)
    public = client.get(f"/media/{NotePicture.objects.get().key}")["Location"]

    done(withdraw, episode)

    assert status_of(public) == 200


def test_what_the_notes_name_no_longer_is_closed(server, client, noted, done, monkeypatch):
    episode = noted(server.page("/reef.png", picture(65)))
    address = f"/media/{NotePicture.objects.get().key}"
    public = client.get(address)["Location"]

    episode.notes = "**Ada #1:** Knots\n\nNone.\n"
    done(save, episode)
    assert client.get(address).status_code == 404

    monkeypatch.setattr("episodes.picture_fetching.GRACE", timedelta(0))
    call_command("fetch_pictures")
    assert status_of(public) in (403, 404)


# A back catalogue


def test_the_command_fetches_what_waits_and_says_how_much(server, show, capsys):
    for n in range(3):
        url = server.page(f"/{n}.png", picture(10 + n)) if n else f"{server.url}/gone.png"
        apply_notes(EpisodeFactory(show=show, notes=NOTES.format(url)))

    call_command("fetch_pictures")

    assert "3 pictures: 2 fetched, 0 to be tried again, 1 failed; " in capsys.readouterr().out
    assert Episode.objects.filter(notes_html__contains="<img").count() == 2


def test_the_command_asks_again_for_what_failed_only_when_told(server, noted):
    episode = noted(f"{server.url}/reef.png")
    server.page("/reef.png", picture())

    call_command("fetch_pictures")
    assert len(server.asked) == 1

    call_command("fetch_pictures", "--all")
    episode.refresh_from_db()
    assert "<img" in episode.notes_html


def test_the_command_finds_notes_from_a_time_when_pictures_came_from_anywhere(server, show):
    url = server.page("/reef.png", picture())
    episode = EpisodeFactory(show=show, notes=NOTES.format(url))
    Episode.objects.update(notes_html=f'<p><img alt="A reef knot" loading="lazy" src="{url}"></p>')

    call_command("fetch_pictures")

    episode.refresh_from_db()
    assert 'src="/media/notes/' in episode.notes_html


def test_a_picture_that_has_changed_is_another_object(server, noted):
    episode = noted(server.page("/reef.png", picture(70)))
    before = NotePicture.objects.get().key
    server.page("/reef.png", picture(71))

    call_command("fetch_pictures", "--all")

    episode.refresh_from_db()
    after = NotePicture.objects.get().key
    assert after != before
    assert f'src="/media/{after}"' in episode.notes_html
