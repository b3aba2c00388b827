"""The page of an episode's times: typed, confirmed, refused or read from a file, and never lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.episodes.marks import wav
from tests.factories import (
    CueFactory,
    EpisodeFactory,
    MemberFactory,
    SegmentFactory,
    SponsorFactory,
    SponsorshipFactory,
    TranscriptFactory,
)
from tests.pages import read_page

pytestmark = pytest.mark.django_db


def seconds(number):
    return timedelta(seconds=number)


@pytest.fixture
def episode(show):
    return EpisodeFactory(
        show=show,
        number=12,
        audio_key="a",
        audio_type="audio/mpeg",
        audio_bytes=1,
        audio_duration=seconds(600),
    )


@pytest.fixture
def knots(episode):
    return SegmentFactory(episode=episode, order=1, title="Knots", slug="knots")


@pytest.fixture
def hitches(episode, knots):
    return SegmentFactory(episode=episode, order=2, title="Hitches", slug="hitches")


@pytest.fixture
def proposed(hitches):
    """Sure enough for listeners, and not confirmed."""
    return propose(hitches, 62, 0.8)


def propose(segment, at, confidence):
    segment.proposed_start, segment.proposed_confidence = seconds(at), confidence
    segment.proposed_evidence = "what have you got?"
    if confidence >= 0.7:
        segment.start, segment.start_origin = seconds(at), "found"
    segment.save()
    return segment


class Desk:
    """One host's browser: the form as it was opened, what is typed into it, and what comes back."""

    def __init__(self, client, episode):
        self.client = client
        self.address = reverse("admin:episodes_episode_times", args=[episode.pk])
        self.open()

    def open(self):
        self._read(self.client.get(self.address))

    def type(self, part, start):
        self.form[f"{key(part)}-start"] = start

    def answer(self, part, answer):
        self.form[f"{key(part)}-answer"] = answer

    def tick(self, name):
        self.form[name] = "on"

    def save(self):
        response = self.client.post(self.address, self.form, follow=True)
        self._read(response)
        return [str(message) for message in response.context["messages"]]

    def upload(self, data, name="marks.txt"):
        data = data if isinstance(data, bytes) else data.encode()
        file = SimpleUploadedFile(name, data)
        self._read(
            self.client.post(self.address, {**self.form, "read_marks": "Read the file", "marks": file})
        )

    def shown(self, part):
        return self.form[f"{key(part)}-start"]

    def _read(self, response):
        assert response.status_code == 200
        self.page = read_page(response).one("main")
        fields = self.page.one("form", enctype="multipart/form-data").all("input")
        self.form = {
            field["name"]: field.attributes.get("value", "on")
            for field in fields
            if field["type"] not in ("submit", "file")
            and (field["type"] not in ("radio", "checkbox") or "checked" in field.attributes)
        }


def key(part):
    return f"{type(part).__name__.lower()}-{part.pk}"


@pytest.fixture
def desk(admin_client, episode, knots, hitches):
    return Desk(admin_client, episode)


def start_of(part):
    part.refresh_from_db()
    return part.start, getattr(part, "start_origin", None)


# Typing


def test_the_episodes_form_leads_to_it(admin_client, episode):
    page = read_page(admin_client.get(reverse("admin:episodes_episode_change", args=[episode.pk])))

    assert page.one("a", href=reverse("admin:episodes_episode_times", args=[episode.pk])).text == "Times"


def test_a_typed_time_is_a_hosts_own(desk, knots, hitches):
    desk.type(knots, "00:00:12")
    desk.type(hitches, "1:02,5")

    assert desk.save() == ["2 starts are saved."]
    assert start_of(knots) == (seconds(12), "host")
    assert start_of(hitches) == (seconds(62.5), "host")
    assert desk.shown(hitches) == "00:01:02.5"


def test_a_time_is_taken_away(desk, knots):
    desk.type(knots, "00:12")
    desk.save()
    desk.type(knots, " ")

    assert desk.save() == ["1 start is saved."]
    assert start_of(knots) == (None, "")


