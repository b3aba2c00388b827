"""The feed whose notes end in all that was said: for those who read podcasts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_safe

from episodes.feeds.feed import answer
from episodes.feeds.slices import Slice
from episodes.feeds.xml import legal
from episodes.models import Episode, Show
from episodes.shows import show_for
from transcripts.cues import ParsedCue
from transcripts.models import Cue, Speaker
from transcripts.paragraphs import paragraphs

# A transcript is fifty times as long as notes: some are enough for one document.
PER_PAGE: Final = 20


@require_safe
def feed_of_transcripts(request: HttpRequest) -> HttpResponse:
    show = show_for(request)
    return answer(request, show, spoken(show))


def spoken(show: Show) -> Slice:
    return Slice(
        path=reverse("transcripts:feed"),
        page=reverse("episodes:archive"),
        episodes=show.episodes.published().with_audio().filter(transcripts__chosen=True),
        name=gettext_lazy("with transcripts"),
        per_page=PER_PAGE,
        additions=_words_of,
    )


def _words_of(episodes: Sequence[Episode]) -> Mapping[int, str]:
    """What was said in each, as HTML: two queries for all of them."""
    transcripts = {one.pk: one for episode in episodes for one in episode.transcripts.all() if one.chosen}
    names = {
        (transcript, label): name
        for transcript, label, name in Speaker.objects.filter(
            transcript__in=transcripts, person__isnull=False
        ).values_list("transcript_id", "label", "person__name")
    }
    cues: dict[int, list[ParsedCue]] = defaultdict(list)
    rows = Cue.objects.filter(transcript__in=transcripts).order_by("transcript_id", "order")
    for transcript, start, end, text, speaker in rows.values_list(
        "transcript_id", "start", "end", "text", "speaker"
    ):
        name = names.get((transcript, speaker), speaker)
        cues[transcript].append(ParsedCue(start=start, end=end, text=text, speaker=name))
    return {transcripts[pk].episode_id: _written(said) for pk, said in cues.items()}


def _written(cues: Iterable[ParsedCue]) -> str:
    lines, before = [], ""
    for paragraph in paragraphs(cues):
        name = paragraph.speaker if paragraph.speaker != before else ""
        before = paragraph.speaker
        words = legal(" ".join(cue.text for cue in paragraph.cues))
        lines.append((format_html("<b>{}:</b> ", legal(name)) if name else "", words))
    return format_html(
        "\n<h2>{}</h2>\n{}", gettext("Transcript"), format_html_join("\n", "<p>{}{}</p>", lines)
    )
