from __future__ import annotations

from django.urls import path

from transcripts import views
from transcripts.feeds import feed_of_transcripts

app_name = "transcripts"
urlpatterns = [
    path("feed/transcripts.xml", feed_of_transcripts, name="feed"),
    path("episodes/<slug:address>/<slug:slug>/transcript/", views.detail, name="detail"),
    path("preview/<str:token>/transcript/", views.preview, name="preview"),
    path("episodes/<slug:address>/<slug:slug>/transcript.<slug:form>", views.file, name="file"),
]
