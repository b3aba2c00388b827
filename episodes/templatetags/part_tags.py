"""The parts of an episode and its player, as pages show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django import template
from django.utils.safestring import SafeString, mark_safe

from episodes.fragments import fragment
from episodes.mentions import Mentions
from episodes.page_parts import around, entries, shown_parts, shown_player, shown_show
from episodes.rundown import Item, Rundown
from episodes.templatetags.episode_tags import score

register = template.Library()


@register.simple_tag
def parts(runs: Rundown, mentions: Mapping[int, Mentions]) -> SafeString:
    """The notes, part by part."""
    same = around(runs.episode)
    made = [
        fragment(f"episodes/_{part.form}.html", part=part, **same) for part in shown_parts(runs, mentions)
    ]
    return mark_safe("".join(made))  # noqa: S308 - fragments are safe, each by itself


@register.simple_tag
def contents(runs: Rundown, items: Sequence[Item], heading: str) -> SafeString:
    """A list of parts, each with its start; "" where there are none."""
    if not items:
        return SafeString()
    same = around(runs.episode)
    named = str(heading)  # the template names it in whatever language will be spoken
    return fragment("episodes/_contents.html", contents=entries(items), heading=named, **same)


@register.simple_tag
def references(runs: Rundown) -> SafeString:
    """Every link of the notes; "" where there are none."""
    if not runs.references:
        return SafeString()
    return fragment("episodes/_references.html", references=tuple(runs.references), **around(runs.episode))


@register.simple_tag
def dock(runs: Rundown, *, lazy: bool = False) -> SafeString:
    """The player of an episode; "" where there is no audio. A lazy one comes up when something plays."""
    episode = runs.episode
    if not episode.has_audio:
        return SafeString()
    player = shown_player(episode, score(runs, "track"))
    return fragment("episodes/_dock.html", episode=player, show=shown_show(episode.show), lazy=lazy)
