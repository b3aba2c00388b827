from __future__ import annotations

from django.urls import path

from inbox import views

app_name = "inbox"
urlpatterns = [
    path("submit/", views.submit, name="submit"),
    path("submit/<slug:token>/", views.sent, name="sent"),
    path("episodes/<slug:address>/<slug:slug>/transcript/correct/", views.correct, name="correct"),
]
