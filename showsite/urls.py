"""The project's addresses. The apps' come last: they end in the short link, which takes any number."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

from showsite import discovery, sitemaps, views
from showsite.panels import views as desk_views

handler404 = "episodes.views.missing.not_found"

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path(
        "admin/downloads/", include("downloads.urls")
    ),  # before the admin, which takes every address below it
    path("admin/", admin.site.admin_view(desk_views.desk)),  # its first page
    path("admin/jobs/<uuid:pk>/again/", admin.site.admin_view(desk_views.job_again), name="job-again"),
    path("admin/", admin.site.urls),
    path("favicon.ico", views.favicon, name="favicon"),
    path("robots.txt", discovery.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemaps.sitemap, name="sitemap-section"),
    path("opensearch.xml", discovery.opensearch, name="opensearch"),
    path("site.webmanifest", discovery.manifest, name="manifest"),
    path("llms.txt", discovery.llms, name="llms"),
    path("media/<path:key>", views.media, name="media"),
    path("search/", views.search, name="search"),
    path("", views.home, name="home"),
    path("", include("inbox.urls")),
    path("", include("transcripts.urls")),
    path("", include("episodes.urls")),
    path("", include("shortlinks.urls")),  # last: it takes any word
]
