"""What must be right before an episode goes out: values in, a verdict for its host out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from episodes.feeds.document import FeedItem


class Code(StrEnum):
    TITLE = "title"
    NUMBER = "number"
    AUDIO = "audio"
    STORED = "stored"
    TRANSCRIPT = "transcript"
    PEOPLE = "people"
    SPONSOR = "sponsor"
    LINKS = "links"
    PRIVATE = "private"
    FEED = "feed"
    HTML = "html"


class State(StrEnum):
    """``WAITING``: the answer comes by itself, from the background."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"
    WAITING = "waiting"


LABELS: Final[dict[Code, str | Promise]] = {
    Code.TITLE: gettext_lazy("Title and one sentence"),
    Code.NUMBER: gettext_lazy("Number"),
    Code.AUDIO: gettext_lazy("Audio"),
    Code.STORED: gettext_lazy("Audio as stored"),
    Code.TRANSCRIPT: gettext_lazy("Transcript"),
    Code.PEOPLE: gettext_lazy("People"),
    Code.SPONSOR: gettext_lazy("Sponsors"),
    Code.LINKS: gettext_lazy("Links"),
    Code.PRIVATE: gettext_lazy("No private text"),
    Code.FEED: gettext_lazy("What podcast apps get"),
    Code.HTML: gettext_lazy("HTML"),
}


@dataclass(frozen=True, kw_only=True)
class Check:
    """``details``: one line for each thing that is wrong. ``where``: the id of a field of the episode's form, or a
    whole address, where it is put right."""

    code: Code
    state: State
    message: str
    details: tuple[str, ...] = ()
    where: str = ""

    @property
    def label(self) -> str | Promise:
        return LABELS[self.code]

    @property
    def blocks(self) -> bool:
        return self.state in (State.FAILED, State.WAITING)


@dataclass(frozen=True, kw_only=True)
class Booked:
    """Days that a sponsor has booked, the last one included."""

    first_day: date
    last_day: date
    is_paid: bool


def check_title(title: str, summary: str) -> Check:
    if not title:
        return _check(Code.TITLE, State.FAILED, _("It has no title."), where="id_title")
    if not summary:
        message = _("It has no sentence for lists and apps: they show the first words of the notes.")
        return _check(Code.TITLE, State.WARNING, message, where="id_summary")
    return _check(Code.TITLE, State.OK, f"“{title}”")


def check_number(number: int | None, others: Collection[int], *, is_full: bool) -> Check:
    """``others``: the numbers of the show's other episodes, drafts among them."""
    if number is None and is_full:
        return _check(Code.NUMBER, State.WARNING, _("It has no number."), where="id_number")
    if number is None:
        return _check(Code.NUMBER, State.OK, _("It needs none: it is no full episode."))
    if number in others:
        message = _("Another episode has the number %(number)s.") % {"number": number}
        return _check(Code.NUMBER, State.FAILED, message, where="id_number")
    before = max((other for other in others if other < number), default=None)
    if before is not None and before != number - 1:
        message = _("The number before is %(before)s: there is a gap.") % {"before": before}
        return _check(Code.NUMBER, State.FAILED, message, where="id_number")
    return _check(Code.NUMBER, State.OK, _("%(number)s is free.") % {"number": number})


def check_audio(length: str, *, upload: str = "", refusal: str = "", problems: Sequence[str] = ()) -> Check:
    """``length`` of the audio in use, "" where there is none; then what became of the newest upload: whether it is
    on its way still (how ``upload`` stands), why it was refused, what was found in it."""
    if upload:
        return _check(
            Code.AUDIO, State.WAITING, _("The new file is %(state)s.") % {"state": upload}, where=AUDIO
        )
    if not length:
        message = refusal or _("It has no audio: the page appears, but podcast apps get it only with a file.")
        return _check(Code.AUDIO, State.FAILED, message, where=AUDIO)
    if refusal:
        message = _("The newest file was refused, and an earlier one is in use.")
        return _check(Code.AUDIO, State.WARNING, message, details=[refusal], where=AUDIO)
    state = State.WARNING if problems else State.OK
    message = _("%(length)s, probed and playable.") % {"length": length}
    return _check(Code.AUDIO, state, message, details=problems, where=AUDIO if problems else "")


def check_stored(said: tuple[int, str] | None, found: tuple[int, str] | None, *, asked: bool = True) -> Check:
    """Bytes and media type, as the feed says them and as the storage does; ``asked``: whether it answered."""
    if said is None:
        return _check(Code.STORED, State.WARNING, _("There is no audio to compare."))
    if not asked:
        message = _("The object storage does not answer: try again.")
        return _check(Code.STORED, State.FAILED, message)
    if found is None:
        return _check(Code.STORED, State.FAILED, _("The file is not in the storage."), where=AUDIO)
    if found != said:
        message = _("The feed would say %(said)s, the stored file is %(found)s.")
        words = {"said": _in_words(said), "found": _in_words(found)}
        return _check(Code.STORED, State.FAILED, message % words, where=AUDIO)
    return _check(Code.STORED, State.OK, _in_words(found))


def check_transcript(*, is_there: bool, has_times: bool) -> Check:
    where = "id_transcript_file"
    if not is_there:
        return _check(Code.TRANSCRIPT, State.FAILED, _("It has no transcript."), where=where)
    if not has_times:
        message = _("The transcript has no times: it is read but not followed.")
        return _check(Code.TRANSCRIPT, State.WARNING, message, where=where)
    return _check(Code.TRANSCRIPT, State.OK, _("It is there, with times."))


