"""In which language the site speaks to a show's listeners.

Pages are in it for the whole request (``showsite.languages``). What is made elsewhere, or kept, says it itself: a feed,
a tag in the audio or a card must not depend on who happened to ask for it.
"""

from __future__ import annotations

from typing import Final

from django.utils.translation import get_language_info, get_supported_language_variant, override

from episodes.models import Show

FALLBACK: Final = "en"


def language_of(show: Show) -> str:
    """The nearest language that the site has words in: "de" for a show in "de-AT", English for one in Arabic."""
    try:
        return get_supported_language_variant(show.language.lower())
    except LookupError:
        return FALLBACK


def speaking_for(show: Show) -> override:
    return override(language_of(show))


def is_right_to_left(language: str) -> bool:
    try:
        return bool(get_language_info(language.lower())["bidi"])
    except KeyError:
        return False
