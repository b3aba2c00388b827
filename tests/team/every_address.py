"""Every address below that of the desk, as the resolver knows them, and what a role needs to open each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.contrib import admin
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from episodes.models import Announcement, Booking, Episode, NotePicture, NotesVersion, Recording, Show
from shortlinks.models import ShortLink
from showsite.imports.models import ImportRun
from team.models import Act
from team.rights import AREAS
from tests.factories import (
    CorrectionFactory,
    CreditFactory,
    EpisodeFactory,
    MemberFactory,
    SponsorshipFactory,
    StoryFactory,
    TopicFactory,
    TranscriptFactory,
)
from transcripts.models import GlossaryRun, Term


def draft(show: Show) -> Episode:
    return EpisodeFactory(show=show, draft=True)


def sponsor(show: Show) -> Any:
    return SponsorshipFactory(episode=EpisodeFactory(show=show)).sponsor


def person(show: Show) -> Any:
    return CreditFactory(episode=EpisodeFactory(show=show)).person


def picture(show: Show) -> NotePicture:
    row = NotePicture.objects.create(url=f"https://pictures.example/{show.slug}.png")
    row.episodes.add(draft(show))
    return row


# A row of each model at the desk, as it belongs to a show.
ROWS: dict[str, Callable[[Show], Any]] = {
    "episodes.show": lambda show: show,
    "episodes.episode": draft,
    "episodes.topic": lambda show: TopicFactory(show=show),
    "episodes.person": person,
    "episodes.sponsor": sponsor,
    "episodes.sponsorship": lambda show: SponsorshipFactory(episode=EpisodeFactory(show=show)),
    "episodes.booking": lambda show: Booking.objects.create(
        show=show, sponsor=sponsor(show), first_day="2026-01-01", last_day="2026-01-31"
    ),
    "episodes.announcement": lambda show: Announcement.objects.create(
        show=show, target="websub", due_at="2026-01-01T00:00Z", state="sent"
    ),
    "episodes.notepicture": picture,
    "transcripts.transcript": lambda show: TranscriptFactory(episode=EpisodeFactory(show=show)),
    "transcripts.term": lambda show: Term.objects.create(show=show, heard="pie test", meant="pytest"),
    "inbox.story": lambda show: StoryFactory(show=show),
    "inbox.correction": lambda show: CorrectionFactory(episode=EpisodeFactory(show=show)),
    "shortlinks.shortlink": lambda show: ShortLink.objects.create(show=show, word="wax", target="/"),
    "imports.importrun": lambda show: ImportRun.objects.create(show=show, upload_key="x", state="checked"),
    "team.member": lambda show: MemberFactory(show=show),
    "team.act": lambda show: Act.objects.filter(show=show).first(),
}

# What the pages of a model do not offer, whatever the table of roles says.
WITHOUT: dict[str, set[str]] = {
    "episodes.show": {"add"},
    "episodes.announcement": {"add", "save"},
    "episodes.notepicture": {"add", "save", "delete"},
    "transcripts.transcript": {"add"},
    "inbox.story": {"add"},
    "inbox.correction": {"add"},
    "imports.importrun": {"save"},
    "team.act": {"add", "save", "delete"},
}
# What each of Django's pages of a model needs.
STOCK = {"changelist": "view", "change": "view", "history": "view", "add": "add", "delete": "delete"}
# Of no show: superusers keep them, and whoever has Django's own permission.
NOT_BY_ROLE = {"auth.user", "auth.group", "django_tasks_database.dbtaskresult"}
# Open to whoever is at the desk: its first page (which has no name of its own), and one's own account.
FIRST = "admin/"
OWN = {
    *("admin:index", "admin:login", "admin:logout", "admin:login_code", "admin:two_factor"),
    *("admin:password_change", "admin:password_change_done", "admin:jsi18n"),
}
# Django's own where each asks for itself, tried one by one in ``test_every_address``.
ASKING = {"admin:autocomplete", "admin:view_on_site", "admin:app_list"}
# Lead on to another address: the row's page, the same address with a slash.
LEADING_ON = {"admin:<path:object_id>/", "admin:(?P<url>.*)$"}


def episode_keys(show: Show) -> tuple[Any, ...]:
    return (draft(show).pk,)


def file_keys(show: Show) -> tuple[Any, ...]:
    return (draft(show).pk, "youtube")


def version_keys(show: Show) -> tuple[Any, ...]:
    """A draft of who was made last: in the tests the one who is signed in."""
    episode = draft(show)
    version = NotesVersion.objects.create(episode=episode, author=User.objects.last(), kind="draft", text="A")
    return episode.pk, version.pk


def no_keys(show: Show) -> tuple[Any, ...]:
    return ()


def show_keys(show: Show) -> tuple[Any, ...]:
    return (show.pk,)


def recording_keys(show: Show) -> tuple[Any, ...]:
    episode = draft(show)
    recording = Recording.objects.create(episode=episode, name="x", bytes=9, key="x", state="ready")
    return episode.pk, recording.pk


def transcript_keys(show: Show) -> tuple[Any, ...]:
    return (TranscriptFactory(episode=draft(show)).pk,)


def run_keys(show: Show) -> tuple[Any, ...]:
    Term.objects.get_or_create(show=show, heard="pie test", meant="pytest")
    return (GlossaryRun.objects.create(show=show).pk,)


def job_keys(show: Show) -> tuple[Any, ...]:
    values = {"args_kwargs": {"args": [draft(show).pk], "kwargs": {}}, "run_after": timezone.now()}
    path, backend = "episodes.audio.serving.tag_again", "default"
    return (
        DBTaskResult.objects.create(
            id=uuid4(), status="FAILED", task_path=path, backend_name=backend, **values
        ).pk,
    )


def import_keys(show: Show) -> tuple[Any, ...]:
    return (ImportRun.objects.create(show=show, upload_key="x", state="checked").pk,)


@dataclass(frozen=True, kw_only=True)
class Door:
    """One of our own addresses: the right that it needs, how it is asked, and the keys of rows that it is about.

    ``query`` and what is sent name the keys that the address itself does not take.
    """

    needs: str
    ways: tuple[str, ...] = ("get",)
    keys: Callable[[Show], tuple[Any, ...]] = episode_keys
    sends: dict[str, Any] = field(default_factory=dict)
    query: str = ""
    is_json: bool = False

    def ask(self, client: Any, name: str, way: str, show: Show) -> Any:
        keys = self.keys(show)
        path = f"{reverse(name)}{self.query.format(*keys)}" if self.query else reverse(name, args=keys)
        if way == "get":
            return client.get(path)
        if self.is_json:
            return client.post(path, self.sends, "application/json")
        return client.post(path, {name: value.format(*keys) for name, value in self.sends.items()})


def _upload(keys: Any = recording_keys, way: str = "post") -> Door:
    sends = {"name": "x.mp3", "size": 10}
    return Door(needs="episodes.change_episode", ways=(way,), keys=keys, sends=sends, is_json=True)


def _publishing(*ways: str, **sends: str) -> Door:
    return Door(needs="episodes.publish_episode", ways=ways or ("post",), sends={"seen": "", **sends})


def _merging(make: Callable[[Show], Any], needs: str) -> Door:
    def two(show: Show) -> tuple[Any, ...]:
        return make(show).pk, make(show).pk

    return Door(needs=needs, ways=("get",), keys=two, query="?one={}&other={}")


def _writing(way: str = "post", keys: Any = episode_keys, **sends: str) -> Door:
    """What the editor's scripts ask for, of an episode that is there."""
    return Door(needs="episodes.change_episode", ways=(way,), keys=keys, query="?episode={}", sends=sends)


