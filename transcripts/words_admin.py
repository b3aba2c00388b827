"""The words of a transcript at the desk: its lines, to be put right where they stand."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from episodes.names import clean_query
from transcripts.correcting import Corrected, correct_cues
from transcripts.forms import CueForm
from transcripts.models import Cue, Transcript

PER_PAGE: Final = 100

CueFormSet: Any = forms.formset_factory(CueForm, extra=0, max_num=PER_PAGE, absolute_max=PER_PAGE)


class WordsAdmin(admin.ModelAdmin[Transcript]):
    """A page of a hundred lines. No script is needed, and who has changed a line meanwhile loses nothing."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.words_view)
        return [path("<int:pk>/words/", view, name="transcripts_transcript_words"), *super().get_urls()]

    def words_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        transcript = self.get_object(request, str(pk))
        if transcript is None:
            raise Http404("No such transcript.")
        if not self.has_change_permission(request, transcript):
            raise PermissionDenied
        page = _page(request, transcript)
        if request.method != "POST":
            return self._show(request, transcript, page, CueFormSet(initial=_initial(page)))
        formset = CueFormSet(request.POST)
        if not formset.is_valid():
            return self._show(request, transcript, page, formset)
        typed = {row["cue"]: (row["was"], row["text"]) for row in formset.cleaned_data if _differs(row)}
        corrected = correct_cues(transcript, typed)
        self._tell(request, transcript, corrected)
        if not corrected.refused:
            return redirect(request.get_full_path())
        page = _page(request, transcript)
        initial = _initial(page, {key: typed[key][1] for key in corrected.refused})
        return self._show(request, transcript, page, CueFormSet(initial=initial), refused=corrected.refused)

    def _tell(self, request: HttpRequest, transcript: Transcript, corrected: Corrected) -> None:
        changed, refused = len(corrected.changed), len(corrected.refused)
        if changed:
            self.log_change(request, transcript, f"Put {changed} lines right.")
            said = ngettext(
                "%(count)s line reads so now, and search finds it.",
                "%(count)s lines read so now, and search finds them.",
                changed,
            )
            messages.success(request, said % {"count": changed})
        if refused:
            said = ngettext(
                "%(count)s line was changed by somebody else meanwhile. It is marked below.",
                "%(count)s lines were changed by somebody else meanwhile. They are marked below.",
                refused,
            )
            messages.error(request, said % {"count": refused})

    def _show(
        self,
        request: HttpRequest,
        transcript: Transcript,
        page: Page[Cue],
        formset: Any,
        *,
        refused: frozenset[int] = frozenset(),
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("The words of %(episode)s") % {"episode": transcript.episode},
            "transcript": transcript,
            "formset": formset,
            "rows": _rows(transcript, formset, refused),
            "page": page,
            "query": _query(request),
        }
        return TemplateResponse(request, "admin/transcripts/words.html", context)


def _differs(row: dict[str, Any]) -> bool:
    """More than spaces are: those the form has tidied by itself."""
    return bool(row["text"] != " ".join(row["was"].split()))


def _query(request: HttpRequest) -> str:
    return clean_query(request.GET.get("q", ""))


def _page(request: HttpRequest, transcript: Transcript) -> Page[Cue]:
    query = _query(request)
    cues = transcript.cues.filter(text__icontains=query) if query else transcript.cues.all()
    return Paginator(cues, PER_PAGE).get_page(request.GET.get("p"))


def _initial(page: Page[Cue], typed: dict[int, str] | None = None) -> list[dict[str, Any]]:
    texts = typed or {}
    return [{"cue": cue.pk, "was": cue.text, "text": texts.get(cue.pk, cue.text)} for cue in page.object_list]


def _rows(transcript: Transcript, formset: Any, refused: frozenset[int]) -> list[dict[str, Any]]:
    """Each form with its line; the name where somebody else begins to speak."""
    names = dict(transcript.speakers.filter(person__isnull=False).values_list("label", "person__name"))
    keys = [int(form["cue"].value() or 0) for form in formset.forms if str(form["cue"].value()).isdigit()]
    cues = transcript.cues.in_bulk(keys)
    rows: list[dict[str, Any]] = []
    before = None
    for form in formset.forms:
        value = str(form["cue"].value())
        cue = cues.get(int(value)) if value.isdigit() else None
        if cue is None:
            continue
        name = names.get(cue.speaker, cue.speaker)
        rows.append(
            {
                "form": form,
                "cue": cue,
                "name": name if name != before else "",
                "seconds": int(cue.start.total_seconds()),
                "is_refused": cue.pk in refused,
            }
        )
        before = name
    return rows
