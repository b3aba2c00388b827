"""What each role may do with what belongs to its show: the table that docs/team.md shows."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from team.models import Member

Role = Member.Role

# What stands in the table, and the verbs of permissions that it means.
VERBS: Final[Mapping[str, tuple[str, ...]]] = {
    "–": (),
    "look": ("view",),
    "change": ("view", "change"),
    "write": ("view", "add", "change"),
    "all but add": ("view", "change", "delete"),
    "all": ("view", "add", "change", "delete"),
    "publish, all": ("view", "add", "change", "delete", "publish"),
}

ROLES: Final = (Role.OWNER, Role.HOST, Role.EDITOR, Role.SPONSORS, Role.VIEWER)

# Whoever may write a part of an episode may take it away again.
TABLE: Final[Mapping[str, tuple[str, str, str, str, str]]] = {
    #                 owner          host            editor   sponsor-m. viewer
    "Team":          ("all",          "look",         "look",  "look",    "look"),
    "Log":           ("look",         "look",         "look",  "look",    "look"),
    "Show":          ("all but add",  "change",       "look",  "look",    "look"),
    "Show settings": ("all",          "all",          "look",  "look",    "look"),
    "Episodes":      ("publish, all", "publish, all", "write", "look",    "look"),
    "Episode parts": ("all",          "all",          "all",   "look",    "look"),
    "Preview links": ("all",          "all",          "all",   "–",       "–"),
    "Pictures":      ("change",       "change",       "change", "look",   "look"),
    "Transcripts":   ("all",          "all",          "all",   "look",    "look"),
    "Topics":        ("all",          "all",          "write", "look",    "look"),
    "People":        ("all",          "all",          "write", "look",    "look"),
    "Inbox":         ("all",          "all",          "write", "look",    "look"),
    "Sponsors":      ("all",          "all",          "look",  "all",     "look"),
    "Short links":   ("all",          "all",          "look",  "all",     "look"),
    "Bookings":      ("all",          "all",          "–",     "all",     "–"),
    "Downloads":     ("look",         "look",         "look",  "look",    "look"),
    "Imports":       ("all",          "all",          "look",  "look",    "look"),
    "Announcements": ("all",          "all",          "look",  "look",    "look"),
}  # fmt: skip

# The models of each line.
AREAS: Final[Mapping[str, tuple[str, ...]]] = {
    "Team": ("team.member",),
    "Log": ("team.act",),
    "Show": ("episodes.show",),
    "Show settings": (
        *("episodes.showhost", "episodes.hostalias", "episodes.subscribelink", "episodes.funding"),
        *("episodes.season", "episodes.podrollentry", "episodes.feedtext", "episodes.oldfeedaddress"),
    ),
    "Episodes": ("episodes.episode",),
    "Episode parts": (
        *("episodes.segment", "episodes.link", "episodes.credit", "episodes.soundbite"),
        *("episodes.contentlink", "episodes.recording"),
    ),
    "Preview links": ("episodes.previewlink",),
    "Pictures": ("episodes.notepicture",),
    "Transcripts": (
        *("transcripts.transcript", "transcripts.speaker", "transcripts.cue"),
        *("transcripts.term", "transcripts.glossaryrun"),
    ),
    "Topics": ("episodes.topic",),
    "People": ("episodes.person", "episodes.personlink"),
    "Inbox": ("inbox.story", "inbox.correction"),
    "Sponsors": ("episodes.sponsor", "episodes.sponsoralias", "episodes.sponsorship"),
    "Short links": ("shortlinks.shortlink",),
    "Bookings": ("episodes.booking",),
    "Downloads": ("downloads.hourcount", "downloads.agentcount"),
    "Imports": ("imports.importrun",),
    "Announcements": ("episodes.announcement",),
}


@cache
def permissions_of(role: str) -> frozenset[str]:
    place = ROLES.index(Role(role))
    return frozenset(
        f"{app}.{verb}_{name}"
        for area, models in AREAS.items()
        for app, name in (model.split(".") for model in models)
        for verb in VERBS[TABLE[area][place]]
    )


@cache
def is_decided_by_roles(permission: str) -> bool:
    """Groups and single permissions of Django open nothing that belongs to a show."""
    app, _, codename = permission.partition(".")
    return f"{app}.{codename.rpartition('_')[2]}" in {model for models in AREAS.values() for model in models}
