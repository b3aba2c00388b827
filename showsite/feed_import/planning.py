"""Which files of a feed are to be copied: a row for each, and none where a host has put something else."""

from __future__ import annotations

from episodes.models import Episode, Show
from episodes.names import is_web_address
from showsite.feed_import.document import ParsedItem
from showsite.feed_import.models import MediaCopy

LONGEST_URL = 2000
Kind = MediaCopy.Kind


def plan_copies(episode: Episode, item: ParsedItem, show_image: str) -> int:
    """How many files there are to copy that were not known before."""
    image = "" if item.image == show_image else item.image
    single = {Kind.AUDIO: item.audio_url, Kind.ARTWORK: image, Kind.CHAPTERS: item.chapters_url}
    wanted = list(single.items())
    wanted += [(Kind.TRANSCRIPT, transcript.url) for transcript in item.transcripts]
    known = {(copy.kind, copy.url): copy for copy in episode.media_copies.all()}
    planned = 0
    for kind, url in wanted:
        if (kind, url) in known or not is_web_address(url, LONGEST_URL) or not may_replace(kind, episode):
            continue
        before = episode.media_copies.filter(kind=kind).first() if kind in single else None
        _plan(before or MediaCopy(show_id=episode.show_id, episode=episode, kind=kind), url)
        planned += 1
    return planned


def plan_artwork(show: Show, url: str) -> int:
    known = MediaCopy.objects.filter(show=show, episode=None, kind=Kind.ARTWORK).first()
    if (
        (known and known.url == url)
        or not is_web_address(url, LONGEST_URL)
        or not may_replace(Kind.ARTWORK, show)
    ):
        return 0
    _plan(known or MediaCopy(show=show, kind=Kind.ARTWORK), url)
    return 1


def _plan(copy: MediaCopy, url: str) -> None:
    """A new file, or one in the place of another, which stays until then."""
    copy.url, copy.state, copy.tries, copy.error = url, MediaCopy.State.WAITING, 0, ""
    copy.save()


def may_replace(kind: str, owner: Episode | Show) -> bool:
    """Whether a copy would replace nothing that was put here by hand."""
    if kind == Kind.AUDIO and isinstance(owner, Episode):
        here = owner.audio_key
    elif kind == Kind.ARTWORK:
        here = owner.artwork.name or ""
    else:
        return True
    return not here or MediaCopy.objects.filter(kind=kind, stored=here, **_of(owner)).exists()


def _of(owner: Episode | Show) -> dict[str, Episode | Show | None]:
    return {"episode": owner} if isinstance(owner, Episode) else {"show": owner, "episode": None}
