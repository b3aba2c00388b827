"""Rows of several tables by one query: PostgreSQL packs whatever belongs to a row into JSON beside it.

Django's own prefetch asks a query for each table, and half of what a page costs is the asking.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar

from django.db import models
from django.db.models.expressions import RawSQL

if TYPE_CHECKING:
    from episodes.models.episode import Episode
    from episodes.models.show import Show

M = TypeVar("M", bound=models.Model)

# So much of what was said stands on the episode's own page.
OPENING_SECONDS: Final = 45

_OF_EPISODE: Final = "r.episode_id = episodes_episode.id"
_OF_SEGMENTS: Final = (
    "r.segment_id IN (SELECT id FROM episodes_segment WHERE episode_id = episodes_episode.id)"
)
_CREDITED: Final = "SELECT person_id FROM episodes_credit WHERE episode_id = episodes_episode.id"
_LEADING: Final = "SELECT person_id FROM episodes_segment WHERE episode_id = episodes_episode.id"


@dataclass(frozen=True, kw_only=True)
class Rows:
    """The rows ``r`` of a table for which something is so; ``without`` names what is read only when asked for, and
    ``only_where`` what comes along with those rows alone for which something is so.

    ``model`` is one of this app, or names its app: "transcripts.Cue".
    """

    model: str
    where: str
    order: str = "id"
    without: frozenset[str] = field(default_factory=frozenset)
    only_where: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def table(self) -> type[models.Model]:
        from django.apps import apps  # noqa: PLC0415 - the models of this app are still being made

        app, _, name = self.model.rpartition(".")
        return apps.get_model(app or "episodes", name)

    @cached_property
    def fields(self) -> list[Any]:
        left_out = self.without | {"search_vector"}
        return [one for one in self.table._meta.concrete_fields if one.name not in left_out]

    @cached_property
    def sql(self) -> str:
        columns = ", ".join(_column(one, self.only_where.get(one.name)) for one in self.fields)
        rows = f"SELECT {columns} FROM {self.table._meta.db_table} r WHERE {self.where} ORDER BY {self.order}"  # noqa: S608
        return f"(SELECT coalesce(json_agg(x), '[]') FROM ({rows}) x)"  # noqa: S608 - constants

    def read(self, rows: Iterable[dict[str, Any]], database: str | None) -> list[Any]:
        """Rows as ``sql`` answers them, whose values come in the order of the fields."""
        names = [one.attname for one in self.fields]
        sometimes = [one.column for one in self.fields if one.name in self.only_where]
        converters = [(one.column, convert) for one in self.fields if (convert := _converter(one))]
        found = []
        for row in rows:
            for column, convert in converters:
                if row[column] is not None:
                    row[column] = convert(row[column])
            left_out = [column for column in sometimes if row[column] is None]
            for column in left_out:
                del row[column]
            known = [name for name in names if name not in left_out] if left_out else names
            found.append(self.table.from_db(database, known, list(row.values())))
        return found


_AS_IN_JSON: Final = (
    models.CharField,
    models.TextField,
    models.IntegerField,
    models.FloatField,
    models.BooleanField,
    models.FileField,
    models.ForeignKey,
)


def _column(field: models.Field[Any, Any], condition: str | None) -> str:
    """A length of time comes as seconds: to read it from a text takes longer than all else of a row."""
    name = f'r."{field.column}"'
    if isinstance(field, models.DurationField):
        return f'extract(epoch FROM {name}) AS "{field.column}"'
    return f'CASE WHEN {condition} THEN {name} END AS "{field.column}"' if condition else name


def _converter(field: models.Field[Any, Any]) -> Callable[[Any], Any] | None:
    """What makes a column's value of JSON's; None where JSON has the value itself."""
    if isinstance(field, models.DurationField):
        return _seconds
    return None if isinstance(field, _AS_IN_JSON) else field.to_python


def _seconds(value: float) -> timedelta:
    return timedelta(seconds=value)


Plan = Mapping[str, Rows]

LIST: Final[Plan] = {
    "segments": Rows(
        model="Segment",
        where=_OF_EPISODE,
        order="r.order",
        without=frozenset({"source", "html", "proposed_evidence"}),
        only_where={"text": "r.title = ''"},  # where its first line stands in for the title
    ),
    "credits": Rows(model="Credit", where=_OF_EPISODE, order="r.order, r.id"),
    "people": Rows(model="Person", where=f"r.id IN ({_CREDITED} UNION {_LEADING})"),
    "topics": Rows(
        model="Topic",
        where="r.id IN (SELECT topic_id FROM episodes_episode_topics WHERE episode_id = episodes_episode.id)",
        order="lower(r.name)",
    ),
}
PAGE: Final[Plan] = {
    **LIST,
    "segments": Rows(model="Segment", where=_OF_EPISODE, order="r.order"),
    "links": Rows(model="Link", where=_OF_SEGMENTS, order="r.order"),
    "sponsorships": Rows(model="Sponsorship", where=_OF_SEGMENTS, order="r.order, r.id"),
    "sponsors": Rows(
        model="Sponsor",
        where="r.id IN (SELECT p.sponsor_id FROM episodes_sponsorship p JOIN episodes_segment s "
        "ON s.id = p.segment_id WHERE s.episode_id = episodes_episode.id)",
    ),
    "person_links": Rows(model="PersonLink", where=f"r.person_id IN ({_CREDITED})", order="r.order, r.id"),
}
_CHOSEN: Final = (
    "r.transcript_id = (SELECT id FROM transcripts_transcript "
    "WHERE episode_id = episodes_episode.id AND chosen AND has_times)"
)
OPENING: Final[Plan] = {
    "cues": Rows(
        model="transcripts.Cue",
        where=f"{_CHOSEN} AND r.start < interval '{OPENING_SECONDS} seconds'",
        order="r.order",
        without=frozenset({"order", "was"}),
    ),
    "speakers": Rows(model="transcripts.Speaker", where=f"{_CHOSEN} AND r.person_id IS NOT NULL"),
    "speaking": Rows(
        model="Person",
        where=f"r.id IN (SELECT person_id FROM transcripts_speaker r WHERE {_CHOSEN})",  # noqa: S608 - constants
        without=frozenset({"bio", "picture"}),
    ),
}
OWN_PAGE: Final[Plan] = {**PAGE, **OPENING}
SHOW: Final[Plan] = {
    "show_hosts": Rows(model="ShowHost", where="r.show_id = episodes_show.id", order="r.order, r.id"),
    "people": Rows(
        model="Person",
        where="r.id IN (SELECT person_id FROM episodes_showhost WHERE show_id = episodes_show.id)",
    ),
    "subscribe_links": Rows(
        model="SubscribeLink", where="r.show_id = episodes_show.id", order="r.order, r.id"
    ),
}


class PackedQuerySet(models.QuerySet[M]):
    """A query set whose rows bring others along."""

    def packed(self, plan: Plan) -> Self:
        parts = ", ".join(f"'{name}', {rows.sql}" for name, rows in plan.items())
        packed = self.annotate(packed=RawSQL(f"json_build_object({parts})::text", ()))  # noqa: S611 - constants
        packed.plan = plan
        return packed

    plan: Plan = {}

    def _clone(self) -> Self:
        clone = super()._clone()  # type: ignore[misc]
        clone.plan = self.plan
        return clone  # type: ignore[no-any-return]

    def _fetch_all(self) -> None:
        super()._fetch_all()
        unpack(self._result_cache or (), self.plan, self.db)


def unpack(found: Iterable[Any], plan: Plan, database: str | None) -> None:
    """Give each row that was found what came along with it."""
    for row in found:
        if isinstance(row, models.Model) and "packed" in vars(row):
            parts = json.loads(vars(row).pop("packed"))
            UNPACK[row._meta.label](
                row, {name: rows.read(parts[name], database) for name, rows in plan.items()}
            )


def unpack_episode(episode: Episode, rows: dict[str, list[Any]]) -> None:
    people = {person.pk: person for person in rows["people"]}
    for part in (*rows["segments"], *rows["credits"]):
        part.episode = episode
        part.person = people.get(part.person_id)
    for name in ("segments", "credits", "topics"):
        remember(episode, name, rows[name])
    if "links" in rows:
        _unpack_segments(rows)
        share(rows["person_links"], "person", people, "links")
    if "cues" in rows:
        _unpack_opening(episode, rows)


def _unpack_opening(episode: Episode, rows: dict[str, list[Any]]) -> None:
    """What is said first, under the names of the people whom hosts know."""
    people = {person.pk: person.name for person in rows["speaking"]}
    names = {speaker.label: people[speaker.person_id] for speaker in rows["speakers"]}
    for cue in rows["cues"]:
        cue.speaker = names.get(cue.speaker, cue.speaker)
    episode.opening_cues = rows["cues"]


def _unpack_segments(rows: dict[str, list[Any]]) -> None:
    segments = {segment.pk: segment for segment in rows["segments"]}
    sponsors = {sponsor.pk: sponsor for sponsor in rows["sponsors"]}
    for sponsorship in rows["sponsorships"]:
        sponsorship.sponsor = sponsors[sponsorship.sponsor_id]
    share(rows["links"], "segment", segments, "links")
    share(rows["sponsorships"], "segment", segments, "sponsorships")


def unpack_show(show: Show, rows: dict[str, list[Any]]) -> None:
    people = {person.pk: person for person in rows["people"]}
    show.regular_hosts = [people[host.person_id] for host in rows["show_hosts"]]
    remember(show, "subscribe_links", rows["subscribe_links"])


def share(rows: Iterable[Any], to: str, owners: Mapping[int, models.Model], name: str) -> None:
    """Give each owner its rows."""
    by_owner: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        key = getattr(row, f"{to}_id")
        setattr(row, to, owners[key])
        by_owner[key].append(row)
    for key, owner in owners.items():
        remember(owner, name, by_owner[key])


def remember(owner: models.Model, name: str, rows: list[Any]) -> None:
    """As Django's own prefetch leaves it: ``owner.name.all()`` asks for nothing, and a filter of it asks anew."""
    found = _asking_anew(owner, name)
    found._result_cache, found._prefetch_done = rows, True
    vars(owner).setdefault("_prefetched_objects_cache", {})[name] = found


def _asking_anew(owner: models.Model, name: str) -> Any:
    """The rows of a relation, not asked for yet.

    Django makes a manager for them and copies what that asks, a quarter of what all the unpacking cost; like its own
    managers this leaves the filter until somebody asks.
    """
    field = getattr(type(owner), name).rel.field
    if field.many_to_many:
        return _asking_anew_through(field, owner)
    found = field.model._default_manager.all()
    found._add_hints(instance=owner)
    found._deferred_filter = False, (), {field.name: owner}
    found._known_related_objects = {field: {owner.pk: owner}}
    return found


def _asking_anew_through(field: Any, owner: models.Model) -> Any:
    """The same of a relation through a table between; "sticky" lets a further filter use the same row of it."""
    found = field.related_model._default_manager.all()._next_is_sticky()._chain()
    found._add_hints(instance=owner)
    found._deferred_filter = False, (), {f"{field.related_query_name()}__id": owner.pk}
    return found


UNPACK: Final[Mapping[str, Callable[[Any, dict[str, list[Any]]], None]]] = {
    "episodes.Episode": unpack_episode,
    "episodes.Show": unpack_show,
}
