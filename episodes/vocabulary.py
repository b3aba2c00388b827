"""The words of a show, and what a word that it does not have was meant to be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import reduce
from itertools import islice, product
from operator import or_
from typing import Final

from django.db import connection
from django.db.models import Q
from rapidfuzz.distance import OSA

from episodes.models import Episode, Show, Word
from episodes.sounds import sound

_KNOWN: Final = "SELECT word FROM episodes_word WHERE show_id = %s AND word = ANY(%s)"
_REMEMBER: Final = """
INSERT INTO episodes_word (show_id, word, sound)
SELECT %s, word, sound FROM unnest(%s::text[], %s::text[]) AS said (word, sound)
ON CONFLICT DO NOTHING
"""
_WORD: Final = re.compile(r"[^\W\d_]\w{2,39}")
CANDIDATES: Final = 2000
PER_WORD: Final = 3
MOST_WORDS: Final = 6
TRIED: Final = 4


def remember(show: Show, texts: Iterable[str]) -> None:
    """Add the words of texts to those of the show. Two statements, without objects: an episode says thousands.

    What is known is asked of a list that PostgreSQL sees: from a subquery it compares each with each, where it has not
    counted the table yet.
    """
    said = set(words_of("\n".join(texts)))
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [show.pk, list(said)])
        if new := sorted(said.difference(word for (word,) in cursor)):
            cursor.execute(_REMEMBER, [show.pk, new, [sound(word)[:40] for word in new]])


def remember_notes(episode: Episode) -> None:
    """The words of an episode's title, notes and people."""
    texts = [episode.title, episode.summary]
    texts += [f"{segment.title} {segment.text}" for segment in episode.segments.all()]
    texts += [credit.person.name for credit in episode.credits.select_related("person")]
    remember(episode.show, texts)


def words_of(text: str) -> Iterator[str]:
    """Each word of a text in lower case, numbers left out."""
    return map(str.lower, _WORD.findall(text))


def corrections(show: Show, query: str) -> list[str]:
    """What a query may have been meant to be, the likeliest first: each unknown word replaced by a known one.

    At most three queries, and a bounded number of rows, whatever is typed.
    """
    asked = list(dict.fromkeys(words_of(query)))[:MOST_WORDS]
    known = set(Word.objects.filter(show=show, word__in=asked).values_list("word", flat=True))
    unknown = [word for word in asked if word not in known]
    # Where all words are known it may still be one of them that is wrong.
    wrong = unknown or asked
    near = {word: _nearest(word, candidates) for word, candidates in _candidates(show, wrong).items()}
    choices = [[(word, other) for other in near[word]] for word in wrong if near.get(word)]
    if not choices or len(choices) < len(unknown):
        return []
    return [_replaced(query, dict(pairs)) for pairs in islice(product(*choices), TRIED)]


def _candidates(show: Show, words: list[str]) -> dict[str, list[str]]:
    """Words that sound alike or begin alike, in one query."""
    if not words:
        return {}
    alike = [Q(sound__in=_sounds(word)) | Q(word__startswith=word[:2]) for word in words]
    rows = Word.objects.filter(show=show).filter(reduce(or_, alike)).values_list("word", flat=True)
    found = list(rows[: CANDIDATES * len(words)])
    return dict.fromkeys(words, found)


def _sounds(word: str) -> set[str]:
    """How it sounds, and how it would with a consonant less."""
    whole = sound(word)[:40]
    return {whole} | {whole[:at] + whole[at + 1 :] for at in range(len(whole))} - {""}


def _nearest(word: str, candidates: Iterable[str]) -> list[str]:
    """Up to two letters away, or three for what sounds the same; a name is seldom typed worse than that."""
    most = 1 if len(word) < 5 else 2
    heard = sound(word)
    scored = []
    for other in candidates:
        same = len(heard) > 1 and sound(other) == heard
        distance = OSA.distance(word, other, score_cutoff=most + 1)
        if other != word and distance <= most + same:
            scored.append((distance - same, abs(len(word) - len(other)), other))
    return [other for _, _, other in sorted(scored)[:PER_WORD]]


def _replaced(query: str, words: dict[str, str]) -> str:
    return _WORD.sub(lambda match: words.get(match[0].lower(), match[0]), query)
