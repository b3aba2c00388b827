from episodes.models.announcement import Announcement
from episodes.models.episode import Episode
from episodes.models.feed_extras import ContentLink, FeedText, Funding, PodrollEntry, Season, Soundbite
from episodes.models.notes_version import NotesVersion
from episodes.models.old_feed import OldFeedAddress
from episodes.models.old_slug import OldSlug
from episodes.models.person import Credit, Person, PersonLink
from episodes.models.placed_picture import PlacedPicture
from episodes.models.recording import Recording
from episodes.models.segment import Link, Segment
from episodes.models.show import HostAlias, Show, ShowHost, SubscribeLink
from episodes.models.sponsor import Sponsor, Sponsorship
from episodes.models.topic import Topic
from episodes.models.word import Word

__all__ = [
    "Announcement",
    "ContentLink",
    "Credit",
    "Episode",
    "FeedText",
    "Funding",
    "HostAlias",
    "Link",
    "NotesVersion",
    "OldFeedAddress",
    "OldSlug",
    "Person",
    "PersonLink",
    "PlacedPicture",
    "PodrollEntry",
    "Recording",
    "Season",
    "Segment",
    "Show",
    "ShowHost",
    "Soundbite",
    "Sponsor",
    "Sponsorship",
    "SubscribeLink",
    "Topic",
    "Word",
]
