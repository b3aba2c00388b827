"""A word and all of its kind put right in all transcripts, with a look before anything changes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse

from episodes.models import Show
from tests.factories import CueFactory, EpisodeFactory, MemberFactory, ShowFactory, TranscriptFactory
from transcripts.glossary import Rule, put_right
from transcripts.glossary_runs import apply_glossary, preview, put_transcript_right, start_run
from transcripts.importing import choose, import_transcript, read_transcript
from transcripts.models import Cue, GlossaryRun, Passage, Term

PREVIEW = "admin:transcripts_term_preview"


def rule(heard, meant, **values):
    return Rule(heard=heard, meant=meant, **values)


@pytest.mark.parametrize(
    ("rules", "text", "wanted"),
    [
        pytest.param(
            [rule("pie test", "pytest")],
            "Use pie test, or Pie Test.",
            "Use pytest, or pytest.",
            id="any case",
        ),
        pytest.param([rule("pie test", "pytest")], "magpie tester", "magpie tester", id="whole words"),
        pytest.param(
            [rule("pie", "py", whole_word=False)], "magpie pies", "magpy pys", id="parts of words where asked"
        ),
        pytest.param([rule("fast api", "FastAPI")], "fast  api", "FastAPI", id="any space between words"),
        pytest.param(
            [rule("jango", "Django", keeps_case=True)],
            "Jango, jango, JANGO",
            "Django, django, DJANGO",
            id="the case of the line kept",
        ),
        pytest.param([rule("fastapi", "FastAPI")], "FastAPI, fastapi", "FastAPI, FastAPI", id="case alone"),
        pytest.param(
            [rule("brian", "Brian Okken")], "brian, Brian Okken", "Brian Okken, Brian Okken", id="not twice"
        ),
        pytest.param(
            [rule("pie", "py"), rule("pie torch", "PyTorch")],
            "pie torch pie",
            "PyTorch py",
            id="the longest first",
        ),
        pytest.param([rule("a", "b"), rule("b", "a")], "a b", "a b", id="never in a circle"),
        pytest.param([rule("c++", "C++")], "in c++, c", "in C++, c", id="signs"),
        pytest.param([rule("ärger", "Ärger")], "ÄRGER", "Ärger", id="other alphabets"),
        pytest.param([], "as it is", "as it is", id="no rules"),
    ],
)
def test_a_line_is_put_right(rules, text, wanted):
    right = put_right(rules)

    assert right(text) == wanted
    assert right(right(text)) == wanted


pytestmark = pytest.mark.django_db


@pytest.fixture
def transcript(show):
    return TranscriptFactory(episode=EpisodeFactory(show=show, number=7, title="Tests"))


def lines(transcript):
    return [cue.text for cue in transcript.cues.all()]


def say(transcript, *texts):
    for order, text in enumerate(texts, 1):
        CueFactory(transcript=transcript, order=order, text=text)


def term(show, heard="pie test", meant="pytest", **values):
    return Term.objects.create(show=show, heard=heard, meant=meant, **values)


def test_the_preview_lists_each_line_that_would_change_and_changes_none(show, transcript):
    say(transcript, "I like pie test.", "So do I.", "Pie test it is.")
    term(show)

    found = preview(show)

    assert [(line.was, line.text) for line in found.lines] == [
        ("I like pie test.", "I like pytest."),
        ("Pie test it is.", "pytest it is."),
    ]
    assert (found.total, found.transcripts) == (2, 1)
    assert lines(transcript)[0] == "I like pie test."


def test_the_preview_is_bounded_and_counts_all(show, transcript, monkeypatch):
    monkeypatch.setattr("transcripts.glossary_runs.LISTED", 3)
    say(transcript, *["pie test"] * 5)
    term(show)

    found = preview(show)

    assert (len(found.lines), found.total) == (3, 5)


def test_words_of_other_alphabets_are_found_in_any_case(show, transcript):
    say(transcript, "ÄRGER mit Python")
    term(show, "ärger", "Ärger")

    assert [line.text for line in preview(show).lines] == ["Ärger mit Python"]


def test_the_glossary_of_one_show_leaves_another_alone(show, transcript):
    say(transcript, "pie test")
    term(ShowFactory())

    assert preview(show).total == 0


def test_applied_lines_change_in_all_transcripts_and_what_the_files_said_is_kept(show, transcript):
    say(transcript, "I like pie test.", "So do I.")
    other = TranscriptFactory(episode=EpisodeFactory(show=show))
    say(other, "pie test again")
    term(show)
    run = GlossaryRun.objects.create(show=show)

    apply_glossary.call(run.pk)

    assert (lines(transcript), lines(other)) == (["I like pytest.", "So do I."], ["pytest again"])
    assert transcript.cues.first().was == "I like pie test."
    run.refresh_from_db()
    assert (run.state, run.done, run.total) == ("done", 2, 2)


def test_search_finds_the_new_words(show, transcript):
    say(transcript, "I like pie test.")
    term(show)

    put_transcript_right(transcript.pk, [one.rule for one in show.glossary.all()])

    assert Passage.objects.get().text.strip() == "I like pytest."


def test_a_line_that_was_corrected_before_keeps_what_the_file_said(show, transcript):
    say(transcript, "I like bye test.")
    cue = transcript.cues.get()
    cue.correct("I like pie test.")
    term(show)

    put_transcript_right(transcript.pk, [one.rule for one in show.glossary.all()])

    cue.refresh_from_db()
    assert (cue.text, cue.was) == ("I like pytest.", "I like bye test.")


def test_thousands_of_lines_are_put_right_in_few_statements(show, transcript, django_assert_max_num_queries):
    Cue.objects.bulk_create(
        Cue(transcript=transcript, order=n, start=timedelta(seconds=n), text=f"pie test {n}")
        for n in range(1, 3001)
    )
    term(show)
    run = GlossaryRun.objects.create(show=show)

    with django_assert_max_num_queries(40):
        apply_glossary.call(run.pk)

    assert not Cue.objects.filter(text__contains="pie").exists()


def test_a_transcript_that_comes_in_later_is_put_right(show):
    term(show)
    episode = EpisodeFactory(show=show)
    file = read_transcript("8.vtt", b"WEBVTT\n\n00:00.000 --> 00:01.000\nI like pie test.\n")

    transcript, _ = import_transcript(episode, file)
    choose(transcript)

    cue = transcript.cues.get()
    assert (cue.text, cue.was) == ("I like pytest.", "I like pie test.")
    assert Passage.objects.get().text.strip() == "I like pytest."


def test_the_revision_is_raised_so_that_pages_show_the_new_words(show, transcript):
    say(transcript, "I like pie test.")
    term(show)
    before = Show.objects.get().revision

    put_transcript_right(transcript.pk, [one.rule for one in show.glossary.all()])

    assert Show.objects.get().revision > before


def test_a_host_adds_a_term_looks_and_says_go(
    admin_client, show, transcript, django_capture_on_commit_callbacks
):
    say(transcript, "I like pie test.")
    form = {"show": show.pk, "heard": "  pie   test ", "meant": "pytest", "whole_word": "on"}
    added = admin_client.post(reverse("admin:transcripts_term_add"), form, follow=True)
    assert f"{reverse(PREVIEW)}?show={show.pk}" in added.content.decode()
    assert str(Term.objects.get()) == "pie test → pytest"

    page = admin_client.get(reverse(PREVIEW)).content.decode()
    assert "<del>I like pie test.</del>" in page
    assert "<ins>I like pytest.</ins>" in page

    with django_capture_on_commit_callbacks(execute=True):
        answer = admin_client.post(reverse(PREVIEW), {})
    run = GlossaryRun.objects.get()
    assert answer.headers["Location"] == run.get_absolute_url()
    waiting = admin_client.get(run.get_absolute_url())
    assert waiting.headers["Refresh"] == "2"
    assert "It waits for its turn" in waiting.content.decode()

    apply_glossary.call(run.pk)
    done = admin_client.get(run.get_absolute_url())
    assert "Refresh" not in done.headers
    assert "Done: 1 line reads as the glossary means." in done.content.decode()
    assert lines(transcript) == ["I like pytest."]


def test_who_presses_twice_starts_one_run(show):
    assert start_run(show, None) == start_run(show, None)


def test_with_nothing_to_change_the_page_says_so(admin_client, show, transcript):
    assert "The glossary has no terms yet." in admin_client.get(reverse(PREVIEW)).content.decode()

    term(show)

    assert "No line would change" in admin_client.get(reverse(PREVIEW)).content.decode()


@pytest.mark.parametrize(
    "values",
    [
        {"heard": "…", "meant": "pytest"},
        {"heard": "pytest", "meant": "pytest"},
        {"heard": "pytest", "meant": "PyTest", "keeps_case": "on"},
        {"heard": "", "meant": "x"},
    ],
)
def test_a_term_that_cannot_be_meant_is_refused(admin_client, show, values):
    answer = admin_client.post(reverse("admin:transcripts_term_add"), {"show": show.pk, **values})

    assert answer.status_code == 200
    assert not Term.objects.exists()


def test_a_word_is_heard_once_in_a_show(show):
    term(show)

    with pytest.raises(IntegrityError):
        term(show, "Pie Test", "PyTest")


def test_who_may_only_look_sees_the_preview_and_cannot_say_go(client, show, transcript):
    say(transcript, "pie test")
    term(show)
    client.force_login(MemberFactory(show=show, role="viewer").user)

    page = client.get(reverse(PREVIEW))

    assert (page.status_code, "Change this line" in page.content.decode()) == (200, False)
    assert client.post(reverse(PREVIEW)).status_code == 403
    assert not GlossaryRun.objects.exists()


def test_strangers_see_nothing(client, show):
    term(show)

    assert client.get(reverse(PREVIEW)).status_code == 302
