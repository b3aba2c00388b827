"""What hosts say to podcast apps alone: the rows below a show's and an episode's form."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import Count, QuerySet
from django.db.models.functions import Lower
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from episodes.forms import TopicForm
from episodes.models import (
    ContentLink,
    Episode,
    FeedText,
    Funding,
    OldFeedAddress,
    PodrollEntry,
    Season,
    Show,
    Soundbite,
    Topic,
)
from episodes.of_show import OfShow, RowsOfShow

# An address typed without its scheme is one of today's web.
ADDRESSES: dict[type[models.Field[Any, Any]], dict[str, Any]] = {models.URLField: {"assume_scheme": "https"}}


class FundingInline(RowsOfShow, admin.TabularInline[Funding, Show]):
    model = Funding
    classes = ["collapse"]
    formfield_overrides = ADDRESSES
    extra = 0


class SeasonInline(RowsOfShow, admin.TabularInline[Season, Show]):
    model = Season
    classes = ["collapse"]
    extra = 0


class PodrollInline(RowsOfShow, admin.TabularInline[PodrollEntry, Show]):
    model = PodrollEntry
    classes = ["collapse"]
    formfield_overrides = ADDRESSES
    extra = 0


class FeedTextInline(RowsOfShow, admin.TabularInline[FeedText, Show]):
    model = FeedText
    classes = ["collapse"]
    verbose_name_plural = "texts that services ask for, such as to prove that the feed is yours"
    extra = 0


class OldFeedInline(RowsOfShow, admin.TabularInline[OldFeedAddress, Show]):
    model = OldFeedAddress
    classes = ["collapse"]
    verbose_name_plural = "old feed addresses: whoever asks there is sent here for good"
    extra = 0


class ContentLinkInline(RowsOfShow, admin.TabularInline[ContentLink, Episode]):
    model = ContentLink
    classes = ["collapse"]
    formfield_overrides = ADDRESSES
    extra = 0


class SoundbiteInline(RowsOfShow, admin.TabularInline[Soundbite, Episode]):
    model = Soundbite
    classes = ["collapse"]
    fields = ["start", "duration", "title", "said", "accepted"]
    readonly_fields = ["said"]
    verbose_name_plural = "soundbites: apps show those that you have accepted"
    extra = 0

    @admin.display(description="what is said")
    def said(self, soundbite: Soundbite) -> str:
        return soundbite.text or "–"


@admin.register(Topic)
class TopicAdmin(OfShow, admin.ModelAdmin[Topic]):
    form = TopicForm
    list_display = ["name", "show", "episodes_about", "slug"]
    ordering = [Lower("name")]  # said here, because a query that counts forgets the model's
    list_select_related = ["show"]
    list_filter = ["show"]
    search_fields = ["name"]
    fieldsets = [(None, {"fields": ["name", "show"]}), (gettext_lazy("Address"), {"fields": ["slug"]})]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Topic]:
        return super().get_queryset(request).annotate(about=Count("episodes"))  # type: ignore[no-any-return]

    @admin.display(description=gettext_lazy("episodes"), ordering="about")
    def episodes_about(self, topic: Topic) -> int:
        return topic.about  # type: ignore[attr-defined,no-any-return]
