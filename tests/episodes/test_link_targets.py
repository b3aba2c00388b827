"""Which site and which project an address leads to."""

from __future__ import annotations

import pytest

from episodes.addresses import Target, short_name, target_of


@pytest.mark.parametrize(
    ("url", "project"),
    [
        ("https://github.com/Pallets/Flask", "github.com/pallets/flask"),
        ("http://www.github.com/pallets/flask.git", "github.com/pallets/flask"),
        ("https://github.com/pallets/flask/issues/12#comment", "github.com/pallets/flask"),
        ("https://github.com/pallets", ""),
        ("https://github.com/topics/python", ""),
        ("https://github.com/sponsors/ada", ""),
        ("https://gitlab.com/group/thing/-/tree/main", "gitlab.com/group/thing"),
        ("https://pypi.org/project/Flask/3.0/", "pypi.org/project/flask"),
        ("https://pypi.python.org/pypi/flask", "pypi.org/project/flask"),
        ("https://www.npmjs.com/package/@scope/thing", "npmjs.com/package/@scope/thing"),
        ("https://flask.readthedocs.io/en/latest/", "flask.readthedocs.io"),
        ("https://flask.readthedocs.org/", "flask.readthedocs.io"),
        ("https://example.com/pallets/flask", ""),
        ("https://github.com/a b/<c>", ""),
        ("https://github.com/../..", ""),
        ("javascript:alert(1)", ""),
        ("https://[::bad/", ""),
    ],
)
def test_the_project_of_an_address(url, project):
    assert target_of(url).project == project


def test_what_no_browser_follows_leads_nowhere():
    assert target_of("mailto:ada@example.com") == Target()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.com/a/", "http://www.example.com/a"),
        ("https://example.com/a?utm_source=show&page=2", "https://example.com/a?page=2#top"),
        ("https://github.com/pallets/flask/issues", "https://github.com/Pallets/Flask"),
    ],
)
def test_addresses_of_one_thing_have_one_key(one, other):
    assert target_of(one).key == target_of(other).key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.com/a", "https://example.com/b"),
        ("https://example.com/watch?v=1", "https://example.com/watch?v=2"),
        ("https://github.com/pallets/flask", "https://github.com/pallets/click"),
    ],
)
def test_addresses_of_different_things_have_different_keys(one, other):
    assert target_of(one).key != target_of(other).key


@pytest.mark.parametrize(
    ("project", "name"),
    [
        ("github.com/pallets/flask", "pallets/flask"),
        ("pypi.org/project/flask", "flask"),
        ("flask.readthedocs.io", "flask"),
    ],
)
def test_a_project_has_a_short_name(project, name):
    assert short_name(project) == name
