"""What a reader gets when something is missing, refused or broken."""

from __future__ import annotations

import pytest
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.views.csrf import csrf_failure
from django.views.defaults import bad_request, permission_denied, server_error

from tests.pages import read_page


@pytest.fixture
def request_(rf: RequestFactory) -> HttpRequest:
    return rf.get("/")


@pytest.mark.django_db
def test_a_missing_page_offers_search_and_the_archive(client, show):
    response = client.get("/nothing/<script>")

    assert response.status_code == 404
    page = read_page(response)
    assert page.one("h1").text == "404 Nobody came in on this cue"
    assert page.one("main").one("form")["action"] == "/search/"
    assert "/nothing/" not in response.content.decode()


@pytest.mark.django_db
def test_a_missing_page_stands_without_a_show(client):
    assert read_page(client.get("/nothing")).one("h1").text == "404 Nobody came in on this cue"


def test_a_broken_page_needs_no_database(request_):
    response = server_error(request_)

    assert response.status_code == 500
    assert read_page(response).one("h1").text == "500 The tape snapped"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("view", "status"), [(bad_request, 400), (permission_denied, 403)], ids=["400", "403"]
)
def test_a_refusal_does_not_say_more_than_it_must(request_, view, status):
    response = view(request_, exception=Exception("secret"))

    assert response.status_code == status
    assert read_page(response).one("h1").text.startswith(str(status))
    assert "secret" not in response.content.decode()


@pytest.mark.django_db
def test_a_stale_form_says_what_to_do(request_):
    response = csrf_failure(request_, reason="secret")

    assert response.status_code == 403
    assert "load the page again" in read_page(response).one("p", class_="lead").text
    assert "secret" not in response.content.decode()


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "500"])
def test_an_error_page_needs_no_context(name):
    assert "<h1" in render_to_string(f"{name}.html")


def test_a_host_that_is_not_ours_gets_400_and_not_an_error_of_ours(client, db):
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400
