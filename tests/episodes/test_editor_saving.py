"""Two hosts have the same episode open: neither ever loses a word of the other."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from episodes.desk.versions import keep_version
from episodes.models import Episode
from episodes.notes.apply import apply_notes
from tests.desk import form_on
from tests.factories import EpisodeFactory, TopicFactory

pytestmark = pytest.mark.django_db

NOTES = """\
**Ada #1:** [Wax](https://wax.example)

- It carries.

**Bo #2:** [Twine](https://twine.example)

- It holds.
"""


@pytest.fixture
def episode(show):
    episode = EpisodeFactory(show=show, draft=True, number=12, title="Longer strings", notes=NOTES)
    apply_notes(episode)
    keep_version(episode)
    return episode


@pytest.fixture
def host(episode):
    """Signs a host in, opens the episode, and gives what saves the page with some fields changed."""
    address = reverse("admin:episodes_episode_change", args=[episode.pk])

    def opened(name):
        client = Client()
        client.force_login(User.objects.create_superuser(name, first_name=name.title()))
        form = form_on(client.get(address))

        def save(**fields):
            return client.post(address, form | {"_continue": "1"} | fields, follow=True)

        return save

    return opened


def errors(response, field):
    return " ".join(response.context["adminform"].form.errors.get(field, []))


def said(response):
    return " ".join(str(message) for message in response.context["messages"])


def test_two_saves_of_different_fields_both_stay(host, episode):
    ada, bo = host("ada"), host("bo")

    ada(title="Waxed strings")
    bo(summary="Of cans and strings.")

    episode.refresh_from_db()
    assert (episode.title, episode.summary) == ("Waxed strings", "Of cans and strings.")


def test_the_last_save_of_the_same_field_wins(host, episode):
    ada, bo = host("ada"), host("bo")

    ada(title="Waxed strings")
    bo(title="Twisted strings")

    assert Episode.objects.get().title == "Twisted strings"


def test_a_field_that_a_host_empties_is_emptied(host, episode):
    Episode.objects.update(summary="Too much said.", recorded_on="2026-01-02")
    ada = host("ada")

    ada(summary="", recorded_on="")

    episode.refresh_from_db()
    assert (episode.summary, episode.recorded_on) == ("", None)


def test_a_date_by_one_survives_a_title_by_the_other(host, episode):
    ada, bo = host("ada"), host("bo")

    ada(recorded_on="2030-01-02")
    bo(title="Waxed strings")

    episode.refresh_from_db()
    assert (episode.title, episode.recorded_on.year) == ("Waxed strings", 2030)


def test_topics_that_the_other_has_added_stay(host, episode):
    ada, bo = host("ada"), host("bo")
    topic = TopicFactory(show=episode.show)

    ada(topics=[str(topic.pk)])
    bo(title="Waxed strings")

    assert list(episode.topics.all()) == [topic]


def test_a_change_after_a_refused_save_is_still_a_change(host, episode):
    ada = host("ada")
    refused = ada(title="", recorded_on="2030-01-02")

    again = form_on(refused) | {"title": "Waxed strings", "_continue": "1"}
    ada(**again)

    episode.refresh_from_db()
    assert (episode.title, episode.recorded_on.year) == ("Waxed strings", 2030)


def test_changes_of_different_parts_of_the_notes_are_merged_and_said(host, episode):
    ada, bo = host("ada"), host("bo")

    ada(notes=NOTES.replace("It carries.", "It carries far."))
    response = bo(notes=NOTES.replace("It holds.", "It holds well."))

    episode.refresh_from_db()
    assert episode.notes == NOTES.replace("carries.", "carries far.").replace("holds.", "holds well.")
    assert "both changes" in said(response)
    assert [part.text for part in episode.segments.all()] == ["It carries far.", "It holds well."]
    assert episode.notes_versions.first().kind == "merged"


def test_a_host_who_wrote_no_notes_keeps_what_the_other_wrote(host, episode):
    ada, bo = host("ada"), host("bo")

    ada(notes=NOTES + "\nJoke: Why?\n")
    response = bo(title="Waxed strings")

    episode.refresh_from_db()
    assert episode.notes.endswith("Joke: Why?\n")
    assert "both changes" not in said(response)


def test_changes_of_the_same_line_are_shown_beside_each_other_and_nothing_is_saved(host, episode):
    ada, bo = host("ada"), host("bo")
    ada(notes=NOTES.replace("It carries.", "It carries far."))

    response = bo(notes=NOTES.replace("It carries.", "It carries nothing."), title="Waxed strings")

    page = response.content.decode()
    assert "Nothing is lost" in errors(response, "notes")
    assert page.count("It carries far.") == 1
    assert page.count("It carries nothing.") == 2
    episode.refresh_from_db()
    assert (episode.title, "It carries far." in episode.notes) == ("Longer strings", True)


@pytest.mark.parametrize(
    ("choice", "kept"),
    [
        ("theirs", "- It carries far.\n"),
        ("mine", "- It carries nothing.\n"),
        ("both", "- It carries far.\n- It carries nothing.\n"),
    ],
)
def test_a_host_chooses_and_saves_again(host, episode, choice, kept):
    ada, bo = host("ada"), host("bo")
    ada(notes=NOTES.replace("It carries.", "It carries far."))
    response = bo(notes=NOTES.replace("It carries.", "It carries nothing."))
    (conflict,) = response.context["adminform"].form.conflicts

    bo(**form_on(response) | {f"notes_choice_{conflict.key}": choice})

    assert Episode.objects.get().notes == NOTES.replace("- It carries.\n", kept)


def test_a_page_whose_beginning_nobody_remembers_overwrites_nothing(host, episode):
    ada = host("ada")
    Episode.objects.update(notes="Something else altogether.\n")

    response = ada(notes="Mine.\n", notes_base="0" * 64)

    assert errors(response, "notes")
    assert Episode.objects.get().notes == "Something else altogether.\n"


def test_notes_kept_with_windows_line_ends_are_merged_with_them(host, episode):
    windows = NOTES.replace("\n", "\r\n")
    Episode.objects.update(notes=windows)
    ada, bo = host("ada"), host("bo")

    ada(notes=windows.replace("carries.", "carries far."))
    bo(notes=windows.replace("holds.", "holds well."))

    assert Episode.objects.get().notes == windows.replace("carries.", "carries far.").replace(
        "holds.", "holds well."
    )


def test_of_fields_that_were_not_touched_nothing_is_logged(host, episode):
    ada = host("ada")
    ada(title="Waxed strings")

    assert LogEntry.objects.get().get_change_message() == "Changed Title."
