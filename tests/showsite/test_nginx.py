"""The sample nginx in front: the same files by one address, with ranges and conditions as podcast apps need them."""

from __future__ import annotations

import shutil
import string
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile

from episodes.storage import media_storage
from showsite.engines.service import free_ports
from tests.episodes.test_serve_audio import ask

ROOT = Path(__file__).parent.parent.parent
TEMPLATE = ROOT / "deploy" / "nginx.conf.template"
WHOLE = """\
daemon off; pid {folder}/pid; error_log {folder}/error.log;
events {{ }}
http {{
    access_log off; types {{ }} default_type application/octet-stream;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""
pytestmark = pytest.mark.django_db
CONTENT = bytes(range(256)) * 10_000  # two and a half pieces


@pytest.fixture(scope="module")
def front(tmp_path_factory):
    """The address of a running nginx with our configuration."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if program is None:
        pytest.skip("nginx is not installed: apt-get install nginx")
    folder = tmp_path_factory.mktemp("nginx")
    [port] = free_ports(1)
    values = {
        "LISTEN": f"127.0.0.1:{port}",
        "STORAGE": settings.S3_ENDPOINT_URL.removeprefix("http://"),
        "BUCKET": settings.S3_BUCKET,
        "APP": "127.0.0.1:9",
        "CACHE_DIR": str(folder / "cache"),
        "CACHE_SIZE": "100m",
    }
    text = TEMPLATE.read_text()
    for name, value in values.items():  # as the image does it: nginx's own variables have no braces
        text = text.replace("${" + name + "}", value)
    assert "${" not in text
    (folder / "site.conf").write_text(text)
    (folder / "nginx.conf").write_text(string.Template("$text").substitute(text=WHOLE.format(folder=folder)))
    command = [program, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]
    user = (
        []
        if subprocess.run(["id", "-u"], capture_output=True, check=True).stdout != b"0\n"
        else ["-g", "user root;"]
    )
    process = subprocess.Popen([*command, *user], stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    for _ in range(100):
        try:
            urllib.request.urlopen(address, timeout=1)
        except urllib.error.HTTPError:
            break
        except OSError:
            time.sleep(0.05)
    yield address
    process.terminate()
    process.wait()


@pytest.fixture
def file(front, db):
    """A public file as it is reached through nginx."""
    key = media_storage().save("audio/nginx.mp3", ContentFile(CONTENT))
    media_storage().publish(key, "audio/mpeg")
    return f"{front}/public/{key}"


def test_the_whole_file_comes_through(file):
    status, headers, content = ask(file)

    assert (status, headers["Content-Type"], content == CONTENT) == (200, "audio/mpeg", True)
    assert headers["Content-Length"] == str(len(CONTENT))
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert headers["Content-Encoding"] is None


def test_head_says_what_get_would_send(file):
    status, headers, content = ask(file, "HEAD")

    assert (status, headers["Content-Length"], content) == (200, str(len(CONTENT)), b"")
    assert headers["Content-Type"] == "audio/mpeg"


SIZE, LAST = len(CONTENT), len(CONTENT) - 1


@pytest.mark.parametrize(
    ("asked", "status", "begin", "end"),
    [
        ("bytes=0-1", 206, 0, 2),
        ("bytes=0-1073741822", 206, 0, SIZE),
        ("bytes=1500000-", 206, 1_500_000, SIZE),
        ("bytes=-100", 206, SIZE - 100, SIZE),
        ("bytes=1048570-1048580", 206, 1_048_570, 1_048_581),
        ("bytes=abc", 416, 0, 0),
        ("bytes=5-2", 416, 0, 0),
        ("bytes=99999999-", 416, 0, 0),
        ("lines=0-1", 200, 0, SIZE),
    ],
)
def test_a_range_is_answered(file, asked, status, begin, end):
    answer, headers, content = ask(file, Range=asked)

    assert answer == status
    if status == 206:
        assert content == CONTENT[begin:end]
        assert headers["Content-Range"] == f"bytes {begin}-{end - 1}/{SIZE}"
        assert headers["Content-Type"] == "audio/mpeg"
    elif status == 200:
        assert content == CONTENT


def test_a_download_goes_on_where_it_is_still_the_same_file(file):
    tag = ask(file, "HEAD")[1]["ETag"]

    assert ask(file, Range="bytes=10-19", If_Range=tag)[0] == 206


def test_a_download_of_another_file_begins_anew(file):
    status, _, content = ask(file, Range="bytes=10-", If_Range='"another"')

    assert (status, content == CONTENT) == (200, True)


def test_an_unchanged_file_is_not_sent_again(file):
    tag = ask(file, "HEAD")[1]["ETag"]

    assert ask(file, If_None_Match=tag)[0] == 304


def test_what_is_private_stays_so(front, file):
    key = media_storage().save("audio/secret.mp3", ContentFile(b"secret"))

    assert ask(f"{front}/public/../{key}")[0] in (400, 403, 404, 502)
    assert ask(f"{front}/public/{key}")[0] in (403, 404)


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_nothing_is_changed_through_it(file, method):
    assert ask(file, method)[0] in (403, 405)
