"""A host moves a folder of notes in, without JavaScript, while a worker works beside the site."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from django_tasks_db.management.commands.db_worker import Worker
from playwright.sync_api import Browser, expect

from episodes.models import Episode
from tests.factories import ShowFactory

pytestmark = pytest.mark.django_db(transaction=True)

NOTES = (
    "# Tin Can {0}: Longer strings\n\n**Ada #1:** [Wax](https://wax.example/{0})\n\n* It carries further.\n"
)


def work():
    """The worker of `manage.py db_worker`, without its signals, until nothing waits."""
    Worker(
        queue_names=["default"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="tests",
        excluded_queue_names=[],
    ).run()


def a_zip(count):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as made:
        for number in range(1, count + 1):
            made.writestr(f"notes/{number:03}.md", NOTES.format(number))
    return data.getvalue()


def test_a_folder_of_notes_moves_in(browser: Browser, live_server, django_user_model):
    ShowFactory()
    django_user_model.objects.create_superuser("host", password="a long password")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/admin/imports/importrun/add/")
    page.fill("[name=username]", "host")
    page.fill("[name=password]", "a long password")
    page.click("[type=submit]")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))

    page.set_input_files(
        "[name=file]", {"name": "notes.zip", "mimeType": "application/zip", "buffer": a_zip(12)}
    )
    page.click("[name=_save]")
    expect(page.get_by_role("status")).to_contain_text("waiting to be checked")
    work()
    expect(page.get_by_role("heading", name="What would happen: 12 created")).to_be_visible()
    assert not Episode.objects.exists()

    page.get_by_role("button", name="Import these").click()
    expect(page.get_by_role("status")).to_contain_text("being imported")
    work()
    expect(page.get_by_role("heading", name=re.compile("What happened: 12 created"))).to_be_visible()
    expect(page.get_by_role("row")).to_have_count(13)
    context.close()

    assert Episode.objects.count() == 12
    assert said == []
