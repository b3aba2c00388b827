"""A form of the admin is saved, and its answer is there before anything else is done.

A click alone returns while the form is still on its way: what is clicked
next would still be on the page before.
"""

from __future__ import annotations

from playwright.sync_api import Page, expect


def save_and_go_on(page: Page) -> None:
    """Save by the button that keeps the form open; the page that says so has arrived."""
    with page.expect_navigation():
        page.click("[name=_continue]")
    expect(page.locator(".messagelist .success")).to_be_visible()
