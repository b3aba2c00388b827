"""The words of a transcript, put right at the desk, and who speaks them."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.factories import (
    CreditFactory,
    CueFactory,
    EpisodeFactory,
    MemberFactory,
    PersonFactory,
    ShowHostFactory,
    TranscriptFactory,
)
from transcripts.models import Passage, Speaker
from transcripts.speakers import suggest

pytestmark = pytest.mark.django_db


@pytest.fixture
def transcript(show):
    return TranscriptFactory(episode=EpisodeFactory(show=show, number=7, title="Tests"))


def words(transcript):
    return reverse("admin:transcripts_transcript_words", args=[transcript.pk])


def say(transcript, *texts, speaker=""):
    return [
        CueFactory(transcript=transcript, order=order, text=text, speaker=speaker)
        for order, text in enumerate(texts, 1)
    ]


def sent(page, **changes):
    """The form of the page as a browser would send it, with the texts of some cues changed."""
    formset = page.context["formset"]
    data = {
        f"{formset.prefix}-{name}": formset.management_form[name].value()
        for name in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    for form in formset.forms:
        cue = form["cue"].value()
        data |= {form[name].html_name: form[name].value() for name in ("cue", "was", "text")}
        if f"cue{cue}" in changes:
            data[form["text"].html_name] = changes[f"cue{cue}"]
    return data


def test_a_line_is_put_right_and_what_the_file_said_is_kept(admin_client, transcript):
    first, second = say(transcript, "We use pie test.", "Yes.")
    page = admin_client.get(words(transcript))

    answer = admin_client.post(
        words(transcript), sent(page, **{f"cue{first.pk}": "We use pytest."}), follow=True
    )

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.text, first.was) == ("We use pytest.", "We use pie test.")
    assert (second.text, second.was) == ("Yes.", "")
    assert "1 line reads so now, and search finds it." in answer.content.decode()
    assert "The file says: We use pie test." in answer.content.decode()
    assert "pytest" in Passage.objects.get().text


def test_saving_without_a_change_writes_nothing(admin_client, transcript):
    say(transcript, "  Two  spaces. ", "Yes.")
    page = admin_client.get(words(transcript))

    admin_client.post(words(transcript), sent(page))

    assert not transcript.cues.exclude(was="").exists()


def test_a_line_that_somebody_else_changed_meanwhile_is_not_overwritten(admin_client, transcript):
    first, second = say(transcript, "We use pie test.", "And talks.")
    page = admin_client.get(words(transcript))
    first.correct("We use PyTest.")

    typed = {f"cue{first.pk}": "We use pytest.", f"cue{second.pk}": "And tox."}
    answer = admin_client.post(words(transcript), sent(page, **typed))

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.text, second.text) == ("We use PyTest.", "And tox.")
    said = answer.content.decode()
    assert "It reads now: “We use PyTest.”" in said
    assert ">\nWe use pytest.</textarea>" in said

    admin_client.post(words(transcript), sent(answer))
    first.refresh_from_db()
    assert first.text == "We use pytest."


def test_an_empty_line_is_refused_and_nothing_typed_is_lost(admin_client, transcript):
    first, second = say(transcript, "One.", "Two.")
    page = admin_client.get(words(transcript))

    typed = {f"cue{first.pk}": " ", f"cue{second.pk}": "Two, or three."}
    answer = admin_client.post(words(transcript), sent(page, **typed)).content.decode()

    assert "A line cannot be empty." in answer
    assert "Two, or three." in answer
    assert [cue.text for cue in transcript.cues.all()] == ["One.", "Two."]


def test_a_pasted_line_break_becomes_a_space(admin_client, transcript):
    (cue,) = say(transcript, "One.")
    page = admin_client.get(words(transcript))

    admin_client.post(words(transcript), sent(page, **{f"cue{cue.pk}": "One,\r\ntwo."}))

    cue.refresh_from_db()
    assert cue.text == "One, two."


def test_a_hundred_lines_make_a_page_and_words_find_lines(admin_client, transcript):
    say(transcript, *(f"Line number {n}." for n in range(130)))

    first = admin_client.get(words(transcript))
    last = admin_client.get(words(transcript), {"p": 2})
    found = admin_client.get(words(transcript), {"q": "number 99"})

    assert [len(page.context["rows"]) for page in (first, last, found)] == [100, 30, 1]


def test_the_number_of_queries_does_not_grow_with_the_lines(
    admin_client, transcript, django_assert_max_num_queries
):
    say(transcript, *(f"Line number {n}." for n in range(100)))

    with django_assert_max_num_queries(14):
        admin_client.get(words(transcript))


def test_a_cue_of_another_transcript_is_not_touched(admin_client, transcript):
    (own,) = say(transcript, "One.")
    (other,) = say(TranscriptFactory(), "One.")
    page = admin_client.get(words(transcript))
    data = {key: (other.pk if value == own.pk else value) for key, value in sent(page).items()}

    admin_client.post(words(transcript), data | {"form-0-text": "Hacked."})

    other.refresh_from_db()
    assert other.text == "One."


def test_a_name_stands_where_somebody_else_begins(admin_client, transcript):
    Speaker.objects.create(transcript=transcript, label="S1", person=PersonFactory(name="Ada Moss"))
    say(transcript, "One.", "Two.", speaker="S1")

    page = admin_client.get(words(transcript))

    assert [row["name"] for row in page.context["rows"]] == ["Ada Moss", ""]


def test_who_may_not_change_transcripts_gets_no_page(client, transcript):
    client.force_login(MemberFactory(show=transcript.episode.show, role="viewer").user)

    assert client.get(words(transcript)).status_code == 403


def test_the_transcripts_page_leads_to_its_words(admin_client, transcript):
    page = admin_client.get(reverse("admin:transcripts_transcript_change", args=[transcript.pk]))

    assert words(transcript) in page.content.decode()


def labels(transcript, *names):
    return [Speaker.objects.create(transcript=transcript, label=name) for name in names]


def suggested(transcript):
    return {label: found.person.name for label, found in suggest(transcript).items()}


def test_a_name_much_like_a_label_is_suggested(show, transcript):
    ShowHostFactory(show=show, person=PersonFactory(name="Brian Okken"))
    CreditFactory(episode=transcript.episode, person=PersonFactory(name="Ines Park"), role="guest")
    labels(transcript, "Brain", "Inez Park")

    assert suggested(transcript) == {"Brain": "Brian Okken", "Inez Park": "Ines Park"}


def test_what_other_transcripts_of_the_show_say_is_suggested(show, transcript):
    ada = ShowHostFactory(show=show, person=PersonFactory(name="Ada Moss")).person
    other = TranscriptFactory(episode=EpisodeFactory(show=show))
    Speaker.objects.create(transcript=other, label="Speaker 1", person=ada)
    labels(transcript, "Speaker 1")

    assert suggested(transcript) == {"Speaker 1": "Ada Moss"}


def test_who_alone_is_left_is_suggested(transcript):
    for name in ("Ada Moss", "Bo Lind"):
        CreditFactory(episode=transcript.episode, person=PersonFactory(name=name))
    labels(transcript, "Aba", "Speaker 2")

    assert suggested(transcript) == {"Aba": "Ada Moss", "Speaker 2": "Bo Lind"}


def test_nobody_is_suggested_where_two_may_be_meant(transcript):
    for name in ("Ada Moss", "Bo Lind"):
        CreditFactory(episode=transcript.episode, person=PersonFactory(name=name))
    labels(transcript, "Speaker 1", "Speaker 2")

    assert suggested(transcript) == {}


def mapping(transcript, **values):
    rows = list(transcript.speakers.all())
    form = {"speakers-TOTAL_FORMS": len(rows), "speakers-INITIAL_FORMS": len(rows)}
    for place, row in enumerate(rows):
        form |= {f"speakers-{place}-id": row.pk, f"speakers-{place}-transcript": transcript.pk}
    return form | {name.replace("_", "-"): value for name, value in values.items()}


def test_a_suggestion_is_preselected_and_saved_only_by_the_host(admin_client, transcript):
    ada = CreditFactory(episode=transcript.episode, person=PersonFactory(name="Ada Moss")).person
    (speaker,) = labels(transcript, "Speaker 1")
    address = reverse("admin:transcripts_transcript_change", args=[transcript.pk])

    page = admin_client.get(address).content.decode()

    assert f'<option value="{ada.pk}" selected>Ada Moss</option>' in page
    assert "nobody else of the episode is left. Saving confirms it." in page
    speaker.refresh_from_db()
    assert speaker.person is None

    admin_client.post(address, mapping(transcript, speakers_0_person=ada.pk))
    speaker.refresh_from_db()
    assert speaker.person == ada


def test_a_suggestion_that_is_taken_away_is_not_saved(admin_client, transcript):
    CreditFactory(episode=transcript.episode, person=PersonFactory(name="Ada Moss"))
    (speaker,) = labels(transcript, "Speaker 1")

    address = reverse("admin:transcripts_transcript_change", args=[transcript.pk])
    assert admin_client.post(address, mapping(transcript, speakers_0_person="")).status_code == 302

    speaker.refresh_from_db()
    assert speaker.person is None


def test_a_mapping_is_copied_to_all_transcripts_of_the_show(admin_client, show, transcript):
    ada, bo = PersonFactory(name="Ada Moss"), PersonFactory(name="Bo Lind")
    labels(transcript, "Speaker 1")
    waiting = labels(TranscriptFactory(episode=EpisodeFactory(show=show)), "Speaker 1", "Speaker 2")
    (elsewhere,) = labels(TranscriptFactory(), "Speaker 1")
    chosen = Speaker.objects.create(
        transcript=TranscriptFactory(episode=EpisodeFactory(show=show)), label="Speaker 1", person=bo
    )

    address = reverse("admin:transcripts_transcript_change", args=[transcript.pk])
    form = mapping(transcript, speakers_0_person=ada.pk, speakers_0_everywhere="on")
    answer = admin_client.post(address, form, follow=True)

    people = [Speaker.objects.get(pk=row.pk).person for row in (*waiting, elsewhere, chosen)]
    assert people == [ada, None, None, bo]
    assert (
        "is Ada Moss in 1 more transcripts. In 1 it is somebody else, who stays." in answer.content.decode()
    )
