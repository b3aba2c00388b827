"""The project's addresses. The apps' come last: they end in the short link, which takes any number."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

from showsite import discovery, sitemaps, status_pages, views
from showsite.panels import views as desk_views

handler404 = "episodes.views.missing.not_found"

behind_the_door = admin.site.admin_view

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    # Before the admin, which takes every address below it.
    path("admin/downloads/", include("downloads.urls")),
    path("admin/status/", behind_the_door(status_pages.page), name="status"),
    path("admin/status/<uuid:pk>/again/", behind_the_door(status_pages.try_again), name="status-again"),
    path("admin/status/<uuid:pk>/forget/", behind_the_door(status_pages.forget), name="status-forget"),
    path("admin/jobs/<uuid:pk>/again/", behind_the_door(desk_views.job_again), name="job-again"),
    path("admin/", behind_the_door(desk_views.desk)),  # its first page
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
