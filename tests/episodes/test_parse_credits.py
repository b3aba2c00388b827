"""Sponsors and guests that notes name."""

from __future__ import annotations

import pytest

from episodes.notes.document import SegmentKind
from episodes.notes.parser import parse_notes

END = "\n\n**Ann #1:** x\n\ntext\n"


def sponsors(head: str) -> list[tuple[str, str]]:
    return [(one.name, one.url) for one in parse_notes(f"# 1\n\n{head}{END}").sponsors]


def guests(head: str) -> list[tuple[str, str]]:
    return [(one.name, one.url) for one in parse_notes(f"# 1\n\n{head}{END}").guests]


@pytest.mark.parametrize(
    ("head", "name", "url"),
    [
        ("Sponsored by Datadog: [**a.example/datadog**](u)", "Datadog", "u"),
        ("Sponsored by Datadog! [a.example/datadog](u)", "Datadog", "u"),
        ("Sponsored by Datadog -- [a.example/datadog](u)", "Datadog", "u"),
        ("Sponsored by Datadog [a.example/datadog](u)", "Datadog", "u"),
        ("Sponsored by: [**Acme Tools**](u)", "Acme Tools", "u"),
        ("Sponsored: [**Acme**](u)", "Acme", "u"),
        ("**Sponsor**: Brought to you by [Acme](u)", "Acme", "u"),
        (
            "Brought to you by **Acme**! Get credits at https://a.example/acme",
            "Acme",
            "https://a.example/acme",
        ),
        ("This episode was brought to you by [Acme: they help](u).", "Acme", "u"),
        ("This episode of the show is brought to you by the folks at Acme.", "Acme", ""),
        ("**Sponsored by** [**Acme**](u)!", "Acme", "u"),
        ("Sponsored by [**Acme**](u) from Acmedata.", "Acme", "u"),
        ("Sponsored by the [**Acme Podcast**](u)", "Acme Podcast", "u"),
        ("Sponsored by [**a.example/acme**](u)", "acme", "u"),
        ("Sponsored by Acme: [**a.**](u)[**example**](u)[**/acme**](u)", "Acme", "u"),
        ("Sponsored by **Acme - Get started at** [**acme.example**](u)", "Acme", "u"),
        ("Sponsored by Acme. They just launched, get a trial by going to [do.example](u)", "Acme", "u"),
        ("**Sponsored by Acme**, try them at [acme.example](u) and more", "Acme", "u"),
        ("Sponsored by Acme", "Acme", ""),
        ("Sponsored by Acme:\n\n- Sign up at [a.example/acme](u)\n- [no](n)", "Acme", "u"),
        ("**Sponsored by Acme: a.example/acme](https://a.example/acme)**", "Acme", "https://a.example/acme"),
        ("[01:30] Sponsored by Acme: [x](u)", "Acme", "u"),
    ],
)
def test_it_reads_a_sponsor(head, name, url):
    assert sponsors(head) == [(name, url)]


def test_a_list_names_several_sponsors():
    assert sponsors("Sponsored by:\n\n- [**Acme**](u) - tools\n- [Bolt](v)") == [("Acme", "u"), ("Bolt", "v")]


@pytest.mark.parametrize(
    "head",
    [
        "Sponsored by us! Support our work through:\n\n- [a](b)",
        "Sponsored by **us:**\n\n- [a](b)",
        "Sponsored by us! [**Courses**](u) & [book](v).",
        "Sponsorship slots are available right now",
        "- sponsored by somebody",
    ],
)
def test_the_hosts_are_no_sponsor(head):
    notes = parse_notes(f"# 1\n\n{head}{END}")

    assert notes.sponsors == ()
    assert [part.kind for part in notes.segments] == [SegmentKind.INTRO, SegmentKind.TOPIC]


def test_a_sponsor_line_is_a_part_and_the_intro_goes_on_below():
    notes = parse_notes(f"Hello\n\nSponsored by Acme: [x](u)\nSpecial guest: Kim Lee\n\nMore{END}")

    assert [(part.kind.value, part.source) for part in notes.segments[:3]] == [
        ("intro", "Hello"),
        ("sponsor", "Sponsored by Acme: [x](u)"),
        ("intro", "Special guest: Kim Lee\n\nMore"),
    ]
    assert notes.sponsors[0].segment == 2


@pytest.mark.parametrize(
    "line", ["**Sponsor ACME SPACES**", "**SPONSOR SEGMENT: Acme Connect**", "Sponsored by Acme"]
)
def test_a_spot_between_topics_is_no_second_sponsor(line):
    source = (
        f"Sponsored by Acme: [x](u){END}\n{line}\n\nThis show is brought to you by Acme.\n\n**Kim #2:** y\n"
    )

    notes = parse_notes(source)

    assert [part.kind.value for part in notes.segments] == ["sponsor", "topic", "sponsor", "topic"]
    assert [sponsor.name for sponsor in notes.sponsors] == ["Acme"]


def test_our_own_spot_names_nobody():
    notes = parse_notes(f"Hi{END}\n**Sponsor**\n\nUs!\n\n**Kim #2:** y\n")

    assert [part.kind.value for part in notes.segments] == ["intro", "topic", "sponsor", "topic"]
    assert notes.sponsors == ()


