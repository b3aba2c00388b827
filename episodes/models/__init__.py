from episodes.models.announcement import Announcement
from episodes.models.episode import Episode
from episodes.models.person import Credit, Person, PersonLink
from episodes.models.segment import Link, Segment
from episodes.models.show import HostAlias, Show, ShowHost, SubscribeLink
from episodes.models.sponsor import Sponsor, Sponsorship

__all__ = [
    "Announcement",
    "Credit",
    "Episode",
    "HostAlias",
    "Link",
    "Person",
    "PersonLink",
    "Segment",
    "Show",
    "ShowHost",
    "Sponsor",
    "Sponsorship",
    "SubscribeLink",
]
