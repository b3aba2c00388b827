"""Background work that went wrong, in words for hosts, and how to try it once more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.db.models import F, Model, QuerySet, TextField, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from episodes.models import Announcement, Episode, Recording, Show
from episodes.storage import NOT_STORED
from showsite import queue
from showsite.feed_import.models import MediaCopy
from showsite.imports.models import ImportRun
from showsite.panels.panel import LINES, Desk, Line, Panel, ago, change_url
from transcripts.models import GlossaryRun

LATELY: Final = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class Job:
    """A task in a host's words, the rows that its first argument names, and the right to try it again."""

    words: Any
    about: type[Model]
    needs: str
    # The row as a host knows it: the text, the show, and where it is seen to.
    place: Callable[[Any], tuple[str, int | None, str]]


def _of_episode(row: Any) -> tuple[str, int | None, str]:
    episode: Episode = row if isinstance(row, Episode) else row.episode
    return str(episode), episode.show_id, change_url(Episode, episode.pk)


def _of_show(row: Any) -> tuple[str, int | None, str]:
    show: Show = row if isinstance(row, Show) else row.show
    return str(show), show.pk, change_url(Show, show.pk)


def _of_copy(row: MediaCopy) -> tuple[str, int | None, str]:
    return _of_episode(row) if row.episode else _of_show(row)


def _of_import(row: ImportRun) -> tuple[str, int | None, str]:
    return str(row), row.show_id, row.get_absolute_url()


def _of_glossary(row: GlossaryRun) -> tuple[str, int | None, str]:
    return str(row.show), row.show_id, row.get_absolute_url()


EPISODES: Final = "episodes.change_episode"
DIRECTORIES: Final = "episodes.change_announcement"
IMPORTS: Final = "imports.add_importrun"


def _job(
    words: Any, about: type[Model], place: Callable[[Any], Any] = _of_episode, needs: str = EPISODES
) -> Job:
    return Job(words=words, about=about, place=place, needs=needs)


# All of these may be done twice. What is not named here, such as throwing old salts away, comes again by itself.
JOBS: Final[dict[str, Job]] = {
    "episodes.audio.checking.check_recording": _job(gettext_lazy("Looking at the audio"), Recording),
    "episodes.audio.serving.prepare_files_of": _job(gettext_lazy("Making the audio public"), Episode),
    "episodes.audio.serving.tag_again": _job(gettext_lazy("Tagging the audio"), Episode),
    "episodes.cards.making.draw_cards_of": _job(gettext_lazy("Drawing the cards for chats"), Episode),
    "episodes.announcing.announce_show": _job(
        gettext_lazy("Telling podcast apps"), Show, _of_show, DIRECTORIES
    ),
    "episodes.announcing.deliver": _job(
        gettext_lazy("Telling podcast apps"), Announcement, _of_show, DIRECTORIES
    ),
    "transcripts.finding.find_chapters_of": _job(gettext_lazy("Finding where segments start"), Episode),
    "transcripts.finding.find_chapters_of_show": _job(
        gettext_lazy("Finding where segments start"), Show, _of_show
    ),
    "transcripts.glossary_runs.apply_glossary": _job(
        gettext_lazy("Applying the glossary"), GlossaryRun, _of_glossary
    ),
    "showsite.imports.tasks.check_upload": _job(
        gettext_lazy("Checking an import"), ImportRun, _of_import, IMPORTS
    ),
    "showsite.imports.tasks.import_upload": _job(gettext_lazy("Importing"), ImportRun, _of_import, IMPORTS),
    "showsite.feed_import.tasks.copy_media": _job(
        gettext_lazy("Copying a file that the feed names"), MediaCopy, _of_copy
    ),
}
ALONG: Final[dict[type[Model], tuple[str, ...]]] = {
    Recording: ("episode",),
    MediaCopy: ("episode", "show"),
    Announcement: ("show",),
    ImportRun: ("show",),
    GlossaryRun: ("show",),
}


