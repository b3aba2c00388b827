"""The versions of an episode's notes: what was saved, and what hosts have typed and not saved yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils import timezone

from episodes.desk.merging import text_hash
from episodes.models import Episode, NotesVersion
from episodes.models.notes_version import name_of

Kind = NotesVersion.Kind
# Of what is typed within this time in one page, the last is kept.
SLOT: Final = timedelta(minutes=10)
MOST_DRAFTS: Final = 60
PRESENT: Final = timedelta(seconds=60)
PAGES: Final = 20
SHOWN: Final = 200


def keep_version(
    episode: Episode, kind: NotesVersion.Kind = Kind.SAVED, *, author: User | None = None, page: str = ""
) -> None:
    """Remember the notes as they have just been saved, if they are not those of the last version."""
    digest = text_hash(episode.notes)
    last = episode.notes_versions.saved().newest_first().values_list("hash", flat=True).first()
    if last != digest and (last or episode.notes):
        NotesVersion.objects.create(
            episode=episode, kind=kind, author=author, text=episode.notes, hash=digest, page=page
        )
    if author and page:
        drafts = NotesVersion.objects.drafts().filter(author=author, page=page)
        drafts.update(settled=True, episode=episode)


def keep_draft(
    episode: Episode | None, author: User, text: str, *, base: str, page: str, at: datetime | None = None
) -> NotesVersion:
    """Remember what a host has typed so far; within a slot of time the last text replaces the one before."""
    at = at or timezone.now()
    values = {"text": text, "hash": text_hash(text), "base": base, "made_at": at, "settled": False}
    mine = NotesVersion.objects.drafts().filter(episode=episode, author=author)
    last = mine.filter(page=page).newest_first().first()
    if last is not None and _slot(last.made_at) == _slot(at):
        for name, value in values.items():
            setattr(last, name, value)
        last.save(update_fields=list(values))
        return last
    draft = NotesVersion.objects.create(episode=episode, author=author, kind=Kind.DRAFT, page=page, **values)
    stale = mine.newest_first().values_list("pk", flat=True)[MOST_DRAFTS:]
    NotesVersion.objects.filter(pk__in=list(stale)).delete()
    return draft


def _slot(moment: datetime) -> int:
    return int(moment.timestamp() // SLOT.total_seconds())


def unsaved_draft(episode: Episode | None, author: User) -> NotesVersion | None:
    """What a host typed last and has neither saved nor given up, if it says anything that is not saved."""
    drafts = NotesVersion.objects.drafts().filter(episode=episode, author=author, settled=False)
    draft = drafts.newest_first().first()
    stored = episode.notes if episode else ""
    return draft if draft is not None and draft.hash != text_hash(stored) else None


def give_up(draft: NotesVersion) -> None:
    """Its host has said that it is not needed. It stays among the versions; it is only not offered again."""
    NotesVersion.objects.drafts().filter(
        author=draft.author_id, episode=draft.episode_id, made_at__lte=draft.made_at
    ).update(settled=True)


def text_with_hash(episode: Episode, digest: str) -> str | None:
    """The version that a page was opened with."""
    versions = episode.notes_versions.saved().filter(hash=digest)
    return versions.values_list("text", flat=True).first()


def versions_of(episode: Episode) -> list[NotesVersion]:
    """The newest first, without their texts; a draft that was saved as it was is not told twice."""
    rows = list(episode.notes_versions.select_related("author").defer("text").newest_first()[:SHOWN])
    saved = {version.hash for version in rows if not version.is_draft}
    return [version for version in rows if not version.is_draft or version.hash not in saved]


def settled_pages(author: User) -> Sequence[str]:
    """The pages that a host has saved last: what a browser kept of them is not needed any more."""
    versions = NotesVersion.objects.filter(author=author).exclude(page="")
    done = versions.saved() | versions.filter(settled=True)
    return list(dict.fromkeys(done.newest_first().values_list("page", flat=True)[:PAGES]))


def others_writing(episode: Episode, user: User, at: datetime | None = None) -> list[str]:
    """The names of the other hosts who have typed in the notes within the last minute."""
    since = (at or timezone.now()) - PRESENT
    drafts = episode.notes_versions.drafts().filter(made_at__gte=since, settled=False)
    rows: QuerySet[NotesVersion] = drafts.exclude(author=user).select_related("author")
    return sorted({name_of(draft.author) for draft in rows if draft.author})
