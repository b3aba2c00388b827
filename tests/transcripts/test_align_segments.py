"""Where segments start, from words alone: invented conversations, one difficulty each."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from episodes.sounds import sound
from transcripts.alignment import SegmentText, align
from transcripts.alignment.scoring import judge, read_folder
from transcripts.alignment.words import heard_as, stem
from transcripts.cues import ParsedCue


def topic(title, host="", body="", *urls):
    return SegmentText(kind="topic", title=title, host=host, body=body, urls=urls)


LOCUST = topic(
    "Locust", "Ada", "A load testing tool. Swarm your website with many users.", "https://locust.example"
)
POETRY = topic("Poetry", "Bo", "Dependency management: lock files, publishing packages.")
KNOTS = topic("A field guide to knots", "Ada", "Ropes, bends and hitches for sailors.")
SPONSOR = SegmentText(
    kind="sponsor", title="Twine & Co", body="Twine for every parcel.", urls=("https://twine.example/tin",)
)
EXTRAS = SegmentText(kind="extra", body="A conference in Lisbon. The new edition of the cookbook.")
JOKE = SegmentText(kind="joke", title="Two spaces")

OPENING = """Hello and welcome to Tin Can, this is episode twelve.
I'm Ada Lane. And I'm Bo Moss.
This episode is brought to you by Twine and Co, more on that later."""
ON_LOCUST = """Bo, I want to kick us off with something called Locust.
It is a tool for load testing your website.
You write the behaviour of users in plain code.
Then it lets a swarm of users loose on the website.
The swarm can be thousands of users on many machines.
And you watch the load testing in the browser.
It draws the response times while the swarm grows.
I have been using it for a week and it found two slow pages."""
ON_POETRY = """Very cool. All right, what do you got for us, Bo?
Well, mine is about dependency management.
It is called Poetry, and version two is out.
It has lock files and it can publish packages.
The lock files are much quicker to resolve now.
Publishing packages takes one command.
It also exports the dependency groups you choose.
I moved three packages over in an afternoon."""
ON_KNOTS = """Nice. The next one is a field guide to knots.
It has bends and hitches, and the ropes that suit them.
Sailors swear by the bowline, which is a hitch of sorts.
The guide shows every hitch from both sides of the rope.
There is a chapter on bends for wet ropes.
I learned the sheet bend on the train."""
MESSAGE = """Before we move on, let me tell you about our sponsor, Twine and Co.
Twine and Co sends you twine for every parcel.
Visit twine dot example slash tin and get ten metres of twine for nothing.
Thank you to Twine and Co for supporting the show."""
ON_EXTRAS = """That's it for our main items. Any extras, Bo?
Yes, there is a conference in Lisbon, and tickets are on sale.
And the cookbook has a new edition, with a cover in green."""
ON_JOKE = """Shall we close it out with a joke?
I have one: two spaces walk into a bar, and the linter says no.
That is terrible. Bye everybody."""


def talk(*parts, seconds=7.0):
    """Cues of the lines, and the moment at which each part begins."""
    cues, starts, at = [], [], 0.0
    for part in parts:
        starts.append(at)
        for line in part.splitlines():
            cues.append(
                ParsedCue(start=timedelta(seconds=at), end=timedelta(seconds=at + seconds), text=line)
            )
            at += seconds
    return cues, starts


def starts_of(segments, cues):
    found = {one.segment: one.start.total_seconds() for one in align(segments, cues)}
    return [found.get(place) for place in range(len(segments))]


def test_each_topic_starts_where_hosts_turn_to_it():
    cues, (_, locust, poetry, knots) = talk(OPENING, ON_LOCUST, ON_POETRY, ON_KNOTS)

    assert starts_of([LOCUST, POETRY, KNOTS], cues) == [locust, poetry, knots]


def test_the_hand_over_belongs_to_what_follows():
    cues, (_, _, poetry) = talk(OPENING, ON_LOCUST, ON_POETRY)

    [_, placed] = align([LOCUST, POETRY], cues)

    assert placed.start.total_seconds() == poetry
    assert placed.evidence.startswith("Very cool. All right, what do you got")


def test_topics_that_left_the_order_of_the_notes_are_found():
    cues, (_, knots, locust, poetry) = talk(OPENING, ON_KNOTS, ON_LOCUST, ON_POETRY)

    assert starts_of([LOCUST, POETRY, KNOTS], cues) == [locust, poetry, knots]


def test_a_sponsors_message_is_the_spot_and_not_the_line_at_the_opening():
    cues, (_, _, message, _) = talk(OPENING, ON_LOCUST, MESSAGE, ON_POETRY)

    [start, *_] = starts_of([SPONSOR, LOCUST, POETRY], cues)

    assert abs(start - message) <= 7


def test_a_message_takes_nothing_from_the_topics_around_it():
    cues, (_, locust, _, poetry) = talk(OPENING, ON_LOCUST, MESSAGE, ON_POETRY)

    assert starts_of([SPONSOR, LOCUST, POETRY], cues)[1:] == [locust, poetry]


def test_a_sponsor_that_is_never_named_has_no_place():
    cues, _ = talk("Hello and welcome.", ON_LOCUST, ON_POETRY)

    assert starts_of([SPONSOR, LOCUST, POETRY], cues)[0] is None


def test_extras_and_jokes_start_where_they_are_announced():
    cues, (_, _, _, extras, joke) = talk(OPENING, ON_LOCUST, ON_POETRY, ON_EXTRAS, ON_JOKE)

    assert starts_of([LOCUST, POETRY, EXTRAS, JOKE], cues)[2:] == [extras, joke]


@pytest.mark.parametrize(
    ("written", "misheard"), [("Locust", "Locus"), ("Okken", "Aukin"), ("aiolimiter", "aio limiter")]
)
def test_a_name_is_known_as_machines_hear_it(written, misheard):
    heard = ON_LOCUST.replace("Locust", misheard).replace("load testing", "thing")
    segment = topic(written, "Ada")
    cues, (_, _, start, _) = talk(OPENING, ON_KNOTS, heard, ON_POETRY)

    assert starts_of([KNOTS, segment, POETRY], cues)[1] == start


def test_long_cues_are_looked_into():
    lines = " ".join(ON_LOCUST.splitlines() + ON_POETRY.splitlines())
    whole = ParsedCue(start=timedelta(seconds=20), end=timedelta(seconds=120), text=lines)
    opening = ParsedCue(start=timedelta(0), end=timedelta(seconds=20), text=OPENING.replace("\n", " "))

    locust, poetry = starts_of([LOCUST, POETRY], [opening, whole])

    assert abs(locust - 20) < 8
    assert abs(poetry - 70) < 12


def test_voices_with_names_help_where_nobody_hands_over():
    def said(text, speaker, at):
        return ParsedCue(
            start=timedelta(seconds=at), end=timedelta(seconds=at + 7), text=text, speaker=speaker
        )

    ours = [*ON_LOCUST.splitlines()[1:], *ON_POETRY.splitlines()[1:]]
    names = ["Ada Lane"] * 7 + ["Bo Moss"] * 7
    cues = [said(text, name, 7.0 * at) for at, (text, name) in enumerate(zip(ours, names, strict=True))]

    assert starts_of([LOCUST, POETRY], cues)[1] == 49


@pytest.mark.parametrize(
    "cues", [[], [ParsedCue(start=timedelta(0), end=None, text="")]], ids=["none", "silence"]
)
def test_without_words_nothing_is_placed(cues):
    assert [one for one in align([LOCUST, POETRY], cues) if one.confidence > 0.5] == []


def test_without_segments_there_is_nothing_to_place():
    cues, _ = talk(OPENING)
    assert align([], cues) == []


def test_a_clear_talk_is_surer_than_a_muddled_one():
    clear, _ = talk(OPENING, ON_LOCUST, ON_POETRY)
    muddled, _ = talk(OPENING, "Well, things and stuff.\n" * 16)

    def sureness(cues):
        return sum(one.confidence for one in align([LOCUST, POETRY], cues))

    assert sureness(clear) > sureness(muddled) + 0.5


@pytest.mark.parametrize(
    ("one", "other"), [("types", "typing"), ("package", "packages"), ("testing", "tested")]
)
def test_forms_of_a_word_are_one(one, other):
    assert stem(one) == stem(other)


def test_what_sounds_alike_is_alike():
    assert sound("Okken") == sound("Aukin")
    assert heard_as({"locust"}, {"locus", "horse"}, set()) == {"locust": {"locus"}}


texts = st.text(max_size=60)
cues_of_any_kind = st.lists(
    st.builds(
        lambda start, length, text, speaker: ParsedCue(
            start=timedelta(seconds=start),
            end=None if length is None else timedelta(seconds=start + length),
            text=text,
            speaker=speaker,
        ),
        st.floats(0, 4000),
        st.none() | st.floats(0, 100),
        texts,
        st.sampled_from(["", "Ada", "Bo"]),
    ),
    max_size=25,
)
segments_of_any_kind = st.lists(
    st.builds(
        SegmentText,
        kind=st.sampled_from(["topic", "sponsor", "extra", "joke", "intro", "links"]),
        title=texts,
        host=texts,
        body=texts,
        urls=st.lists(texts, max_size=2).map(tuple),
    ),
    max_size=8,
)


@settings(max_examples=60)
@given(segments=segments_of_any_kind, cues=cues_of_any_kind)
def test_whatever_comes_in_placements_are_moments_of_the_audio(segments, cues):
    moments = [cue.start.total_seconds() for cue in cues]
    ends = [(cue.end or cue.start).total_seconds() for cue in cues]

    for one in align(segments, cues):
        assert 0 <= one.segment < len(segments)
        assert 0 <= one.confidence <= 1
        assert min(moments) - 0.01 <= one.start.total_seconds() <= max([*moments, *ends]) + 0.01


def test_real_episodes_reach_the_bar(corpus):
    judged = [one for episode in read_folder(corpus / "chapters") for one in judge(episode)]
    spoken = [one for one in judged if one.is_right is not None]
    topics = [one for one in spoken if one.label.kind == "topic"]

    assert sum(bool(one.is_right) for one in spoken) / len(spoken) >= 0.9
    assert sum(bool(one.is_right) for one in topics) / len(topics) >= 0.95


def test_of_real_starts_said_to_be_sure_nineteen_of_twenty_are_right(corpus):
    judged = [one for episode in read_folder(corpus / "chapters") for one in judge(episode)]
    sure = [one for one in judged if one.confidence >= 0.7]

    assert sum(one.is_right is True for one in sure) / len(sure) >= 0.95


def test_what_is_not_spoken_is_not_placed_with_confidence(corpus):
    judged = [one for episode in read_folder(corpus / "chapters") for one in judge(episode)]

    assert [one for one in judged if one.is_right is None and one.confidence >= 0.7] == []