def test_saving_without_an_answer_changes_nothing(desk, proposed):
    desk.open()

    assert desk.save() == ["Nothing has changed."]
    assert start_of(proposed) == (seconds(62), "found")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("soon", "Write hours, minutes and seconds, like 00:01:02."),
        ("62", "Write hours, minutes and seconds, like 00:01:02."),
        ("-1:00", "Write hours, minutes and seconds, like 00:01:02."),
        ("00:10:00", "The audio ends at 00:10:00."),
        ("1" * 30, "Write hours, minutes and seconds, like 00:01:02."),
    ],
)
def test_a_time_that_cannot_be_is_an_error_at_its_part_and_nothing_is_lost(desk, knots, hitches, typed, said):
    desk.type(knots, "00:12")
    desk.type(hitches, typed)
    desk.save()

    assert said in desk.page.one("ul", id=f"{key(hitches)}-errors").text
    assert desk.page.one(id=f"{key(hitches)}-start")["aria-invalid"] == "true"
    assert (desk.shown(knots), desk.shown(hitches)) == ("00:12", typed)
    assert start_of(knots) == (None, "")


def test_an_order_other_than_that_of_the_notes_is_saved_and_told(desk, knots, hitches):
    desk.type(knots, "00:30")
    desk.type(hitches, "00:10")

    assert desk.save()[1:] == ["“Hitches” (00:00:10) starts before “Knots”, which the notes put first."]
    assert start_of(hitches) == (seconds(10), "host")


def test_a_time_of_the_notes_is_changed_in_the_notes(desk, knots):
    knots.start, knots.start_origin = seconds(5), "notes"
    knots.save()
    desk.type(knots, "00:12")
    desk.save()

    assert f"{key(knots)}-start" not in desk.form
    assert "00:00:05 as the notes say; change it there" in desk.page.text
    assert start_of(knots) == (seconds(5), "notes")


def test_a_list_of_links_is_no_part_that_is_heard(desk, episode):
    links = SegmentFactory(episode=episode, order=3, kind="links")
    desk.open()

    assert f"{key(links)}-start" not in desk.form


def test_a_paid_message_without_a_part_has_a_time_too(desk, episode, knots):
    twine = SponsorshipFactory(episode=episode, sponsor=SponsorFactory(name="Twine"), from_notes=True)
    read = SponsorshipFactory(episode=episode, segment=knots)
    desk.open()
    desk.type(twine, "00:45")
    desk.save()

    assert start_of(twine)[0] == seconds(45)
    assert not twine.from_notes
    assert f"{key(read)}-start" not in desk.form


def test_the_change_is_in_the_history(desk, knots, episode, admin_client):
    desk.type(knots, "00:12")
    desk.save()

    history = admin_client.get(reverse("admin:episodes_episode_history", args=[episode.pk])).content.decode()
    assert "Set the start of Knots" in history


# Proposals


def test_a_proposal_shows_when_how_sure_and_by_which_words(desk, proposed):
    desk.open()
    proposal = desk.page.one("fieldset", class_="times-proposal")

    assert "heard at 01:02 (80 % sure)" in proposal.text
    assert proposal.one("q").text == "what have you got?"


def test_a_proposal_is_called_right(desk, proposed):
    desk.open()
    desk.answer(proposed, "right")

    assert desk.save() == ["1 start is saved."]
    assert start_of(proposed) == (seconds(62), "host")
    assert not desk.page.all("fieldset", class_="times-proposal")


@pytest.mark.parametrize("confidence", [0.5, 0.8])
def test_a_proposal_is_called_wrong(desk, hitches, confidence):
    propose(hitches, 62, confidence)
    desk.open()
    desk.answer(hitches, "wrong")
    desk.save()

    assert start_of(hitches) == (None, "")
    assert hitches.proposal_refused
    assert not desk.page.all("fieldset", class_="times-proposal")


def test_what_is_typed_counts_more_than_the_proposal(desk, proposed):
    desk.open()
    desk.answer(proposed, "right")
    desk.type(proposed, "01:10")
    desk.save()

    assert start_of(proposed) == (seconds(70), "host")


def test_all_sure_proposals_are_confirmed_at_once(desk, episode, knots, hitches):
    propose(knots, 10, 0.5)
    propose(hitches, 62, 0.7)
    refused = propose(SegmentFactory(episode=episode, order=3), 90, 0.9)
    desk.open()
    desk.answer(refused, "wrong")
    desk.tick("all_sure")
    desk.save()

    assert start_of(knots) == (None, "")
    assert start_of(hitches) == (seconds(62), "host")
    assert start_of(refused) == (None, "")


