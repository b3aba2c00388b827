"""Rows for tests: a published episode of a show, and what belongs to one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import factory
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory

from episodes import models
from episodes.addresses import target_of
from inbox import models as inbox
from team import models as team
from transcripts import models as transcripts

AUDIO = Path(__file__).parent / "data" / "audio" / "cbr.mp3"


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = models.Person

    name = factory.Sequence(lambda n: f"Person {n}")
    slug = factory.Sequence(lambda n: f"person-{n}")


class ShowFactory(DjangoModelFactory):
    class Meta:
        model = models.Show

    title = "Tin Can Telephone"
    slug = factory.Sequence(lambda n: f"tin-can-{n}")
    tagline = "Two cans, one string."
    description = "A show about talking to each other over a distance."
    author = "The Tin Can people"
    owner_name = "The Tin Can people"
    owner_email = "hello@tincan.example"
    site_address = factory.LazyAttribute(lambda show: f"https://{show.host_name}")
    host_name = factory.Sequence(lambda n: f"show{n}.tincan.example")
    categories = ["Technology"]


class ShowHostFactory(DjangoModelFactory):
    class Meta:
        model = models.ShowHost

    show = factory.SubFactory(ShowFactory)
    person = factory.SubFactory(PersonFactory)
    order = factory.Sequence(lambda n: n)


class EpisodeFactory(DjangoModelFactory):
    """Published; ``draft=True``, ``scheduled=True`` for the other states, ``audio=True`` for a real MP3 in storage."""

    class Meta:
        model = models.Episode
        skip_postgeneration_save = True

    class Params:
        draft = factory.Trait(published_at=None)
        scheduled = factory.Trait(
            published_at=factory.LazyFunction(lambda: datetime.now(UTC) + timedelta(days=3))
        )

    show = factory.SubFactory(ShowFactory)
    number = factory.Sequence(lambda n: n + 1)
    title = factory.LazyAttribute(lambda episode: f"Episode about things {episode.number}")
    slug = factory.LazyAttribute(lambda episode: f"things-{episode.number}")
    published_at = factory.Sequence(lambda n: datetime(2026, 1, 1, 12, tzinfo=UTC) + timedelta(hours=n))

    @factory.post_generation
    def audio(episode: models.Episode, create: bool, wanted: bool, **kwargs: object) -> None:
        if wanted:
            from episodes.audio.attach import attach_audio

            attach_audio(episode, ContentFile(AUDIO.read_bytes(), name="episode.mp3"))


class SegmentFactory(DjangoModelFactory):
    class Meta:
        model = models.Segment

    episode = factory.SubFactory(EpisodeFactory)
    order = factory.Sequence(lambda n: n + 1)
    number = factory.SelfAttribute("order")
    label = factory.LazyAttribute(lambda segment: str(segment.number or ""))
    slug = factory.Sequence(lambda n: f"segment-{n}")
    title = factory.Sequence(lambda n: f"Thing number {n}")
    url = factory.Sequence(lambda n: f"https://things.example/{n}")
    source = "- A thing.\n"
    html = "<ul>\n<li>A thing.</li>\n</ul>"
    text = "A thing."
    start_origin = factory.LazyAttribute(
        lambda segment: "host" if getattr(segment, "start", None) is not None else ""
    )


class LinkFactory(DjangoModelFactory):
    class Meta:
        model = models.Link

    segment = factory.SubFactory(SegmentFactory)
    order = factory.Sequence(lambda n: n + 1)
    text = factory.Sequence(lambda n: f"Link {n}")
    url = factory.Sequence(lambda n: f"https://links.example/{n}")
    site = factory.LazyAttribute(lambda link: target_of(link.url).site)
    project = factory.LazyAttribute(lambda link: target_of(link.url).project)
    key = factory.LazyAttribute(lambda link: target_of(link.url).key)


class CreditFactory(DjangoModelFactory):
    class Meta:
        model = models.Credit

    episode = factory.SubFactory(EpisodeFactory)
    person = factory.SubFactory(PersonFactory)
    role = "host"


class TopicFactory(DjangoModelFactory):
    class Meta:
        model = models.Topic

    show = factory.SubFactory(ShowFactory)
    name = factory.Sequence(lambda n: f"Topic {n}")


class SoundbiteFactory(DjangoModelFactory):
    class Meta:
        model = models.Soundbite

    episode = factory.SubFactory(EpisodeFactory)
    start = timedelta(seconds=1)
    duration = timedelta(seconds=1.5)
    title = "Well said"


class SponsorFactory(DjangoModelFactory):
    class Meta:
        model = models.Sponsor

    name = factory.Sequence(lambda n: f"Sponsor {n}")
    slug = factory.Sequence(lambda n: f"sponsor-{n}")
    url = "https://sponsor.example"


class SponsorshipFactory(DjangoModelFactory):
    class Meta:
        model = models.Sponsorship

    sponsor = factory.SubFactory(SponsorFactory)
    episode = factory.SubFactory(EpisodeFactory)


class TranscriptFactory(DjangoModelFactory):
    class Meta:
        model = transcripts.Transcript

    episode = factory.SubFactory(EpisodeFactory)
    source_format = "vtt"
    source_name = "words.vtt"
    source_key = factory.Sequence(lambda n: f"transcripts/{n}.vtt")
    source_hash = factory.Sequence(lambda n: f"{n:064x}")
    chosen = True


class CueFactory(DjangoModelFactory):
    class Meta:
        model = transcripts.Cue

    transcript = factory.SubFactory(TranscriptFactory)
    order = factory.Sequence(lambda n: n + 1)
    start = factory.LazyAttribute(lambda cue: timedelta(seconds=4 * cue.order))
    end = factory.LazyAttribute(lambda cue: cue.start + timedelta(seconds=4))
    speaker = ""
    text = factory.Sequence(lambda n: f"Words number {n}.")


class StoryFactory(DjangoModelFactory):
    class Meta:
        model = inbox.Story

    show = factory.SubFactory(ShowFactory)
    url = factory.Sequence(lambda n: f"https://stories.example/{n}")
    why = "It saves an hour a week."


class CorrectionFactory(DjangoModelFactory):
    class Meta:
        model = inbox.Correction

    episode = factory.SubFactory(EpisodeFactory)
    start = timedelta(seconds=4)
    text = "Words as they were heard."
    suggestion = "Words as they were said."


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"user{n}")
    is_staff = True


class MemberFactory(DjangoModelFactory):
    class Meta:
        model = team.Member

    user = factory.SubFactory(UserFactory)
    show = factory.SubFactory(ShowFactory)
    role = team.Member.Role.HOST
