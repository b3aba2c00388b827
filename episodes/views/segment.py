"""A part of an episode under an address of its own: to be shared, read and heard alone."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from episodes.mentions import mentions_before
from episodes.previews import find_episode, guard_draft
from episodes.rundown import Item, Rundown, rundown
from episodes.said import said_between
from episodes.shows import show_for


@require_safe
def segment(request: HttpRequest, address: str, slug: str, segment: str) -> HttpResponse:
    episode = find_episode(request, show_for(request).episodes.for_page(), address)
    runs = rundown(episode)
    item = next((one for one in runs.items if one.segment.slug == segment and one.segment.has_page), None)
    if item is None:
        raise Http404("No such segment.")
    if request.path != item.segment.page_url:
        return redirect(item.segment.page_url, permanent=episode.is_published())
    before, after = _beside(runs, item)
    context = {
        "episode": episode,
        "rundown": runs,
        "item": item,
        "segment": item.segment,
        "before": before,
        "after": after,
        "mentions": mentions_before(episode, [item.segment]).get(item.segment.pk),
        "said": said_between(episode, item.segment.start, item.end),
    }
    return guard_draft(render(request, "episodes/segment.html", context), episode)


def _beside(runs: Rundown, item: Item) -> tuple[Item | None, Item | None]:
    """What has a page and stands right before and after it in the notes."""
    items = [one for one in runs.items if one.segment.has_page and not one.continues]
    place = items.index(item) if item in items else -1
    if place < 0:
        return None, None
    return (items[place - 1] if place else None), (items[place + 1] if place + 1 < len(items) else None)