def test_it_is_the_proposal_on_the_page_that_is_confirmed(desk, proposed):
    desk.open()
    desk.answer(proposed, "right")
    propose(proposed, 65, 0.8)
    desk.save()

    assert "Meanwhile it has been set to 00:01:05." in desk.page.text
    assert desk.save() == ["Nothing has changed."]
    desk.answer(proposed, "right")
    desk.save()
    assert start_of(proposed) == (seconds(65), "host")


# Two hosts


def test_two_hosts_who_set_different_parts_both_keep_theirs(desk, admin_client, episode, knots, hitches):
    other = Desk(admin_client, episode)
    other.type(hitches, "01:02")
    other.save()
    desk.type(knots, "00:12")
    desk.save()

    assert start_of(knots) == (seconds(12), "host")
    assert start_of(hitches) == (seconds(62), "host")


def test_two_hosts_who_set_the_same_part_are_told(desk, admin_client, episode, knots, hitches):
    other = Desk(admin_client, episode)
    other.type(knots, "00:20")
    other.type(hitches, "01:02")
    other.save()
    desk.type(knots, "00:12")
    desk.save()

    assert "Meanwhile it has been set to 00:00:20. Save again if 00:00:12 is right." in desk.page.text
    assert start_of(knots) == (seconds(20), "host")
    assert desk.shown(hitches) == "00:01:02"

    desk.save()
    assert start_of(knots) == (seconds(12), "host")
    assert start_of(hitches) == (seconds(62), "host")


def test_two_hosts_who_agree_are_not_disturbed(desk, admin_client, episode, knots):
    other = Desk(admin_client, episode)
    other.type(knots, "00:12")
    other.save()
    desk.type(knots, "0:12")

    assert desk.save() == ["Nothing has changed."]


def test_a_time_for_a_part_that_is_gone_is_told(desk, knots, hitches):
    desk.type(hitches, "01:02")
    desk.type(knots, "00:12")
    hitches.delete()

    assert desk.save() == ["1 start is saved.", "The part that you gave 01:02 is no longer in the notes."]


def test_what_another_changes_elsewhere_stays(desk, knots):
    desk.type(knots, "00:12")
    type(knots).objects.filter(pk=knots.pk).update(title="Better knots")
    desk.save()

    knots.refresh_from_db()
    assert knots.title == "Better knots"


# Marks


def test_a_files_marks_fill_the_fields_and_nothing_is_saved(desk, knots, hitches):
    desk.upload("0.0\t0.0\tHello\n12.5\t12.5\tknots\n62.0\t62.0\tHitches!\n")

    assert (desk.shown(knots), desk.shown(hitches)) == ("00:00:12.5", "00:01:02")
    assert (
        "Audacity labels: 3 marks. Nothing is saved yet. These belong to no part: 00:00 Hello"
        in desk.page.text
    )
    assert "from the file: “knots”" in desk.page.text
    assert start_of(knots) == (None, "")

    desk.save()
    assert start_of(knots) == (seconds(12.5), "host")


def test_a_time_that_somebody_set_or_typed_stays_until_the_host_takes_the_files(desk, knots, hitches):
    desk.type(knots, "00:10")
    desk.save()
    desk.type(hitches, "01:00")
    desk.upload("0:12 Knots\n1:02 Hitches\n")

    assert (desk.shown(knots), desk.shown(hitches)) == ("00:00:10", "01:00")
    desk.tick(f"{key(knots)}-take")
    desk.save()
    assert start_of(knots) == (seconds(12), "host")
    assert start_of(hitches) == (seconds(60), "host")


def test_a_start_that_nobody_confirmed_gives_way(desk, proposed):
    desk.open()
    desk.upload("0:12 Knots\n1:10 Hitches\n")

    assert desk.shown(proposed) == "00:01:10"
    desk.save()
    assert start_of(proposed) == (seconds(70), "host")


def test_what_was_typed_survives_a_file_that_cannot_be_read(desk, knots):
    desk.type(knots, "00:10")
    desk.upload("1.0\t1.0\tone\nsoon\t2.0\ttwo\n")

    assert "Line 2: “soon” is no time in seconds." in desk.page.one(id="marks-error").text
    assert desk.shown(knots) == "00:10"


def test_no_file_is_an_error(desk, admin_client):
    response = admin_client.post(desk.address, {**desk.form, "read_marks": "Read the file"})

    assert read_page(response).one(id="marks-error").text == "Choose a file first."


