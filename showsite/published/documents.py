"""Which documents of a show are files, and what names the rows that each is made of: known without making one."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from django.conf import settings
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils import timezone

from episodes.feeds.items import channel_of, hosts_of
from episodes.models import Credit, Episode, Person, Segment, Show, Topic
from episodes.transcript_types import MEDIA_TYPES, TIMELESS
from transcripts.feeds import PER_PAGE
from transcripts.models import Transcript

# Below the prefix that everybody may read: public/site/<host name>/<the address on the site>.
FOLDER: Final = "site/"
_TRANSCRIPT: Final = """concat_ws('/', transcripts_transcript.ctid || ':' || transcripts_transcript.xmin, (
    SELECT w.changes FROM published_words w WHERE w.transcript_id = transcripts_transcript.id
), (
    SELECT string_agg(concat(s.ctid, ':', s.xmin, '+', p.ctid, ':', p.xmin), ' ' ORDER BY s.id)
    FROM transcripts_speaker s LEFT JOIN episodes_person p ON p.id = s.person_id
    WHERE s.transcript_id = transcripts_transcript.id
))"""


@dataclass(frozen=True, kw_only=True)
class Document:
    """``version`` is another one whenever the bytes may be others."""

    show: Show
    path: str
    version: str
    page: int = 1
    is_feed: bool = False

    @property
    def key(self) -> str:
        return f"{FOLDER}{self.show.host_name}{self.path}" + (f".page-{self.page}" if self.page > 1 else "")

    @property
    def query(self) -> str:
        return f"page={self.page}" if self.page > 1 else ""


class _Said(NamedTuple):
    has_times: bool
    version: str


@dataclass(frozen=True, kw_only=True)
class _Public:
    """An episode that is out; ``version`` names all that feed and chapters say of it."""

    pk: int
    number: int | None
    slug: str
    episode_type: str
    has_audio: bool
    version: str
    has_chapters: bool = False
    said: _Said | None = None

    @property
    def addresses(self) -> Episode:
        return Episode(number=self.number, slug=self.slug)


@dataclass(frozen=True, kw_only=True)
class _Feed:
    """``around`` names what stands in the feed beside its episodes."""

    path: str
    episodes: Sequence[_Public]
    around: tuple[object, ...] = ()
    per_page: int | None = None
    with_words: bool = False

    def documents(self, show: Show, around: str) -> Iterator[Document]:
        per_page = self.per_page or max(1, len(self.episodes))
        pages = max(1, -(-len(self.episodes) // per_page))
        for page in range(1, pages + 1):
            shown = self.episodes[(page - 1) * per_page : page * per_page]
            versions = [(one.version, one.said if self.with_words else None) for one in shown]
            version = version_of(around, self.path, self.around, page, pages, versions)
            yield Document(show=show, path=self.path, page=page, version=version, is_feed=True)


def version_of(*facts: object) -> str:
    return hashlib.sha256(repr(facts).encode()).hexdigest()


@cache
def code() -> str:
    """Another release may write the same rows in another way, or in other words."""
    root = Path(__file__).parent.parent.parent
    sources = [file for app in ("episodes", "transcripts") for file in sorted((root / app).rglob("*.py"))]
    words = [file for folder in settings.LOCALE_PATHS for file in sorted(Path(folder).rglob("*.mo"))]
    return hashlib.sha256(b"".join(file.read_bytes() for file in [*sources, *words])).hexdigest()


def writing() -> str:
    """How documents are written, whatever the rows say."""
    return version_of(
        code(),
        settings.FEED_PAGE_ITEMS,
        settings.WEBSUB_HUB,
        settings.PODPING_URL,
        settings.MEDIA_PUBLIC_URL,
    )


def documents_of(show: Show) -> list[Document]:
    """Those of whatever the public can see now: a fixed number of queries."""
    episodes = _public_episodes(show)
    return [*_of_episodes(show, episodes), *_feeds(show, episodes)]


def _public_episodes(show: Show) -> list[_Public]:
    rows = show.episodes.published(timezone.now()).newest_first()
    versions, said = dict(rows.feed_versions()), _transcripts(show)
    timed = Segment.objects.filter(episode__show=show, start__isnull=False)
    with_chapters = set(timed.values_list("episode_id", flat=True))
    return [
        _Public(
            pk=pk,
            number=number,
            slug=slug,
            episode_type=kind,
            has_audio=bool(audio),
            version=versions.get(guid, ""),
            has_chapters=pk in with_chapters,
            said=said.get(pk),
        )
        for pk, guid, number, slug, kind, audio in rows.values_list(
            "pk", "guid", "number", "slug", "episode_type", "audio_key"
        )
    ]


def _transcripts(show: Show) -> Mapping[int, _Said]:
    chosen = Transcript.objects.filter(episode__show=show, chosen=True)
    rows = chosen.annotate(version=RawSQL(_TRANSCRIPT, ()))  # noqa: S611 - constants
    return {pk: _Said(*said) for pk, *said in rows.values_list("episode_id", "has_times", "version")}


def _of_episodes(show: Show, episodes: Iterable[_Public]) -> Iterator[Document]:
    around = version_of(writing(), show.site_address, show.language, show.title, show.author)
    for episode in episodes:
        at = episode.addresses
        if episode.has_chapters:
            version = version_of(around, episode.version)
            yield Document(show=show, path=at.chapters_url, version=version)
        if episode.said:
            version = version_of(writing(), show.language, episode.said)
            forms = MEDIA_TYPES if episode.said.has_times else TIMELESS
            for form in forms:
                path = at.transcript_file_url(form)
                yield Document(show=show, path=path, version=version)


def _feeds(show: Show, episodes: Sequence[_Public]) -> Iterator[Document]:
    hosts = hosts_of(show)
    seasons = sorted(show.seasons.values_list("number", "name"))
    around = version_of(writing(), show.site_address, channel_of(show, hosts), seasons)
    for feed in (*_main_feeds(episodes), *_topics(show, episodes), *_people(show, episodes)):
        yield from feed.documents(show, around)


def _main_feeds(episodes: Sequence[_Public]) -> Iterator[_Feed]:
    heard = [episode for episode in episodes if episode.has_audio]
    spoken = [episode for episode in heard if episode.said]
    bonus = [episode for episode in heard if episode.episode_type == Episode.Type.BONUS]
    yield _Feed(path=reverse("episodes:feed"), episodes=heard, per_page=settings.FEED_PAGE_ITEMS)
    yield _Feed(path=reverse("episodes:feed-json"), episodes=heard, per_page=settings.FEED_PAGE_ITEMS)
    yield _Feed(path=reverse("episodes:feed-all"), episodes=heard)
    yield _Feed(path=reverse("episodes:feed-bonus"), episodes=bonus)
    yield _Feed(path=reverse("transcripts:feed"), episodes=spoken, per_page=PER_PAGE, with_words=True)


def _topics(show: Show, episodes: Sequence[_Public]) -> Iterator[_Feed]:
    """Of those that stand on a public page."""
    pairs = Episode.topics.through.objects.filter(episode__show=show).values_list("topic_id", "episode_id")
    among = _among(episodes, pairs)
    for pk, slug, name in Topic.objects.filter(pk__in=among).values_list("pk", "slug", "name"):
        path = reverse("episodes:feed-topic", args=[slug])
        yield _Feed(path=path, episodes=_heard(episodes, among[pk]), around=(name,))


def _people(show: Show, episodes: Sequence[_Public]) -> Iterator[_Feed]:
    """Of those who speak or lead a segment, as ``EpisodeQuerySet.heard`` has it, and of the show's hosts."""
    of_show = {"episode__show": show, "person__isnull": False}
    credited = Credit.objects.filter(**of_show).values_list("person_id", "episode_id")
    leading = Segment.objects.filter(**of_show).values_list("person_id", "episode_id")
    among = _among(episodes, {*credited, *leading})
    hosts = {person.pk for person in show.regular_hosts}
    everybody = Person.objects.filter(pk__in=hosts | among.keys())
    for pk, slug, name in everybody.values_list("pk", "slug", "name"):
        path = reverse("episodes:feed-person", args=[slug])
        yield _Feed(path=path, episodes=_heard(episodes, among.get(pk, set())), around=(name,))


def _among(episodes: Iterable[_Public], pairs: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    """Which public episodes belong to whom."""
    public = {episode.pk for episode in episodes}
    found: dict[int, set[int]] = defaultdict(set)
    for whose, episode in pairs:
        if episode in public:
            found[whose].add(episode)
    return dict(found)


def _heard(episodes: Iterable[_Public], among: set[int]) -> list[_Public]:
    return [episode for episode in episodes if episode.has_audio and episode.pk in among]
