"""A real Chromium, which reaches nothing but this machine: fixtures `browser` and `page`."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

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


class Witness:
    """What went on in a browser, for whoever reads of a test that failed."""

    def __init__(self, context: BrowserContext) -> None:
        self.said: list[str] = []
        self.strangers: list[str] = []
        self.asked: list[Request] = []
        self.answered: list[Request] = []
        # A route would hold each request up, and switch the cache of files off.
        context.on("request", self.note)
        context.on("requestfinished", self.finish)
        context.on("requestfailed", self.fail)
        context.on("console", lambda message: self.said.append(f"{message.type}: {message.text}"))
        context.on("weberror", lambda error: self.said.append(f"error: {error.error}"))

    def note(self, request: Request) -> None:
        self.asked.append(request)
        if not request.url.startswith(HERE):
            self.strangers.append(request.url)

    def finish(self, request: Request) -> None:
        self.answered.append(request)

    def fail(self, request: Request) -> None:
        self.finish(request)
        self.said.append(f"failed: {request.method} {request.url} {request.failure}")

    def __str__(self) -> str:
        open_ones = [request for request in self.asked if request not in self.answered]
        waiting = [f"no answer yet: {request.method} {request.url}" for request in open_ones]
        last = [f"asked: {request.method} {request.url}" for request in self.asked[-10:]]
        return "\n".join([*last, *waiting, *self.said[-20:]])


witness_of = pytest.StashKey[Witness]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.failed and witness_of in item.stash:
        report.sections.append(("The browser", str(item.stash[witness_of])))
    return report


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page of a fresh profile. A request to another machine fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    witness = request.node.stash[witness_of] = Witness(context)
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()
    assert not witness.strangers, f"requests to other machines: {witness.strangers}"
