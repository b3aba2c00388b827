from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.core.management import BaseCommand, CommandError, CommandParser

from team.two_factor import turn_off


class Command(BaseCommand):
    help = "Takes the second factor off an account whose phone and recovery codes are gone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("user", help="The name that somebody signs in with.")

    def handle(self, *args: Any, user: str, **options: Any) -> None:
        found = User.objects.filter(username=user).first()
        if found is None:
            raise CommandError(f"There is no account “{user}”.")
        was_on = turn_off(found)
        self.stdout.write(f"{user} signs in with the password alone." if was_on else "It was not turned on.")
