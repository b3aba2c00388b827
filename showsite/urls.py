"""The project's addresses. The apps' come last: they end in the short link, which takes any number."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

from showsite import views
from showsite.sitemaps import sitemap

handler404 = "episodes.views.missing.not_found"

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path(
        "admin/downloads/", include("downloads.urls")
    ),  # before the admin, which takes every address below it
    path("admin/", admin.site.urls),
    path("favicon.ico", views.favicon, name="favicon"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("media/<path:key>", views.media, name="media"),
    path("search/", views.search, name="search"),
    path("", views.home, name="home"),
    path("", include("inbox.urls")),
    path("", include("transcripts.urls")),
    path("", include("episodes.urls")),
]
