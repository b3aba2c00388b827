from episodes.models.announcement import Announcement
from episodes.models.booking import Booking
from episodes.models.episode import Episode
from episodes.models.feed_extras import ContentLink, FeedText, Funding, PodrollEntry, Season, Soundbite
from episodes.models.link_check import LinkCheck
from episodes.models.note_picture import NotePicture
from episodes.models.notes_version import NotesVersion
from episodes.models.old_feed import OldFeedAddress
from episodes.models.old_slug import OldSlug
from episodes.models.person import Credit, Person, PersonLink
from episodes.models.preview_link import PreviewLink
from episodes.models.recording import Recording
from episodes.models.segment import Link, Segment
from episodes.models.show import HostAlias, Show, ShowHost, SubscribeLink
from episodes.models.sponsor import Sponsor, SponsorAlias, Sponsorship
from episodes.models.topic import Topic
from episodes.models.waiver import Waiver
from episodes.models.word import Word

__all__ = [
    "Announcement",
    "Booking",
    "ContentLink",
    "Credit",
    "Episode",
    "FeedText",
    "Funding",
    "HostAlias",
    "Link",
    "LinkCheck",
    "NotePicture",
    "NotesVersion",
    "OldFeedAddress",
    "OldSlug",
    "Person",
    "PersonLink",
    "PodrollEntry",
    "PreviewLink",
    "Recording",
    "Season",
    "Segment",
    "Show",
    "ShowHost",
    "Soundbite",
    "Sponsor",
    "SponsorAlias",
    "Sponsorship",
    "SubscribeLink",
    "Topic",
    "Waiver",
    "Word",
]
