"""Two rows that mean the same somebody become one, in one transaction. Whatever referred to the one that goes refers
to the one that stays: relations are asked of the models, so that a new one is not forgotten."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.db.models import Model, Q

from episodes.announcing import announce
from episodes.cards.making import draw_cards_soon
from episodes.models import Episode, HostAlias, OldSlug, Person, Show, Sponsor, SponsorAlias
from episodes.names import fold


@dataclass(frozen=True, kw_only=True)
class Moved:
    """``number`` rows of a kind refer to the one that stays; of ``twins`` both had one, and one is left."""

    what: str
    number: int
    twins: int


Merge = Callable[[Any, Any], list[Moved]]


def what_would_move(merge: Merge, keep: Model, gone: Model) -> list[Moved]:
    """What is told is what would happen: the work is done and then taken back."""
    model = type(keep)._default_manager
    with transaction.atomic():
        moved = merge(model.get(pk=keep.pk), model.get(pk=gone.pk))
        transaction.set_rollback(True)
    return moved


@transaction.atomic
def merge_people(keep: Person, gone: Person) -> list[Moved]:
    """The name of the one that goes stays known to the shows, and the address leads on."""
    _lock(keep, gone)
    heard = list(Episode.objects.heard(gone).published().values_list("pk", flat=True))
    shows = list(Show.objects.filter(pk__in=_shows_of(keep, gone)))
    names = {show.pk: _names_in(show, gone) for show in shows}
    old_pk = gone.pk
    gone.links.filter(url__in=list(keep.links.values_list("url", flat=True))).delete()
    moved = absorb(keep, gone)
    for show in shows:
        _remember_names(show, keep, names[show.pk])
    _lead_on(keep, old_pk, gone.slug)
    for episode in Episode.objects.filter(pk__in=heard).select_related("show"):
        draw_cards_soon(episode)
    for show in shows:
        announce(show)
    return moved


@transaction.atomic
def merge_sponsors(keep: Sponsor, gone: Sponsor) -> list[Moved]:
    _lock(keep, gone)
    shows = list(Show.objects.filter(episodes__sponsorships__sponsor=gone).distinct())
    moved = absorb(keep, gone)
    SponsorAlias.objects.update_or_create(key=gone.key, defaults={"name": gone.name, "sponsor": keep})
    for show in shows:
        announce(show)
    return moved


def _lock(*rows: Model) -> None:
    """Nobody changes or merges either meanwhile; always in the same order."""
    manager = type(rows[0])._default_manager
    list(manager.select_for_update().filter(pk__in=[row.pk for row in rows]).order_by("pk"))


def absorb(keep: Model, gone: Model, apart: frozenset[str] = frozenset()) -> list[Moved]:
    """Move every reference, fill what is empty, delete the other. What a host entered by hand stands before what
    the notes say."""
    found = [_move(relation, keep, gone) for relation in _references(type(keep))]
    is_hosts_own = getattr(keep, "from_notes", False) and not getattr(gone, "from_notes", True)
    taken = {
        field.name: value
        for field, value in _values(gone)
        if field.name not in apart and (is_hosts_own or field.value_from_object(keep) in (None, ""))
    }
    type(gone)._base_manager.filter(pk=gone.pk).delete()
    if taken:
        type(keep)._base_manager.filter(pk=keep.pk).update(**taken)
        keep.refresh_from_db(fields=list(taken))
    return [one for one in found if one.number or one.twins]


def _values(row: Model) -> Iterator[tuple[Any, Any]]:
    """What a row says: its fields without key and generated ones, those left empty not named."""
    for field in row._meta.concrete_fields:
        value = field.get_prep_value(field.value_from_object(row))
        if not (field.primary_key or field.generated or value in (None, "")):
            yield field, value


def _references(model: type[Model]) -> list[Any]:
    """Every foreign key that leads to a model, also from the tables between two models and those without a name."""
    relations: list[Any] = model._meta.get_fields(include_hidden=True)
    return [one for one in relations if one.auto_created and not one.concrete and not one.many_to_many]


def _move(relation: Any, keep: Model, gone: Model) -> Moved:
    rows, key = relation.related_model._base_manager, relation.field.name
    twins = _twins(relation.related_model, key, keep, gone)
    for twin, row in twins:
        absorb(twin, row, apart=frozenset({key}))
    number = rows.filter(**{key: gone}).update(**{key: keep})
    what = str(relation.related_model._meta.verbose_name_plural)
    return Moved(what=what, number=number, twins=len(twins))


def _twins(model: type[Model], key: str, keep: Model, gone: Model) -> list[tuple[Model, Model]]:
    """Rows of both that may not stand side by side: the one that stays, and the one that goes."""
    found: dict[Any, tuple[Model, Model]] = {}
    for names, condition in _unique_sets(model, key):
        others = [name for name in names if name != key]
        rows = model._base_manager.filter(condition)
        staying = {_tuple(row, others): row for row in rows.filter(**{key: keep})}
        for row in rows.filter(**{key: gone}):
            if (twin := staying.get(_tuple(row, others))) is not None:
                found[row.pk] = (twin, row)
    return list(found.values())


def _tuple(row: Model, names: list[str]) -> tuple[Any, ...]:
    fields: list[Any] = [row._meta.get_field(name) for name in names]
    return tuple(field.value_from_object(row) for field in fields)


def _unique_sets(model: type[Model], key: str) -> Iterator[tuple[tuple[str, ...], Q]]:
    if getattr(model._meta.get_field(key), "unique", False):
        yield (key,), Q()
    for together in model._meta.unique_together:
        if key in together:
            yield tuple(together), Q()
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and key in constraint.fields:
            yield tuple(constraint.fields), constraint.condition or Q()


def _shows_of(*people: Person) -> set[int]:
    roles = (
        "show_hosts__person",
        "aliases__person",
        "episodes__credits__person",
        "episodes__segments__person",
    )
    return {
        pk
        for role in roles
        for pk in Show.objects.filter(**{f"{role}__in": people}).values_list("pk", flat=True).distinct()
    }


def _names_in(show: Show, person: Person) -> list[str]:
    """How the notes of a show name somebody: of a host the first name does, too, where it is nobody else's."""
    hosts = show.regular_hosts
    others = {fold(host.first_name) for host in hosts if host.pk != person.pk}
    is_known_by_first = person in hosts and fold(person.first_name) not in others
    return [person.name, person.first_name] if is_known_by_first else [person.name]


def _remember_names(show: Show, person: Person, names: list[str]) -> None:
    longest = HostAlias._meta.get_field("name").max_length or 0
    taken = {fold(person.name), *(alias.key for alias in show.aliases.all())}
    for name in names:
        if fold(name) not in taken and len(name) <= longest:
            show.aliases.create(name=name, person=person)
            taken.add(fold(name))


def _lead_on(keep: Person, old_pk: int, slug: str) -> None:
    """The address of the one that goes, and those that led there."""
    known = OldSlug.objects.filter(kind=OldSlug.Kind.PERSON)
    known.filter(object_id=old_pk).update(object_id=keep.pk)
    OldSlug.objects.update_or_create(
        kind=OldSlug.Kind.PERSON, scope_id=None, slug=slug, defaults={"object_id": keep.pk}
    )
