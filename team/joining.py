"""Into a team, and out of it."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction

from team.models import Member


@transaction.atomic
def join(member: Member) -> None:
    """Whoever has a role comes to the desk."""
    member.save()
    User.objects.filter(pk=member.user_id, is_staff=False).update(is_staff=True)


@transaction.atomic
def leave(member: Member) -> None:
    """Whoever has no role left has nothing to do there."""
    member.delete()
    others = Member.objects.filter(user=member.user_id)
    if not others.exists():
        User.objects.filter(pk=member.user_id, is_superuser=False).update(is_staff=False)
