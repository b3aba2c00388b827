"""Everything a database says of its shows, without the ids: what must be the same after a move."""

from __future__ import annotations

from typing import Any

from django.db.models import ForeignKey, Model

from episodes import models
from transcripts import models as transcripts

MODELS: tuple[type[Model], ...] = (
    models.Person,
    models.PersonLink,
    models.Sponsor,
    models.SponsorAlias,
    models.Show,
    models.ShowHost,
    models.HostAlias,
    models.SubscribeLink,
    models.Funding,
    models.PodrollEntry,
    models.FeedText,
    models.Season,
    models.OldFeedAddress,
    models.Topic,
    models.Episode,
    models.Episode.topics.through,
    models.ContentLink,
    models.Soundbite,
    models.Segment,
    models.Link,
    models.Credit,
    models.Sponsorship,
    transcripts.Term,
    transcripts.Transcript,
    transcripts.Speaker,
    transcripts.Cue,
    transcripts.Passage,
)
# What an installation counts and remembers for itself.
ITS_OWN = {
    "audio_is_public",
    "changed_at",
    "revision",
    "search_vector",
    "imported_path",
    "imported_hash",
    "imported_file_hash",
    "imported_values_hash",
}


def all_rows() -> dict[str, list[Any]]:
    named: dict[type[Model], dict[int, str]] = {}
    found = {}
    for model in MODELS:
        rows = [_values(row, named) for row in model._default_manager.order_by("pk")]
        found[model.__name__] = sorted(rows, key=repr)
        named[model] = {row.pk: _name(row, named) for row in model._default_manager.all()}
    return found


def _values(row: Model, named: dict[type[Model], dict[int, str]]) -> dict[str, Any]:
    return {
        field.name: _value(row, field, named)
        for field in row._meta.concrete_fields
        if not field.primary_key and field.name not in ITS_OWN
    }


def _value(row: Model, field: Any, named: dict[type[Model], dict[int, str]]) -> Any:
    value = getattr(row, field.attname)
    if isinstance(field, ForeignKey):
        return value and named[field.related_model][value]
    return value.name if hasattr(value, "storage") else value


def _name(row: Model, named: dict[type[Model], dict[int, str]]) -> str:
    """What tells a row from its siblings, without its id."""
    if isinstance(row, models.Episode):
        return row.guid
    if isinstance(row, models.Segment):
        return f"{named[models.Episode][row.episode_id]} {row.slug}"
    if isinstance(row, transcripts.Transcript):
        return f"{named[models.Episode][row.episode_id]} {row.source_hash}"
    return str(getattr(row, "slug", ""))


def empty_the_database() -> None:
    for model in (models.Show, models.Sponsor, models.Person):
        model._default_manager.all().delete()
