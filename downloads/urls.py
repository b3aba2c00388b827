"""Below the admin's own address, and behind its door."""

from __future__ import annotations

from django.contrib import admin
from django.urls import path

from downloads import views

app_name = "downloads"
behind_the_door = admin.site.admin_view
urlpatterns = [
    path("", behind_the_door(views.overview), name="overview"),
    path("show/<int:pk>/", behind_the_door(views.show), name="show"),
    path("show/<int:pk>/downloads.csv", behind_the_door(views.show_csv), name="show-csv"),
    path("episode/<int:pk>/", behind_the_door(views.episode), name="episode"),
    path("episode/<int:pk>/downloads.csv", behind_the_door(views.episode_csv), name="episode-csv"),
]
