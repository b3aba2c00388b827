"""Who does what on a podcast, in the words of the Podcast Taxonomy, which podcast:person takes. Pure.

https://github.com/Podcastindex-org/podcast-namespace/blob/main/taxonomy.json
"""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext, gettext_noop

HOST: Final = "host"
GUEST: Final = "guest"
OTHER: Final = "other"
"""A part for which the taxonomy has no word: on the pages, not in the feed."""

TAXONOMY: Final = {
    "cast": "host, co-host, guest host, guest, voice actor, narrator, announcer, reporter",
    "creative direction": "director, assistant director, executive producer, senior producer, producer, "
    "associate producer, development producer, creative director",
    "writing": "author, editorial director, co-writer, writer, songwriter, guest writer, story editor, "
    "managing editor, script editor, script coordinator, researcher, editor, fact checker, translator, "
    "transcriber, logger",
    "audio production": "studio coordinator, technical director, technical manager, audio engineer, "
    "remote recording engineer, post production engineer",
    "audio post-production": "audio editor, sound designer, foley artist, composer, theme music, "
    "music production, music contributor",
    "administration": "production coordinator, booking coordinator, production assistant, content manager, "
    "marketing manager, sales representative, sales manager",
    "visuals": "graphic designer, cover art designer",
    "community": "social media manager",
    "misc.": "consultant, intern",
    "video production": "camera operator, lighting designer, camera grip, assistant camera",
    "video post-production": "editor, assistant editor",
}
# "editor" stands in two groups: the first is meant, as on a podcast without pictures.
GROUPS: Final = {
    role: group for group, roles in reversed(TAXONOMY.items()) for role in reversed(roles.split(", "))
}
CHOICES: Final = [
    *(
        (group, [(role, role) for role in roles.split(", ") if GROUPS[role] == group])
        for group, roles in TAXONOMY.items()
    ),
    (OTHER, OTHER),
]
ROLES: Final = [*GROUPS, OTHER]


def role_name(role: str) -> str:
    """For listeners, in the language that is spoken right now; feeds name a role as the taxonomy does."""
    return gettext(role)


_FOR_TRANSLATORS: Final = (
    gettext_noop("host"),
    gettext_noop("co-host"),
    gettext_noop("guest host"),
    gettext_noop("guest"),
    gettext_noop("voice actor"),
    gettext_noop("narrator"),
    gettext_noop("announcer"),
    gettext_noop("reporter"),
    gettext_noop("director"),
    gettext_noop("assistant director"),
    gettext_noop("executive producer"),
    gettext_noop("senior producer"),
    gettext_noop("producer"),
    gettext_noop("associate producer"),
    gettext_noop("development producer"),
    gettext_noop("creative director"),
    gettext_noop("author"),
    gettext_noop("editorial director"),
    gettext_noop("co-writer"),
    gettext_noop("writer"),
    gettext_noop("songwriter"),
    gettext_noop("guest writer"),
    gettext_noop("story editor"),
    gettext_noop("managing editor"),
    gettext_noop("script editor"),
    gettext_noop("script coordinator"),
    gettext_noop("researcher"),
    gettext_noop("editor"),
    gettext_noop("fact checker"),
    gettext_noop("translator"),
    gettext_noop("transcriber"),
    gettext_noop("logger"),
    gettext_noop("studio coordinator"),
    gettext_noop("technical director"),
    gettext_noop("technical manager"),
    gettext_noop("audio engineer"),
    gettext_noop("remote recording engineer"),
    gettext_noop("post production engineer"),
    gettext_noop("audio editor"),
    gettext_noop("sound designer"),
    gettext_noop("foley artist"),
    gettext_noop("composer"),
    gettext_noop("theme music"),
    gettext_noop("music production"),
    gettext_noop("music contributor"),
    gettext_noop("production coordinator"),
    gettext_noop("booking coordinator"),
    gettext_noop("production assistant"),
    gettext_noop("content manager"),
    gettext_noop("marketing manager"),
    gettext_noop("sales representative"),
    gettext_noop("sales manager"),
    gettext_noop("graphic designer"),
    gettext_noop("cover art designer"),
    gettext_noop("social media manager"),
    gettext_noop("consultant"),
    gettext_noop("intern"),
    gettext_noop("camera operator"),
    gettext_noop("lighting designer"),
    gettext_noop("camera grip"),
    gettext_noop("assistant camera"),
    gettext_noop("assistant editor"),
    gettext_noop("other"),
)
