from __future__ import annotations

from django.urls import path, register_converter
from django.urls.converters import SlugConverter

from shortlinks import views
from shortlinks.words import own_words

app_name = "shortlinks"


class WordConverter(SlugConverter):
    """Any word that is not ours: /people without its slash is still the page /people/."""

    def to_python(self, value: str) -> str:
        if value.lower() in own_words():
            raise ValueError
        return value


register_converter(WordConverter, "word")

urlpatterns = [path("<word:word>", views.go, name="go")]
