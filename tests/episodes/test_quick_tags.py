"""Django's own tags, quicker: nothing that a template says may change by it."""

from __future__ import annotations

import pytest
from django.template import Context, engines
from django.utils.translation import override


def written(source: str, language: str = "en", **values: object) -> str:
    template = engines["django"].engine.from_string(source)  # type: ignore[attr-defined]
    with override(language):
        return str(template.render(Context(values)))


def test_the_same_template_speaks_each_language_in_turn() -> None:
    said = [written('{% translate "Episodes" %}', language) for language in ("en", "de", "en")]
    assert said == ["Episodes", "Folgen", "Episodes"]


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ('{% translate "100% & <b>more</b>" %}', "100% & <b>more</b>"),
        ('{% translate "Episodes" as word %}{{ word }}!', "Folgen!"),
        ('{% translate "Episodes"|upper %}', "FOLGEN"),
        ('{% translate "Episodes" noop %}', "Episodes"),
        ("{% translate word %}", "Folgen"),
    ],
)
def test_words_are_as_django_writes_them(source: str, said: str) -> None:
    assert written(source, "de", word="Episodes") == said


@pytest.mark.parametrize(
    ("source", "path"),
    [
        ('{% url "episodes:archive" %}', "/episodes/"),
        ('{% url "episodes:archive" as archive %}{{ archive }}', "/episodes/"),
        ('{% url "episodes:topic" slug %}', "/topics/testing/"),
        ("{% url name %}", "/episodes/"),
        ('{% url "nowhere" as nothing %}[{{ nothing }}]', "[]"),
    ],
)
def test_paths_are_as_django_finds_them(source: str, path: str) -> None:
    assert written(source, slug="testing", name="episodes:archive") == path


@pytest.mark.parametrize(
    "source",
    [
        "{% static 'css/site.css' %}",
        "{% static file %}",
        "{% static 'css/site.css' as address %}{{ address }}",
        "{% static 'CSS/SITE.CSS'|lower %}",
    ],
)
def test_files_are_where_django_finds_them(source: str) -> None:
    assert written(source, file="css/site.css") == "/static/css/site.css"


def test_a_storage_of_its_own_has_names_of_its_own(settings, tmp_path) -> None:
    before = written("{% static 'css/site.css' %}")
    (tmp_path / "staticfiles.json").write_text(
        '{"version": "1.1", "paths": {"css/site.css": "css/site.0123.css"}}'
    )

    backend = "whitenoise.storage.CompressedManifestStaticFilesStorage"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": backend, "OPTIONS": {"location": tmp_path}},
    }

    assert before == "/static/css/site.css"
    assert written("{% static 'css/site.css' %}") == "/static/css/site.0123.css"
