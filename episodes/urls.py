"""Addresses that outlive everything else: they stand in feeds, in podcast apps and in other people's pages."""

from __future__ import annotations

from django.urls import path

from episodes import views
from episodes.feeds.feed import feed, feed_of_all, feed_of_bonus, feed_of_person, feed_of_topic

app_name = "episodes"
urlpatterns = [
    path("feed.xml", feed, name="feed"),
    path("feed/all.xml", feed_of_all, name="feed-all"),
    path("feed/bonus.xml", feed_of_bonus, name="feed-bonus"),
    path("episodes/", views.archive, name="archive"),
    path("episodes/<slug:address>/", views.detail),
    path("episodes/<slug:address>/<slug:slug>/", views.detail, name="detail"),
    path("episodes/<slug:address>/<slug:slug>/audio.<slug:ending>", views.audio, name="audio"),
    path("episodes/<slug:address>/<slug:slug>/chapters.json", views.chapters, name="chapters"),
    path("episodes/<slug:address>/<slug:slug>/card.png", views.card, name="card"),
    path("episodes/<slug:address>/<slug:slug>/<slug:segment>/card.png", views.card, name="segment-card"),
    path("people/<slug:slug>/", views.person, name="person"),
    path("people/<slug:slug>/feed.xml", feed_of_person, name="feed-person"),
    path("topics/<slug:slug>/", views.topic, name="topic"),
    path("topics/<slug:slug>/feed.xml", feed_of_topic, name="feed-topic"),
    path("<int:number>", views.short, name="short"),
]
