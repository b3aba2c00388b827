"""Sponsors' messages and bookings by themselves, for those who keep them and leave the notes to others."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from episodes.announcing import announce_episode
from episodes.feed_admin import ADDRESSES
from episodes.models import Booking, Sponsorship
from episodes.of_show import OfShow


@admin.register(Booking)
class BookingAdmin(OfShow, admin.ModelAdmin[Booking]):
    fields = ["sponsor", "show", "first_day", "last_day", "paid_on"]
    list_display = ["sponsor", "show", "first_day", "last_day", "paid_on"]
    list_filter = ["show"]
    list_select_related = ["sponsor", "show"]
    search_fields = ["sponsor__name"]
    autocomplete_fields = ["sponsor"]


@admin.register(Sponsorship)
class SponsorshipAdmin(OfShow, admin.ModelAdmin[Sponsorship]):
    formfield_overrides = ADDRESSES
    fields = ["episode", "sponsor", "title", "text", "url", "start"]
    list_display = ["sponsor", "episode", "title", "url"]
    list_filter = ["episode__show"]
    list_select_related = ["sponsor", "episode"]
    search_fields = ["sponsor__name", "title"]
    autocomplete_fields = ["episode", "sponsor"]

    def save_model(self, request: HttpRequest, obj: Sponsorship, form: Any, change: bool) -> None:
        """What a host changes in a row that came from the notes is the host's own from then on."""
        obj.from_notes = obj.from_notes and not form.has_changed()
        super().save_model(request, obj, form, change)
        announce_episode(obj.episode)
