"""Links of episodes that lead nowhere any more, as far as somebody has asked."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, Final

from django.db.models import F, Func, TextField, Value
from django.urls import reverse
from django.utils.translation import gettext as _

from episodes.models import Episode, Link, LinkCheck
from showsite.panels.panel import LINES, Desk, Line, Panel

# Of an episode, and of a show that moved house with all it links to.
NAMED: Final = 2
MOST: Final = 500


def broken_links(desk: Desk) -> Panel | None:
    seen = desk.rows(Episode)
    if seen is None:
        return None
    episodes = seen.filter(show__in=desk.shows).order_by().values("pk")
    asked = Func(F("url"), Value("#"), Value(1), function="split_part", output_field=TextField())
    broken = (
        Link.objects.filter(segment__episode__in=episodes)
        .annotate(asked=asked)
        .filter(asked__in=LinkCheck.objects.exclude(problem="").order_by().values("url"))
        .order_by(F("segment__episode__number").desc(nulls_last=True), "-segment__episode", "pk")
        .values(
            "url", "segment__episode", *(f"segment__episode__{name}" for name in ("number", "title", "show"))
        )
    )
    found: dict[int, list[Any]] = defaultdict(list)
    for row in broken[:MOST]:
        found[row["segment__episode"]].append(row)
    return Panel(
        name="links",
        title=_("Broken links"),
        lines=[_line(pk, rows, desk) for pk, rows in list(found.items())[:LINES]],
        total=len(found),
        quiet=_("No link is known to be broken."),
    )


def _line(pk: int, rows: list[Any], desk: Desk) -> Line:
    first, urls = rows[0], list(dict.fromkeys(row["url"] for row in rows))
    named = ", ".join(urls[:NAMED])
    more = len(urls) - NAMED
    note = _("%(urls)s and %(more)s more") % {"urls": named, "more": more} if more > 0 else named
    return Line(
        text=str(Episode(number=first["segment__episode__number"], title=first["segment__episode__title"])),
        url=reverse("admin:episodes_episode_publish", args=[pk]),
        note=desk.of_show(note, first["segment__episode__show"]),
    )