OURS: dict[str, Door] = {
    "admin:episodes_notes_preview": _writing(notes="**A**"),
    "admin:episodes_notes_draft": _writing(notes="**A**"),
    "admin:episodes_notes_state": _writing("get"),
    "admin:episodes_notes_links": _writing("get"),
    "admin:episodes_notes_title": _writing(url="nonsense"),
    "admin:episodes_notes_picture": _writing(),
    "admin:episodes_notes_discard": _writing(keys=version_keys, version="{1}"),
    "admin:episodes_notes_versions": Door(needs="episodes.change_episode"),
    "admin:episodes_audio_start": _upload(episode_keys),
    "admin:episodes_audio_complete": _upload(),
    "admin:episodes_audio_drop": _upload(),
    "admin:episodes_audio_state": _upload(way="get"),
    "admin:episodes_episode_youtube": Door(needs="episodes.view_episode"),
    "admin:episodes_episode_times": Door(needs="episodes.change_episode", ways=("get", "post")),
    "admin:episodes_episode_elsewhere": Door(needs="episodes.view_episode"),
    "admin:episodes_episode_elsewhere_file": Door(needs="episodes.view_episode", keys=file_keys),
    "admin:episodes_episode_publish": Door(needs="episodes.view_episode"),
    "admin:episodes_episode_publish_now": _publishing(),
    "admin:episodes_episode_publish_schedule": _publishing(when="2031-01-01 12:00"),
    "admin:episodes_episode_publish_withdraw": _publishing("get", "post"),
    "admin:episodes_episode_publish_waive": _publishing(code="transcript", reason="None was made."),
    "admin:episodes_episode_publish_take_back": _publishing(code="transcript"),
    "admin:episodes_episode_publish_links": Door(needs="episodes.change_episode", ways=("post",)),
    "admin:episodes_episode_publish_preview": Door(
        needs="episodes.change_previewlink", ways=("post",), sends={"label": "Ada", "days": "7"}
    ),
    "admin:episodes_episode_publish_revoke": Door(needs="episodes.change_previewlink", ways=("post",)),
    "admin:imports_importrun_go": Door(needs="imports.add_importrun", ways=("post",), keys=import_keys),
    "admin:imports_importrun_check": Door(needs="imports.add_importrun", ways=("post",), keys=import_keys),
    "admin:episodes_person_merge": _merging(person, "episodes.delete_person"),
    "admin:episodes_sponsor_merge": _merging(sponsor, "episodes.delete_sponsor"),
    "admin:transcripts_transcript_words": Door(
        needs="transcripts.change_transcript", ways=("get", "post"), keys=transcript_keys
    ),
    "admin:transcripts_term_run": Door(needs="transcripts.view_term", keys=run_keys),
    "job-again": Door(needs="episodes.change_episode", ways=("post",), keys=job_keys),
    "status": Door(needs="superuser", keys=no_keys),
    "status-again": Door(needs="superuser", ways=("post",), keys=job_keys),
    "status-forget": Door(needs="superuser", ways=("post",), keys=job_keys),
    "downloads:show": Door(needs="downloads.view_hourcount", keys=show_keys),
    "downloads:show-csv": Door(needs="downloads.view_hourcount", keys=show_keys),
    "downloads:episode": Door(needs="downloads.view_hourcount"),
    "downloads:episode-csv": Door(needs="downloads.view_hourcount"),
}
# Lists of ours: they open to who may see any of it, and show what is of their shows.
LISTS = {
    "downloads:overview": "downloads.view_hourcount",
    "admin:transcripts_term_preview": "transcripts.view_term",
}