def test_words_with_sponsor_in_a_topic_are_text():
    source = (
        "**Ann #1:** x\n\n- Sponsored by nobody\n\nSponsor this project, please.\n\nSponsors of it: many.\n"
    )

    assert [part.kind.value for part in parse_notes(source).segments] == ["topic"]


@pytest.mark.parametrize(
    ("head", "name", "url"),
    [
        ("Special guest: [**Ogi Moore**](u)", "Ogi Moore", "u"),
        ("**Special guest: Matt Lee -** [**__lee__**](u)", "Matt Lee", "u"),
        ("Special guest Bob Berg: [@bob](u)", "Bob Berg", "u"),
        ("Special guest [**Max**](u) [**Sklar**](u) ", "Max Sklar", "u"),
        ("Special guest: [Nina Z](u)[ak](u)!", "Nina Zak", "u"),
        ("Special guest: **[Cecil P](u)**", "Cecil P", "u"),
        ("[Special guest: Aly](u)", "Aly", "u"),
        ("Guest co-host: [Mig G](u)", "Mig G", "u"),
        ("Special guest: Kojo Id -- [https://a.example](u)", "Kojo Id", "u"),
        ("Special guest: [Steve D](u) - @zooba", "Steve D", "u"),
        ("Special guest: [Tom G](u), creator of [x](v)", "Tom G", "u"),
        ("Special guest: Matt K ([@k](u))", "Matt K", "u"),
        ("Special guest: Ann B & guest on [x](u)", "Ann B", "u"),
        ("Special guest: Vin D. War [site](u), Advocate", "Vin D. War", "u"),
        ("Special guest: **Al Swe**", "Al Swe", ""),
        (
            "**The hosts**\n\n- Ann: [@a](v)\n- Special guest: [**Pam F**](u) - @pam@x.example",
            "Pam F",
            "u",
        ),
        ("- Special guest, Erin M: [@e](u)", "Erin M", "u"),
        ("- Special guest: [**@cal@x.example**](u)", "@cal@x.example", "u"),
    ],
)
def test_it_reads_a_guest(head, name, url):
    assert guests(head) == [(name, url)]


@pytest.mark.parametrize(
    "head",
    [
        "Special guests:\n\n- [Ann B](u)\n- [Cy D](v)\n- Ann’s **[channel](w)**",
        "**Special guests**\n\nAnn B: [@ann](u)\nCy D: [@cy](v)",
        "Guests\nAnn B [@ann](u)\nCy D [@cy](v)",
        "Special guest: [Ann B](u)\n\nSpecial guest: [Cy D](v)\n\n- Special guest: Ann B",
    ],
    ids=["list", "paragraph", "same-paragraph", "one-by-one"],
)
def test_it_reads_several_guests(head):
    assert guests(head) == [("Ann B", "u"), ("Cy D", "v")]


@pytest.mark.parametrize(
    "head",
    ["- Special guest: GUEST_PROFILE", "We have guest hosts for Ann.", "Special guests:", "Guest list below"],
)
def test_it_invents_no_guest(head):
    assert guests(head) == []


def test_a_time_at_the_end_of_a_sponsors_line_is_no_part_of_the_name():
    notes = parse_notes(
        "# 1\n\n**Ann #1:** x\n\ntext\n\n**Sponsor segment: Acme Tools** [00:39]\n\nRead it.\n"
    )

    (spot,) = (part for part in notes.segments if part.kind is SegmentKind.SPONSOR)
    assert (spot.title, spot.start.total_seconds()) == ("Acme Tools", 39)


@pytest.mark.parametrize("heading", ["## Acme - Sponsor", "## Sponsored by Acme", "## Sponsor: Acme"])
def test_below_a_sponsors_heading_all_is_the_sponsors(heading):
    notes = parse_notes(f"# 1\n\nHi\n\n{heading}\n\nThey help.\n\nGo to [Acme](u).\n\n## Notes{END}")

    assert [(one.name, one.url) for one in notes.sponsors] == [("Acme", "u")]
    assert notes.segments[1].source == f"{heading}\n\nThey help.\n\nGo to [Acme](u)."
    assert notes.segments[2].source == "## Notes"


def test_a_heading_may_announce_several_sponsors():
    assert sponsors("## Sponsored by\n\n- [Acme](u): tools\n- [Bolt](v)\n\n## Notes") == [
        ("Acme", "u"),
        ("Bolt", "v"),
    ]


@pytest.mark.parametrize(
    ("yaml", "expected"),
    [
        ("guest: Kim Lee", [("Kim Lee", "")]),
        ("guest: {name: Kim Lee, url: 'https://a.example'}", [("Kim Lee", "https://a.example")]),
        ("guests: [Kim Lee, {name: Ann B}]", [("Kim Lee", ""), ("Ann B", "")]),
        ("guest: {twitter: kim}", []),
        ("guest: 7", []),
    ],
)
def test_front_matter_may_name_guests(yaml, expected):
    notes = parse_notes(f"---\n{yaml}\n---\n\nSpecial guest: kim lee{END}")
    named = [(guest.name, guest.url) for guest in notes.guests]

    assert named == (expected or [("kim lee", "")])


def test_a_list_of_the_hosts_names_no_guest():
    assert guests("**Connect with the hosts**\n\n- Ann: [@ann](u)\n- Kim: [@kim](v)") == []
