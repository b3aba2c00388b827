"""How people who talk on a podcast pass from one thing to the next. English, as the rest of the words. Pure."""

from __future__ import annotations

import re
from typing import Final


def _any(*phrases: str) -> re.Pattern[str]:
    return re.compile("|".join(phrases), re.IGNORECASE)


# (what is said, how much it says): somebody begins something new.
HAND_OVERS: Final = (
    (
        _any(
            r"what (do|have|else do|else have) you (got|have)",
            r"what('s| is|'ve| have)? (you got|up next|next|the next|your next|your first|your last)",
            r"(over|back) to you",
            r"take it away",
            r"tell (us|me) about (your|the|this) ",
            r"(next|last|final|first|second|third) (item|topic|thing|one|story)\b",
            r"\b(number|item) (one|two|three|four|five|six)\b",
            r"\b(up next|next up|first up)\b",
            r"\bkick(s|ing)? (us|it|this|things)? ?off\b",
            r"\b(get|let's|lets) (us )?(started|start)\b",
            r"\bmov(e|ing) on\b",
            r"\bon ?to (the |our |my |your )?next\b",
            r"\bsegue\b",
            r"\bshift gears\b",
            r"(how|what) (do|should|are|will) we (start|begin|doing first)|start (it|things)? ?(off|with)",
            r"\benough (of|about) (that|this)\b",
            r"\bthat said\b",
            r"\bspeaking of\b",
            r"you know what( else)?\b",
            r"\b(round|wrap|finish) (it|this|us|things|that) (out|up|off)\b",
            r"\b(got|have) (a|an|another|one) (\w+ ){0,2}one\b",
            r"\b(jump|get|move|go|dive) (right |on )?(in|on)?to (the |our|my|your)",
            r"you('re| are) up\b",
            r"what about you",
            r"(go|going) first\b",
        ),
        1.0,
    ),
    (
        _any(
            r"\b(want|wanted|going|gonna|like) to (talk|tell|cover|share|mention|highlight|bring)",
            r"\bi('d| would) like to\b",
            r"\b(i'm|i am) going to talk\b",
            r"\blet's (go|hear|do|see|look)\b",
            r"\blet's .{0,25}\b(talk|switch|shift|pop|out|over)\b",
            r"\b(here's|this is|so this is) (a|an|one|something|another)\b",
            r"\bi (found|ran across|came across|saw|learned|heard)\b",
            r"\bsent (in|to us|over|this)\b",
            r"\b(comes|came) (to us )?from\b",
            r"\bcalled\b",
        ),
        0.5,
    ),
    (_any(r"^(all ?right|okay|ok|well|cool|yeah,? cool|anyway|awesome|nice|so)\b[,.!]?"), 0.25),
)
SPONSOR: Final = _any(
    r"brought to you by",
    r"\bsponsor",
    r"support(ed|ing)? (of|for|by) (this|the|our|python)",
    r"this (episode|portion|segment|part)( of)?",
    r"let me tell you about",
    r"thank(s|ing)? (you )?(to|so much).{0,40}(sponsor|support)",
    r"\bour friends (at|over)\b",
)
OWN_SPONSOR: Final = _any(
    r"brought to you by (us|our|the)",
    r"sponsored by us",
    r"support (the show|us|this|our)",
    r"\bpatreon",
    r"\bour (courses|books?|work|things|products)",
    r"\bcourses?\b",
    r"talk python training",
    r"\bpytest (book|course)",
    r"by (all of )?(our|us)\b",
)
CONNECT: Final = _any(
    r"connect with",
    r"follow (us|the show|me)",
    r"\b(mastodon|blue ?sky|fosstodon|twitter|social)",
    r"find us",
    r"\bnewsletter|mailing list|email list|friends of the show",
    r"join .{0,25}\blive\b|/live\b",
    r"\blive\b.{0,60}(youtube|stream|tuesday|monday|week)|youtube|watch (us )?live|live ?stream",
    r"reach (out|us)|get in touch|send us",
)
GUEST: Final = _any(
    r"\bwelcome\b", r"special guest", r"joined by|joining (us|me)", r"\b(we have|here with)\b", r"\bguest\b"
)
EXTRA: Final = _any(
    r"\bextras?\b",
    r"that('s| is| was) (it|all)( for)? (our|of our|the|all)?.{0,12}(items|topics|main)",
    r"\bour (last|final|main) (item|topic)s?",
    r"(any|have|got|you) (other |more )?(news|extra|announcements)",
    r"what else (do|have|you)",
    r"anything else|(have|got) anything (to share|for us|else)?|anything to share",
    r"(that's|that is) (the end|it|all)\b.{0,30}\b(six|items|topics|stories|things)",
    r"\b(other|extra) (news|things|stuff|items)\b",
    r"\bour news\b|personal news|news (for|from) (you|us)",
    r"what('s| is) (going on|new) with you|been up to|are (we|you) up to",
)
JOKE: Final = _any(r"\bjokes?\b")
FUN: Final = _any(
    r"\blaugh",
    r"something funny|\bfunny\b|\bfunnies\b|\bhumou?r\b",
    r"(end|close|finish|wrap|leave|take us out|out) (it |this |things |us )?(on|with|out)",
    r"\bcartoon|comic|xkcd|meme\b",
)


OPENING: Final = _any(
    r"\b(hello|hi|hey|welcome)\b",
    r"\bepisode\b.{0,20}\d|\brecorded\b|\bheadlines\b",
    r"\b(i'm|i am|my name is) [A-Z]\w+",
    r"how are you|how's it going|good to (see|be|have)|glad|great to (see|be|have)",
    r"special guest|joining (us|me)|joined by|introduce yourself|thank(s| you) for (having|being|coming)",
    SPONSOR.pattern,
    r"patreon|support (us|the show)|\bcourses\b|mailing list|newsletter|\blive\b",
)


def hand_over(text: str) -> float:
    """How much a sentence sounds like the beginning of something, from 0 to about 1.5."""
    return sum(weight for pattern, weight in HAND_OVERS if pattern.search(text))