def addresses() -> Iterator[str]:
    """The name of each address below the desk's, with its namespace; where it has none, its pattern."""
    return (name for route, name in _walk(get_resolver()) if route.startswith("admin/"))


def _walk(resolver: URLResolver, route: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    for one in resolver.url_patterns:
        where = route + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _walk(one, where, f"{one.namespace}:" if one.namespace else space)
        else:
            yield where, f"{space}{one.name or one.pattern}"


def at_the_desk() -> list[str]:
    """The models whose pages roles decide on."""
    return sorted(model._meta.label_lower for model in admin.site._registry if is_ours(model))


def is_ours(model: Any) -> bool:
    return model._meta.label_lower in {label for labels in AREAS.values() for label in labels}


def stock_names() -> set[str]:
    """Django's own pages of every model with a row to try."""
    return {page_name(label, page) for label in ROWS for page in STOCK}


def page_name(label: str, page: str) -> str:
    return f"admin:{label.replace('.', '_')}_{page}"


def address(label: str, page: str, *args: Any) -> str:
    return reverse(page_name(label, page), args=args)


def has_a_rule(name: str) -> bool:
    by_django = {page_name(label, page) for label in NOT_BY_ROLE for page in STOCK}
    accounts = {"admin:auth_user_password_change"}
    return name in {FIRST, *OWN, *ASKING, *LEADING_ON, *OURS, *LISTS, *stock_names(), *by_django, *accounts}


def kind_of(model: Any) -> int:
    return int(ContentType.objects.get_for_model(model).pk)


def is_refused(answer: Any) -> bool:
    """Not there (the admin's way is to lead to its first page), or forbidden."""
    return is_shut(answer) or getattr(answer, "url", "") == "/admin/"


def is_shut(answer: Any) -> bool:
    return answer.status_code in {403, 404}
