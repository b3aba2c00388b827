"""Who does what on a podcast, in the words of the Podcast Taxonomy, which podcast:person takes. Pure.

https://github.com/Podcastindex-org/podcast-namespace/blob/main/taxonomy.json
"""

from __future__ import annotations

from typing import Final

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