def check_people(unknown: Iterable[str], speakers: Iterable[str], *, credited: bool) -> Check:
    """``unknown``: names in the notes that mean nobody; ``speakers``: labels of the transcript that mean nobody."""
    if names := sorted(set(unknown)):
        message = _(
            "The notes name somebody whom the show does not know: add an alias, or put the name right."
        )
        return _check(Code.PEOPLE, State.FAILED, message, details=names, where="segments-group")
    if labels := sorted(set(speakers)):
        message = _("Not everybody who speaks in the transcript is known.")
        return _check(Code.PEOPLE, State.WARNING, message, details=labels, where="transcripts-group")
    if not credited:
        message = _("Nobody is credited: apps name the show's hosts.")
        return _check(Code.PEOPLE, State.WARNING, message, where="credits-group")
    return _check(Code.PEOPLE, State.OK, _("Everybody is known."))


def check_sponsors(unpaid: Sequence[str], count: int, *, has_bookings: bool, where: str = "") -> Check:
    """``unpaid``: a line for each sponsor who has not paid for the day."""
    if not count:
        return _check(Code.SPONSOR, State.OK, _("Nobody pays for a message in it."))
    if not has_bookings:
        message = _("No bookings are kept for this show, so nobody can tell whether this day is paid for.")
        return _check(Code.SPONSOR, State.WARNING, message, where=where)
    if unpaid:
        message = _("Not everybody has paid for this day.")
        return _check(Code.SPONSOR, State.FAILED, message, details=unpaid, where=where)
    return _check(Code.SPONSOR, State.OK, _("This day is booked and paid for."))


def lacks_payment(name: str, day: date, booked: Iterable[Booked]) -> str:
    """Why a sponsor's message should not run on a day; "" where it may."""
    covering = [one for one in booked if one.first_day <= day <= one.last_day]
    if any(one.is_paid for one in covering):
        return ""
    words = {"name": name, "day": day.isoformat()}
    if covering:
        return _("%(name)s has booked %(day)s, and has not paid for it.") % words
    return _("%(name)s has not booked %(day)s.") % words


def check_links(count: int, broken: Sequence[tuple[str, str]], unasked: int) -> Check:
    """``broken``: (address, problem). They are worth a look, and no reason to wait."""
    details = [f"{url}: {problem}" for url, problem in broken]
    if broken:
        message = ngettext("%(count)s link is broken.", "%(count)s links are broken.", len(broken))
        return _check(
            Code.LINKS, State.WARNING, message % {"count": len(broken)}, details=details, where="id_notes"
        )
    if unasked:
        message = ngettext(
            "%(count)s link has not been asked yet.", "%(count)s links have not been asked yet.", unasked
        )
        return _check(Code.LINKS, State.WARNING, message % {"count": unasked})
    message = ngettext("%(count)s link answers.", "%(count)s links answer.", count)
    return _check(Code.LINKS, State.OK, message % {"count": count} if count else _("It has no links."))


def check_private(findings: Sequence[tuple[int, str]]) -> Check:
    """``findings``: (line, message)."""
    if not findings:
        return _check(Code.PRIVATE, State.OK, _("Nothing looks as if it was meant for the hosts alone."))
    details = [_("Line %(line)s: %(message)s") % {"line": line, "message": text} for line, text in findings]
    message = _("Some lines look as if they were meant for the hosts alone.")
    return _check(Code.PRIVATE, State.FAILED, message, details=details, where="id_notes")


def check_feed(item: FeedItem | None, *, show: str, has_artwork: bool) -> Check:
    if item is None:
        return _check(Code.FEED, State.WARNING, _("Podcast apps get it only once it has audio."), where=AUDIO)
    advice = {
        _("Neither the episode nor the show has artwork: Apple refuses the feed."): not has_artwork,
        _("There is nothing to describe it: no sentence, and no notes."): not item.description,
        _("The title repeats the show's name or the number: apps show both beside it."): _repeats(item, show),
    }
    if details := [sentence for sentence, is_so in advice.items() if is_so]:
        message = _("Worth a look:")
        return _check(Code.FEED, State.WARNING, message, details=details, where="id_title")
    message = _("%(chapters)s chapters, %(people)s people, %(transcripts)s forms of the transcript.")
    words = {
        "chapters": len(item.chapters),
        "people": len(item.people),
        "transcripts": len(item.transcripts),
    }
    return _check(Code.FEED, State.OK, message % words)


def check_html(refusal: str, *, is_current: bool, pictures: Sequence[str] = ()) -> Check:
    """``refusal``: why the notes cannot be rendered; ``pictures``: what is wrong with the pictures in them."""
    if refusal:
        return _check(Code.HTML, State.FAILED, refusal, where="id_notes")
    if not is_current:
        message = _("The page was made of other notes than these: save the episode once more.")
        return _check(Code.HTML, State.FAILED, message, where="id_notes")
    if pictures:
        message = _("Clean, but the pictures are worth a look:")
        return _check(Code.HTML, State.WARNING, message, details=pictures, where="id_notes")
    return _check(Code.HTML, State.OK, _("Clean: what the allow-list lets through, and nothing else."))


AUDIO: Final = "id_audio_file"


def _check(code: Code, state: State, message: str, *, details: Iterable[str] = (), where: str = "") -> Check:
    return Check(code=code, state=state, message=message, details=tuple(details), where=where)


def _in_words(file: tuple[int, str]) -> str:
    size, media_type = file
    return f"{size:,} bytes, {media_type}"


def _repeats(item: FeedItem, show: str) -> bool:
    title = item.title.casefold()
    return (bool(show) and title.startswith(show.casefold())) or title.startswith(f"#{item.number} ")
