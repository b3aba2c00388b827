from __future__ import annotations

from datetime import date

from django.db import models


class Booking(models.Model):
    """The days on which a sponsor's messages may run in a show, and since when they are paid for."""

    sponsor = models.ForeignKey("episodes.Sponsor", on_delete=models.CASCADE, related_name="bookings")
    show = models.ForeignKey("episodes.Show", on_delete=models.CASCADE, related_name="bookings")
    first_day = models.DateField(help_text="In the show's time zone.")
    last_day = models.DateField(help_text="The same as the first for a single episode.")
    paid_on = models.DateField(null=True, blank=True, help_text="Left out: not paid yet.")

    class Meta:
        ordering = ["-first_day", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")), name="booking_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        days = (
            f"{self.first_day}" if self.first_day == self.last_day else f"{self.first_day} – {self.last_day}"
        )
        return f"{self.sponsor}, {days}"

    def covers(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day