def test_cue_points_are_read_from_a_file_of_sound(desk, hitches):
    desk.upload(wav([(1, 48_000 * 62, b"Hitches")], sound=bytes(3_000_000)), "session.wav")

    assert desk.shown(hitches) == "00:01:02"


def test_a_mark_beyond_the_audio_is_an_error_when_it_is_saved(desk, hitches):
    desk.upload("12.0\t12.0\tHitches\n700.0\t700.0\tKnots\n")
    desk.save()

    assert "The audio ends at 00:10:00." in desk.page.text
    assert start_of(hitches) == (None, "")


def test_what_a_file_says_is_only_text(desk):
    desk.upload("12.0\t12.0\t<script>alert(1)</script>\n")

    assert not desk.page.all("script")
    assert "<script>alert(1)</script>" in desk.page.text


# The page


def test_the_transcript_stands_beside_the_parts(desk, episode):
    transcript = TranscriptFactory(episode=episode)
    CueFactory(transcript=transcript, order=1, text="What have you got?", speaker="Ada")
    desk.open()

    assert desk.page.one("span", data_s="4").text == "What have you got?"


def test_an_episode_without_audio_can_be_timed_by_hand(desk, episode, knots):
    episode.audio_key, episode.audio_type, episode.audio_bytes, episode.audio_duration = "", "", None, None
    episode.save()
    desk.open()
    desk.type(knots, "00:12")
    desk.save()

    assert not desk.page.all("audio")
    assert start_of(knots) == (seconds(12), "host")


def test_it_costs_the_same_queries_for_any_number_of_parts(
    desk, admin_client, episode, django_assert_max_num_queries
):
    for place in range(10, 40):
        SegmentFactory(episode=episode, order=place)

    with django_assert_max_num_queries(20):
        desk.open()


@pytest.mark.parametrize("name", ["times", "elsewhere"])
def test_strangers_are_asked_who_they_are(client, episode, name):
    assert client.get(reverse(f"admin:episodes_episode_{name}", args=[episode.pk])).status_code == 302


def test_who_may_not_change_episodes_may_not_set_times(client, episode):
    client.force_login(MemberFactory(show=episode.show, role="viewer").user)

    assert client.get(reverse("admin:episodes_episode_times", args=[episode.pk])).status_code == 403
    assert client.get(reverse("admin:episodes_episode_elsewhere", args=[episode.pk])).status_code == 200


def test_an_episode_that_is_not_there_is_not_found(admin_client, db):
    assert admin_client.get("/admin/episodes/episode/99999/times/").status_code == 404
    assert admin_client.post("/admin/episodes/episode/99999/times/").status_code == 404


# Elsewhere


def test_every_text_is_there_to_copy_and_to_save(admin_client, episode, knots):
    knots.start, knots.start_origin = seconds(62), "host"
    knots.save()
    page = read_page(admin_client.get(reverse("admin:episodes_episode_elsewhere", args=[episode.pk])))

    for area in page.all("textarea"):
        file = admin_client.get(
            reverse("admin:episodes_episode_elsewhere_file", args=[episode.pk, area["id"]])
        )
        assert "Knots" in area.text or area["id"] == "youtube"  # which wants three chapters
        assert " ".join(file.content.decode().split()) == area.text
        assert file["Content-Disposition"].startswith(f'attachment; filename="12-{area["id"]}.')
    assert [area["id"] for area in page.all("textarea")] == [
        *("youtube", "newsletter-markdown", "newsletter-html", "notes", "podlove", "audacity")
    ]


def test_without_times_there_are_no_chapters_to_take_along(admin_client, episode, knots):
    page = read_page(admin_client.get(reverse("admin:episodes_episode_elsewhere", args=[episode.pk])))

    assert "No start is known yet" in page.text
    assert not page.all("textarea", id="podlove")


def test_a_form_that_is_not_known_is_not_found(admin_client, episode):
    address = reverse("admin:episodes_episode_elsewhere_file", args=[episode.pk, "nothing"])

    assert admin_client.get(address).status_code == 404


def test_a_greeting_of_which_nothing_is_known_is_left_out(admin_client, episode, knots):
    SegmentFactory(episode=episode, order=0, number=None, kind="intro", title="", url="")
    page = read_page(admin_client.get(reverse("admin:episodes_episode_elsewhere", args=[episode.pk])))

    assert "Intro" not in page.one("textarea", id="notes").text
