"""The hosts' desk: shows, episodes, people and sponsors in the order in which a host works."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.db.models.functions import Lower
from django.forms import BaseModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from episodes import (  # they register their own
    announcements_admin,  # noqa: F401
    note_pictures_admin,  # noqa: F401
    sponsorships_admin,  # noqa: F401
)
from episodes.announcing import announce, announce_episode
from episodes.audio.serving import has_other_tags, serve_files, tag_again
from episodes.audio_admin import OTHER_TAGS, AudioUploads
from episodes.cards.making import draw_cards_soon
from episodes.desk.editor_admin import NotesEditing
from episodes.elsewhere_admin import ElsewherePages
from episodes.feed_admin import (
    ADDRESSES,
    ContentLinkInline,
    FeedTextInline,
    FundingInline,
    OldFeedInline,
    PodrollInline,
    SeasonInline,
    SoundbiteInline,
)
from episodes.feeds.moving import move_feed
from episodes.forms import EpisodeForm, PersonForm, ShowForm, SponsorForm
from episodes.merge_admin import Mergeable
from episodes.models import (
    Booking,
    Credit,
    Episode,
    HostAlias,
    Person,
    PersonLink,
    Segment,
    Show,
    ShowHost,
    Sponsor,
    SponsorAlias,
    Sponsorship,
    SubscribeLink,
)
from episodes.notes.apply import apply_notes
from episodes.of_show import OfShow, RowsOfShow
from episodes.picture_fetching import fetch_pictures_soon
from episodes.publish_admin import PublishDesk
from episodes.publishing import advised
from episodes.rundown import rundown
from episodes.segments_admin import SegmentInline, take_answers
from episodes.timestamps import format_timestamp
from episodes.timing_admin import TimesPage
from episodes.topics_admin import TopicSuggestions
from episodes.youtube import youtube_description

admin.site.site_header = "Showsite"
admin.site.site_title = "Showsite"
admin.site.index_title = "The desk"


MOVED = (
    "The feed has a new address. Let {} lead to this server for some months: requests for the feed there are sent "
    "here for good. Podcast apps are told by “new feed address”; take that out again in some weeks."
)


class ShowHostInline(RowsOfShow, admin.TabularInline[ShowHost, Show]):
    model = ShowHost
    autocomplete_fields = ["person"]
    extra = 0


class HostAliasInline(RowsOfShow, admin.TabularInline[HostAlias, Show]):
    model = HostAlias
    autocomplete_fields = ["person"]
    verbose_name_plural = gettext_lazy("other names in the notes: “Brain” for Brian")
    extra = 0


class SubscribeLinkInline(RowsOfShow, admin.TabularInline[SubscribeLink, Show]):
    model = SubscribeLink
    formfield_overrides = ADDRESSES
    extra = 0


@admin.register(Show)
class ShowAdmin(OfShow, admin.ModelAdmin[Show]):
    form = ShowForm
    formfield_overrides = ADDRESSES
    list_display = ["title", "site_address", "time_zone"]
    prepopulated_fields = {"slug": ["title"]}
    inlines = [
        ShowHostInline,
        HostAliasInline,
        SubscribeLinkInline,
        FundingInline,
        SeasonInline,
        PodrollInline,
        FeedTextInline,
        OldFeedInline,
    ]
    readonly_fields = ["guid"]
    fieldsets = [
        (None, {"fields": ["title", "slug", "tagline", "description", "artwork"]}),
        (
            gettext_lazy("Where it lives"),
            {"fields": ["site_address", "host_name", "language", "time_zone"]},
        ),
        (
            gettext_lazy("What podcast apps show"),
            {"fields": ["author", "owner_name", "owner_email", "categories", "show_type", "explicit"]},
        ),
        (
            gettext_lazy("How often, and about where"),
            {
                "classes": ["collapse"],
                "fields": [
                    *("update_frequency", "update_rule", "location", "location_geo", "location_osm"),
                ],
            },
        ),
        (
            gettext_lazy("Directories and moving house"),
            {"classes": ["collapse"], "fields": ["locked", "blocked", "complete", "new_feed_url", "guid"]},
        ),
        (
            gettext_lazy("Rights"),
            {"classes": ["collapse"], "fields": ["copyright", "licence", "licence_url"]},
        ),
    ]

    def save_model(self, request: HttpRequest, obj: Show, form: BaseModelForm[Show], change: bool) -> None:
        """A show that gets another address takes its subscribers along."""
        before = form.initial.get("site_address", "") if change else ""
        if before and before != obj.site_address:
            move_feed(obj, before)
            messages.warning(request, MOVED.format(before))
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        announce(form.instance)


class PersonLinkInline(RowsOfShow, admin.TabularInline[PersonLink, Person]):
    model = PersonLink
    formfield_overrides = ADDRESSES
    verbose_name_plural = gettext_lazy("pages and accounts, in the order in which they are shown")
    extra = 1


class PersonAliasInline(RowsOfShow, admin.TabularInline[HostAlias, Person]):
    model = HostAlias
    classes = ["collapse"]
    verbose_name_plural = gettext_lazy("other names under which notes and transcripts mean this person")
    extra = 0


@admin.register(Person)
class PersonAdmin(OfShow, Mergeable[Person]):
    kept_name = gettext_lazy("The name stays known to the notes, and the old address leads on.")
    form = PersonForm
    list_display = ["name", "episodes_heard", "slug"]
    ordering = [Lower("name")]
    search_fields = ["name", "aliases__name"]
    search_help_text = gettext_lazy("A name, or another name under which the notes know somebody.")
    prepopulated_fields = {"slug": ["name"]}
    inlines = [PersonLinkInline, PersonAliasInline]
    actions = ["merge_two"]
    fieldsets = [
        (None, {"fields": ["name", "bio", "picture"]}),
        (gettext_lazy("Address"), {"fields": ["slug"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Person]:
        return super().get_queryset(request).annotate(heard=Count("credits", distinct=True))  # type: ignore[no-any-return]

    @admin.display(description=gettext_lazy("episodes"), ordering="heard")
    def episodes_heard(self, person: Person) -> int:
        return person.heard  # type: ignore[attr-defined,no-any-return]


class SponsorAliasInline(RowsOfShow, admin.TabularInline[SponsorAlias, Sponsor]):
    model = SponsorAlias
    classes = ["collapse"]
    verbose_name_plural = gettext_lazy("other names under which notes mean this sponsor")
    extra = 0


class BookingInline(RowsOfShow, admin.TabularInline[Booking, Sponsor]):
    model = Booking
    extra = 0


@admin.register(Sponsor)
class SponsorAdmin(OfShow, Mergeable[Sponsor]):
    kept_name = gettext_lazy("The name stays known to the notes.")
    form = SponsorForm
    formfield_overrides = ADDRESSES
    list_display = ["name", "url", "episodes_sponsored"]
    ordering = [Lower("name")]
    search_fields = ["name", "aliases__name"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [BookingInline, SponsorAliasInline]
    actions = ["merge_two"]
    fieldsets = [(None, {"fields": ["name", "url"]}), (gettext_lazy("Address"), {"fields": ["slug"]})]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Sponsor]:
        return super().get_queryset(request).annotate(sponsored=Count("sponsorships", distinct=True))  # type: ignore[no-any-return]

    @admin.display(description="episodes", ordering="sponsored")
    def episodes_sponsored(self, sponsor: Sponsor) -> int:
        return sponsor.sponsored  # type: ignore[attr-defined,no-any-return]


class StateFilter(admin.SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("draft", "draft"), ("scheduled", "scheduled"), ("public", "public")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Episode]) -> QuerySet[Episode]:
        chosen = {
            "draft": queryset.filter(published_at=None),
            "scheduled": queryset.filter(published_at__gt=timezone.now()),
            "public": queryset.filter(published_at__lte=timezone.now()),
        }
        return chosen.get(self.value() or "", queryset)


class CreditInline(RowsOfShow, admin.TabularInline[Credit, Episode]):
    model = Credit
    autocomplete_fields = ["person"]
    extra = 0


class SponsorshipInline(RowsOfShow, admin.StackedInline[Sponsorship, Episode]):
    model = Sponsorship
    formfield_overrides = ADDRESSES
    fields = ["sponsor", "title", "text", "url", "start"]
    autocomplete_fields = ["sponsor"]
    extra = 0


@admin.register(Episode)
class EpisodeAdmin(NotesEditing, PublishDesk, TimesPage, ElsewherePages, TopicSuggestions, AudioUploads):
    form = EpisodeForm
    list_display = ["number", "title", "state", "published_at", "length"]
    list_display_links = ["number", "title"]
    list_filter = [StateFilter, "episode_type", "show"]
    search_fields = ["number", "title", "notes"]
    search_help_text = "A number, or words of the title or the notes."
    date_hierarchy = "published_at"
    actions = ["publish_now", "back_to_draft", "tag_audio_again"]
    publishing_fields = ["blocked"]
    readonly_fields = ["guid", "state", "audio", "youtube_text"]
    inlines = [SegmentInline, CreditInline, SponsorshipInline, SoundbiteInline, ContentLinkInline]
    autocomplete_fields = ["topics"]
    fieldsets = [
        (None, {"fields": ["show", "number", "title", "summary", "topics"]}),
        ("Show notes", {"fields": ["notes"]}),
        ("Audio", {"fields": ["audio", "audio_file"]}),
        ("Publishing", {"fields": ["state", "published_at"]}),
        (
            "More",
            {
                "classes": ["collapse"],
                "fields": [
                    *("slug", "episode_type", "season", "number_display", "recorded_on"),
                    *("explicit", "blocked", "artwork", "guid", "youtube_text"),
                ],
            },
        ),
    ]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.youtube)
        return [path("<int:pk>/youtube.txt", view, name="episodes_episode_youtube"), *super().get_urls()]

    def youtube(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The description of the episode's video, to copy."""
        episode = get_object_or_404(Episode.objects.select_related("show").for_page(), pk=pk)
        if not self.has_view_permission(request, episode):
            raise PermissionDenied
        text = youtube_description(episode, rundown(episode))
        return HttpResponse(text, content_type="text/plain; charset=utf-8")

    @admin.display(description="for YouTube")
    def youtube_text(self, episode: Episode) -> str | SafeString:
        if episode.pk is None:
            return "–"
        address = reverse("admin:episodes_episode_youtube", args=[episode.pk])
        return format_html('<a href="{}">description with chapters</a>', address)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """The only show, and the number after the last."""
        initial, show = super().get_changeform_initial_data(request), self.only_show(request)
        last = show.episodes.exclude(number=None).order_by("-number").first() if show else None
        return {"number": (last.number or 0) + 1 if last else 1, **initial} if show else initial

    def get_queryset(self, request: HttpRequest) -> QuerySet[Episode]:
        episodes = super().get_queryset(request).select_related("show")
        return episodes.defer("notes", "notes_html") if request.path.endswith("/episode/") else episodes

    def save_model(
        self, request: HttpRequest, obj: Episode, form: BaseModelForm[Episode], change: bool
    ) -> None:
        super().save_model(request, obj, form, change)
        if isinstance(form, EpisodeForm) and form.stored_audio:
            form.stored_audio.attach_to(obj)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The notes last: what a host set in the rows below them is kept, and what the notes say is added."""
        super().save_related(request, form, formsets, change)
        parsed = apply_notes(form.instance)
        fetch_pictures_soon(form.instance)
        serve_files(form.instance)
        draw_cards_soon(form.instance)
        announce_episode(form.instance)
        for finding in parsed.findings:
            where = f"Line {finding.line}" if finding.line else "Notes"
            messages.warning(request, f"{where}: {finding.message}")
        if has_other_tags(form.instance):
            messages.warning(request, OTHER_TAGS)
        if form.instance.published_at:
            for sentence in advised(form.instance):
                messages.warning(request, sentence)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """What a host changes in a row that came from the notes is the host's own from then on."""
        for row_form in formset.forms:
            row = row_form.instance
            if isinstance(row, Segment):
                take_answers(row_form)
            elif isinstance(row, Credit | Sponsorship) and row_form.has_changed():
                row.from_notes = False
        super().save_formset(request, form, formset, change)

    @admin.display(description="state")
    def state(self, episode: Episode) -> str:
        if episode.published_at is None:
            return "draft"
        return "public" if episode.is_published() else "scheduled"

    @admin.display(description="length")
    def length(self, episode: Episode) -> str:
        return format_timestamp(episode.audio_duration) if episode.audio_duration else "–"

    @admin.display(description="stored audio")
    def audio(self, episode: Episode) -> str | SafeString:
        if not episode.audio_duration or not episode.audio_bytes:
            return "none yet"
        length = format_timestamp(episode.audio_duration)
        size = f"{episode.audio_bytes / 1_000_000:.1f} MB"
        return format_html("{}, {}, <code>{}</code>", length, size, episode.audio_key)

    @admin.action(description="Tag the audio again", permissions=["change"])
    def tag_audio_again(self, request: HttpRequest, queryset: QuerySet[Episode]) -> None:
        for episode in queryset.with_audio():  # type: ignore[attr-defined]
            tag_again.enqueue(episode.pk)
        messages.success(request, "The files are being tagged; it takes some seconds each.")
