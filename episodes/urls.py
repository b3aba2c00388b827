"""Addresses that outlive everything else: they stand in feeds, in podcast apps and in other people's pages."""

from __future__ import annotations

from django.urls import path

from episodes.feeds.feed import (
    feed,
    feed_json,
    feed_of_all,
    feed_of_bonus,
    feed_of_person,
    feed_of_project,
    feed_of_topic,
)
from episodes.views import archive, embed, episode, links, people, segment, sponsors, topics

app_name = "episodes"
urlpatterns = [
    path("feed.xml", feed, name="feed"),
    path("feed.json", feed_json, name="feed-json"),
    path("feed/all.xml", feed_of_all, name="feed-all"),
    path("feed/bonus.xml", feed_of_bonus, name="feed-bonus"),
    path("episodes/", archive.archive, name="archive"),
    path("episodes/<slug:address>/", episode.detail, name="detail-short"),
    path("episodes/<slug:address>/<slug:slug>/", episode.detail, name="detail"),
    path("episodes/<slug:address>/<slug:slug>/audio.<slug:ending>", episode.audio, name="audio"),
    path("episodes/<slug:address>/<slug:slug>/chapters.json", episode.chapters, name="chapters"),
    path("episodes/<slug:address>/<slug:slug>/card.png", episode.card, name="card"),
    path("episodes/<slug:address>/<slug:slug>/<slug:segment>/card.png", episode.card, name="segment-card"),
    path("episodes/<slug:address>/<slug:slug>/embed/", embed.embed, name="embed"),
    path("episodes/<slug:address>/<slug:slug>/<slug:segment>/embed/", embed.embed, name="segment-embed"),
    path("oembed", embed.oembed, name="oembed"),
    # Behind all other pages below an episode: a segment may be called nearly anything.
    path("episodes/<slug:address>/<slug:slug>/<slug:segment>/", segment.segment, name="segment"),
    # For guests: a secret in the address, so nothing of it is kept or told.
    path("preview/<str:token>/", episode.preview, name="preview"),
    path("preview/<str:token>/audio", episode.preview_audio, name="preview-audio"),
    path("people/", people.people, name="people"),
    path("people/<slug:slug>/", people.person, name="person"),
    path("people/<slug:slug>/feed.xml", feed_of_person, name="feed-person"),
    path("topics/", topics.topics, name="topics"),
    path("topics/<slug:slug>/", topics.topic, name="topic"),
    path("topics/<slug:slug>/feed.xml", feed_of_topic, name="feed-topic"),
    path("links/", links.links, name="links"),
    path("links/sites/<str:site>/", links.site, name="site"),
    path("links/projects/<path:project>/feed.xml", feed_of_project, name="feed-project"),
    path("links/projects/<path:project>/", links.project, name="project"),
    path("sponsors/", sponsors.sponsors, name="sponsors"),
    path("<int:number>", episode.short, name="short"),
]