def failed_jobs(desk: Desk) -> Panel | None:
    """What failed within a week and was not done since."""
    if not desk.may(EPISODES):
        return None
    failed = list(_failed(desk).defer("traceback", "return_value"))
    rows = _rows(failed)
    found = [(one, _place(one, rows)) for one in failed]
    lines = [_line(one, place, desk) for one, place in found if place and _may(one, place[1], desk)]
    return Panel(
        name="jobs",
        title=_("Work that failed"),
        lines=lines[:LINES],
        total=len(lines),
        quiet=_("No background work has failed."),
    )


def may_try_again(desk: Desk, result: Any) -> bool:
    """Of what is gone there is nothing to hide."""
    place = _place_of(result)
    return desk.may(EPISODES) if place is None else _may(result, place[1], desk)


def try_again(desk: Desk, result: Any) -> bool:
    """Whether it was put into the queue once more. One that was tried since is not."""
    if _place_of(result) is None or not _failed(desk).filter(pk=result.pk).exists():
        return False
    try:
        queue.try_again(result.pk)
    except queue.NotRepeatable:
        return False
    return True


def _failed(desk: Desk) -> QuerySet[Any]:
    """Of each piece of work the last try of the week alone, where that failed. A try is told by its task and the
    row it is about."""
    about = Coalesce(KT("args_kwargs__args__0"), Value(""), output_field=TextField())
    tries = DBTaskResult.objects.filter(enqueued_at__gte=desk.now - LATELY, task_path__in=JOBS)
    last = (
        tries.annotate(about=about)
        .order_by("task_path", "about", "-enqueued_at")
        .distinct("task_path", "about")
        .values_list("pk", "status", "task_path", "about")
    )
    failed = [pk for pk, status, *_ in last.iterator() if status == TaskResultStatus.FAILED]
    return DBTaskResult.objects.filter(pk__in=failed).order_by(F("finished_at").desc(nulls_last=True))


def _first(result: Any) -> list[Any]:
    """The row's key."""
    return list(result.args_kwargs["args"][:1])


def _rows(results: list[Any]) -> dict[type[Model], dict[int, Any]]:
    """The rows that tries are about, in a query for each model."""
    wanted: dict[type[Model], set[int]] = defaultdict(set)
    for result in results:
        wanted[JOBS[result.task_path].about].update(_first(result))
    return {
        model: model._default_manager.select_related(*ALONG.get(model, ())).in_bulk(keys)
        for model, keys in wanted.items()
    }


def _place(result: Any, rows: dict[type[Model], dict[int, Any]]) -> tuple[str, int | None, str] | None:
    """None where what it was about is gone."""
    job, key = JOBS[result.task_path], _first(result)
    row = rows.get(job.about, {}).get(key[0]) if key else None
    return None if row is None else job.place(row)


def _place_of(result: Any) -> tuple[str, int | None, str] | None:
    return _place(result, _rows([result])) if result.task_path in JOBS else None


def _may(result: Any, show_id: int | None, desk: Desk) -> bool:
    """What is about a show that is still to come is for superusers, who alone bring in whole shows."""
    show = next((show for show in desk.shows if show.pk == show_id), None)
    if show is None:
        return show_id is None and desk.request.user.is_superuser
    return desk.may(JOBS[result.task_path].needs, show)


def _line(result: Any, place: tuple[str, int | None, str], desk: Desk) -> Line:
    text, show_id, url = place
    note = _("%(what)s failed %(ago)s. %(why)s") % {
        "what": JOBS[result.task_path].words,
        "ago": ago(result.finished_at or result.enqueued_at, desk.now),
        "why": _why(result.exception_class_path),
    }
    return Line(text=text, url=url, note=desk.of_show(note, show_id or 0), again=str(result.pk))


def _why(exception: str) -> str:
    try:
        is_storage = issubclass(import_string(exception), NOT_STORED)
    except (ImportError, TypeError, ValueError):
        is_storage = False
    if is_storage:
        return _("The object storage did not answer.")
    name = exception.rpartition(".")[2] or _("no reason is known")
    return _("Something went wrong that should not (%(name)s); the log says more.") % {"name": name}
