"""A real Chromium, which reaches nothing but this machine: fixtures `browser` and `page`."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Request, sync_playwright

from tests.browser.chromium import NONE, find_chromium

HERE = ("http://localhost:", "http://127.0.0.1:", "data:", "blob:", "about:")
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-gpu",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = find_chromium()
    if program is None:
        pytest.fail(NONE, pytrace=False)
    # Playwright's event loop runs in this thread, and Django would take it for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    options = [*QUIET, "--no-sandbox"] if os.geteuid() == 0 else list(QUIET)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=options)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a fresh profile. A request to another machine fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    strangers: list[str] = []

    def note(request: Request) -> None:
        if not request.url.startswith(HERE):
            strangers.append(request.url)

    context.on("request", note)  # a route would hold each request up, and switch the cache of files off
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()
    assert not strangers, f"requests to other machines: {strangers}"
