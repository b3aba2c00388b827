from __future__ import annotations

from django.urls import path

from transcripts import views

app_name = "transcripts"
urlpatterns = [
    path("episodes/<slug:address>/<slug:slug>/transcript/", views.detail, name="detail"),
    path("episodes/<slug:address>/<slug:slug>/transcript.vtt", views.vtt, name="vtt"),
]
