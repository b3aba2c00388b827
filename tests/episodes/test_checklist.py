"""What is told before an episode goes out: what is right, what is worth a look, what holds it back."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from episodes.checklist import checklist, checks
from episodes.checks import (
    Booked,
    State,
    check_audio,
    check_links,
    check_number,
    check_stored,
    check_title,
    lacks_payment,
)
from episodes.models import Booking, LinkCheck, NotePicture, Recording
from episodes.notes.apply import apply_notes
from episodes.storage import media_storage
from tests.factories import (
    EpisodeFactory,
    PersonFactory,
    ShowHostFactory,
    SponsorFactory,
    SponsorshipFactory,
    TranscriptFactory,
)

NOTES = "**Ada #1:** [00:30] [Waxed string](https://string.example/wax)\n\n- It carries further.\n"


@pytest.fixture
def episode(show):
    """A draft that lacks nothing."""
    ShowHostFactory(show=show, person=PersonFactory(name="Ada Quill", slug="ada"))
    EpisodeFactory(show=show, number=11)
    episode = EpisodeFactory(
        show=show, number=12, title="Wax", summary="Of wax.", draft=True, audio=True, notes=NOTES
    )
    apply_notes(episode)
    TranscriptFactory(episode=episode)
    LinkCheck.objects.create(url="https://string.example/wax", status=200, checked_at=timezone.now())
    return episode


def of(code, episode, **kwargs):
    return next(check for check in checks(episode, **kwargs) if check.code == code)


@pytest.mark.django_db
def test_an_episode_that_lacks_nothing_is_green(episode):
    found = checklist(episode)

    assert {str(check.code): str(check.state) for check in found.checks if check.state != State.OK} == {
        "feed": "warning"  # the show of this test has no artwork
    }
    assert found.is_green


@pytest.mark.parametrize(
    ("title", "summary", "state"),
    [("", "", State.FAILED), ("Wax", "", State.WARNING), ("Wax", "Of wax.", State.OK)],
)
def test_a_title_is_needed_and_a_sentence_is_better(title, summary, state):
    assert check_title(title, summary).state == state


@pytest.mark.parametrize(
    ("number", "others", "state"),
    [
        pytest.param(12, {10, 11}, State.OK, id="the next"),
        pytest.param(12, {11, 13}, State.OK, id="between"),
        pytest.param(300, set(), State.OK, id="the first of a show"),
        pytest.param(1, {2, 3}, State.OK, id="before all others"),
        pytest.param(12, {12}, State.FAILED, id="taken"),
        pytest.param(13, {10, 11}, State.FAILED, id="a gap"),
        pytest.param(None, {11}, State.WARNING, id="none"),
    ],
)
def test_a_number_is_free_and_leaves_no_gap(number, others, state):
    assert check_number(number, others, is_full=True).state == state


def test_a_trailer_needs_no_number():
    assert check_number(None, {11}, is_full=False).state == State.OK


@pytest.mark.parametrize(
    ("length", "newest", "state"),
    [
        ("31:05", {}, State.OK),
        ("31:05", {"problems": ["It clips."]}, State.WARNING),
        ("31:05", {"refusal": "That is a picture."}, State.WARNING),
        ("31:05", {"upload": "being checked"}, State.WAITING),
        ("", {"upload": "on its way"}, State.WAITING),
        ("", {"refusal": "That is a picture."}, State.FAILED),
        ("", {}, State.FAILED),
    ],
)
def test_audio_is_there_once_it_was_probed(length, newest, state):
    assert check_audio(length, **newest).state == state


@pytest.mark.parametrize(
    ("said", "found", "asked", "state"),
    [
        ((10, "audio/mpeg"), (10, "audio/mpeg"), True, State.OK),
        ((10, "audio/mpeg"), (11, "audio/mpeg"), True, State.FAILED),
        ((10, "audio/mpeg"), (10, "audio/mp4"), True, State.FAILED),
        ((10, "audio/mpeg"), None, True, State.FAILED),
        ((10, "audio/mpeg"), None, False, State.FAILED),
        (None, None, True, State.WARNING),
    ],
)
def test_the_feed_says_of_the_file_what_the_storage_says(said, found, asked, state):
    assert check_stored(said, found, asked=asked).state == state


@pytest.mark.django_db
def test_a_file_that_is_gone_from_the_storage_is_noticed(episode):
    media_storage().delete(episode.audio_key)

    assert of("stored", episode).state == State.FAILED


@pytest.mark.django_db
def test_a_size_that_is_not_that_of_the_object_is_noticed(episode):
    episode.audio_bytes += 1

    assert of("stored", episode).state == State.FAILED


@pytest.mark.django_db
def test_an_upload_that_is_still_being_checked_is_waited_for(episode):
    Recording.objects.create(episode=episode, name="new.mp3", bytes=3, state=Recording.State.WAITING)

    assert of("audio", episode).state == State.WAITING
    assert not checklist(episode).is_green


@pytest.mark.django_db
def test_an_upload_that_nobody_finished_holds_nothing_up(episode):
    Recording.objects.create(
        episode=episode, name="new.mp3", bytes=3, uploaded_at=datetime(2026, 1, 1, tzinfo=UTC)
    )

    assert of("audio", episode).state == State.OK


@pytest.mark.django_db
def test_a_missing_transcript_is_named(episode):
    episode.transcripts.all().delete()

    assert of("transcript", episode).state == State.FAILED


@pytest.mark.django_db
def test_a_host_whom_the_show_does_not_know_is_named(episode):
    episode.notes = NOTES.replace("Ada", "Adda")
    apply_notes(episode)

    assert of("people", episode).details == ("Adda",)
    assert of("people", episode).state == State.FAILED


@pytest.mark.django_db
def test_a_voice_of_the_transcript_that_nobody_has_named_is_worth_a_look(episode):
    episode.transcripts.get().speakers.create(label="SPEAKER_1")

    assert (of("people", episode).state, of("people", episode).details) == (State.WARNING, ("SPEAKER_1",))


MARCH = [Booked(first_day=date(2026, 3, 1), last_day=date(2026, 3, 31), is_paid=True)]
UNPAID = [Booked(first_day=date(2026, 4, 1), last_day=date(2026, 4, 30), is_paid=False)]


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 3, 1), ""),
        (date(2026, 3, 31), ""),
        (date(2026, 4, 2), "has not paid"),
        (date(2026, 5, 1), "has not booked"),
    ],
)
def test_a_message_runs_on_days_that_are_booked_and_paid_for(day, said):
    found = lacks_payment("Twine", day, MARCH + UNPAID)

    assert said in found
    assert bool(found) == bool(said)


@pytest.mark.django_db
def test_a_sponsor_is_compared_with_the_day_on_which_the_episode_goes_out(episode):
    episode.show.time_zone = "Pacific/Auckland"
    sponsor = SponsorFactory(name="Twine")
    SponsorshipFactory(episode=episode, sponsor=sponsor)
    day = date(2026, 7, 2)
    Booking.objects.create(show=episode.show, sponsor=sponsor, first_day=day, last_day=day, paid_on=day)

    assert of("sponsor", episode, at=datetime(2026, 7, 1, 11, tzinfo=UTC)).state == State.FAILED
    assert of("sponsor", episode, at=datetime(2026, 7, 1, 12, tzinfo=UTC)).state == State.OK


@pytest.mark.django_db
def test_a_show_that_keeps_no_bookings_is_only_told_so(episode):
    SponsorshipFactory(episode=episode)

    assert of("sponsor", episode).state == State.WARNING


def test_broken_links_are_worth_a_look_and_hold_nothing_back():
    check = check_links(3, [("https://gone.example/", "It answers 404.")], 0)

    assert (check.state, check.blocks) == (State.WARNING, False)
    assert check.details == ("https://gone.example/: It answers 404.",)


@pytest.mark.django_db
def test_links_that_nobody_has_asked_yet_are_counted(episode):
    LinkCheck.objects.all().delete()

    assert "1 link has not been asked yet" in of("links", episode).message


@pytest.mark.django_db
def test_private_text_is_told_with_its_line(episode):
    episode.notes = f"{NOTES}\nCONNECTION INFO: https://meet.example/secret\n"
    apply_notes(episode)

    check = of("private", episode)
    assert check.state == State.FAILED
    assert check.details[0].startswith("Line 5:")


@pytest.mark.django_db
def test_html_that_was_not_made_of_these_notes_is_noticed(episode):
    episode.notes_html += "<script>alert(1)</script>"

    assert of("html", episode).state == State.FAILED


@pytest.mark.django_db
def test_a_picture_without_words_is_worth_a_look(episode):
    url = "https://pictures.example/a.png"
    NotePicture.objects.create(url=url, key="notes/a.png", state=NotePicture.State.STORED, width=9, height=9)
    episode.notes = f"{NOTES}\n![]({url})\n"
    apply_notes(episode)

    check = of("html", episode)
    assert (check.state, check.details) == (State.WARNING, ("A picture has no description.",))


@pytest.mark.django_db
def test_a_picture_that_is_not_here_is_named(episode):
    episode.notes = f"{NOTES}\n![Rope](https://pictures.example/a.png)\n"
    apply_notes(episode)

    check = of("html", episode)
    assert check.state == State.WARNING
    assert "https://pictures.example/a.png" in check.details[0]


@pytest.mark.django_db
def test_what_podcast_apps_get_is_told_even_before_there_is_audio(show):
    episode = EpisodeFactory(show=show, draft=True)

    assert of("feed", episode).state == State.WARNING


@pytest.mark.django_db
def test_a_title_that_repeats_the_shows_name_is_worth_a_look(episode):
    episode.title = "Tin Can Telephone 12: Wax"
    episode.save()

    assert any("repeats" in detail for detail in of("feed", episode).details)


@pytest.mark.django_db
def test_only_what_is_waived_with_a_reason_may_be_missing(episode):
    episode.transcripts.all().delete()
    assert [str(check.code) for check in checklist(episode).blocking] == ["transcript"]

    episode.waivers.create(code="transcript", reason="It comes on Friday.")

    assert checklist(episode).is_green


@pytest.mark.django_db
def test_a_waiver_of_what_is_right_by_now_is_not_shown(episode):
    episode.waivers.create(code="transcript", reason="It comes on Friday.")

    assert not [waiver for _, waiver in checklist(episode).rows if waiver]


@pytest.mark.django_db
@pytest.mark.parametrize("count", [2, 12])
def test_it_costs_the_same_queries_for_any_number_of_segments(episode, count, django_assert_max_num_queries):
    episode.notes = NOTES * count
    apply_notes(episode)

    with django_assert_max_num_queries(45):
        checklist(episode)
