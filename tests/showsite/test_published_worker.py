"""A worker as it runs on a machine: by itself it sees what anybody has changed, and publishes it as files."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from episodes.models import Episode
from episodes.storage import media_storage
from showsite.published.documents import FOLDER
from tests.conftest import ROOT
from tests.factories import EpisodeFactory, ShowFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def worker(tmp_path, own_bucket):
    url = urlsplit(settings.DATABASE_URL)._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    environment = {**os.environ, "DATABASE_URL": url, "PUBLISH_FEEDS": "storage", "ALLOWED_HOSTS": "*"}
    environment["S3_BUCKET"] = own_bucket
    command = [sys.executable, "manage.py", "db_worker", "--interval=0.2", "--no-startup-delay"]
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        yield process
        process.terminate()
        process.wait(20)


def comes_to_pass(is_so, seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if is_so():
            return True
        time.sleep(0.1)
    return False


def test_a_change_and_a_scheduled_minute_are_files_some_seconds_later(worker):
    show = ShowFactory()
    key = f"{FOLDER}{show.host_name}/feed.xml"
    EpisodeFactory(show=show, title="Knots", audio=True)
    later = EpisodeFactory(show=show, title="Twine", audio=True, scheduled=True)

    def says(text):
        file = media_storage().read_public(key)
        return file is not None and text in file.content

    assert comes_to_pass(lambda: says(b"Knots"), 40)
    assert not says(b"Twine")

    Episode.objects.filter(title="Knots").update(title="Bends")
    assert comes_to_pass(lambda: says(b"Bends"), 20)

    Episode.objects.filter(pk=later.pk).update(published_at=timezone.now() + timedelta(seconds=4))
    assert comes_to_pass(lambda: says(b"Twine"), 20)
    later.refresh_from_db()
    assert later.is_published()
    for path, _ in list(media_storage().public_copies(FOLDER)):
        media_storage().withdraw(path)
