"""The sample rule for nginx: apps get files from the bucket, and notice nothing when the site is switched off."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from django.conf import settings

from episodes.storage import PublicFile, media_storage
from showsite.engines.service import free_ports
from showsite.published.documents import FOLDER
from tests.episodes.test_serve_audio import ask

RULE = Path(__file__).parent.parent.parent / "deploy" / "published-files.nginx.template"
WHOLE = """\
{user}daemon off; pid {folder}/pid; error_log {folder}/error.log;
events {{ }}
http {{
    access_log off; types {{ }} default_type application/octet-stream;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    proxy_cache_path {folder}/cache keys_zone=pages:1m;
    server {{
        listen 127.0.0.1:{port};
        proxy_set_header Host $http_host;
        include {folder}/rule.conf;
        location / {{ proxy_pass http://127.0.0.1:{app}; }}
    }}
}}
"""
FEED = PublicFile(
    b"<rss>" + b"words " * 400 + b"</rss>", "application/rss+xml; charset=utf-8", "public, max-age=300"
)
PLACE = f"{FOLDER}127.0.0.1"
pytestmark = pytest.mark.usefixtures("db", "published")


class App(BaseHTTPRequestHandler):
    """The site, which says that it was asked."""

    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(f"the site: {self.path}".encode())

    do_POST = do_GET

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def app():
    server = ThreadingHTTPServer(("127.0.0.1", 0), App)
    Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def start(folder, app_port):
    """nginx with the rule: (process, address)."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if program is None:
        pytest.skip("nginx is not installed: apt-get install nginx")
    [port] = free_ports(1)
    values = {
        "STORAGE": settings.S3_ENDPOINT_URL.removeprefix("http://"),
        "BUCKET": settings.S3_BUCKET,
        "APP": f"127.0.0.1:{app_port}",
    }
    text = RULE.read_text()
    for name, value in values.items():
        text = text.replace("${" + name + "}", value)
    assert "${" not in text
    (folder / "rule.conf").write_text(text)
    user = "user root; " if os.getuid() == 0 else ""
    (folder / "nginx.conf").write_text(WHOLE.format(folder=folder, port=port, app=app_port, user=user))
    command = [program, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    for _ in range(100):
        try:
            urllib.request.urlopen(address, timeout=1)
            break
        except urllib.error.HTTPError:
            break
        except OSError:
            time.sleep(0.05)
    return process, address


@pytest.fixture(scope="module")
def front(tmp_path_factory, app):
    process, address = start(tmp_path_factory.mktemp("nginx"), app.server_port)
    yield address
    process.terminate()
    process.wait()


@pytest.fixture(scope="module")
def lonely(tmp_path_factory):
    """The same, with the site switched off."""
    process, address = start(tmp_path_factory.mktemp("lonely"), 9)
    yield address
    process.terminate()
    process.wait()


@pytest.fixture(scope="module")
def published(_bucket):
    paths = (
        "/feed.xml",
        "/feed.xml.page-2",
        "/feed.json",
        "/feed/all.xml",
        "/people/zoe/feed.xml",
        "/topics/ropes/feed.xml",
        "/episodes/12/knots/chapters.json",
        "/episodes/12/knots/transcript.vtt",
    )
    for path in paths:
        content = FEED.content + path.encode()
        media_storage().put_public(PLACE + path, content, FEED.media_type, FEED.cache_control)
    yield paths
    for path in paths:
        media_storage().withdraw(PLACE + path)


def test_with_the_site_switched_off_apps_get_every_file(lonely, published):
    for path in set(published) - {"/feed.xml.page-2"}:
        status, headers, content = ask(lonely + path)

        assert (status, content) == (200, FEED.content + path.encode())
        assert headers["Content-Type"] == FEED.media_type
        assert headers["Cache-Control"] == FEED.cache_control
        assert headers["Access-Control-Allow-Origin"] == "*"


def test_a_later_page_of_a_feed_is_its_own_file(lonely):
    assert ask(f"{lonely}/feed.xml?page=2")[2].endswith(b".page-2")
    assert ask(f"{lonely}/feed.xml?page=1")[2].endswith(b"/feed.xml")
    assert ask(f"{lonely}/feed.xml?utm=x")[2].endswith(b"/feed.xml")


def test_head_says_what_get_would_send(lonely):
    status, headers, content = ask(f"{lonely}/feed.xml", "HEAD")

    assert (status, headers["Content-Type"], content) == (200, FEED.media_type, b"")


def test_a_feed_has_an_etag_and_no_date(lonely):
    headers = ask(f"{lonely}/feed.xml")[1]

    assert headers["ETag"]
    assert headers["Last-Modified"] is None


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_who_has_the_feed_is_told_so(lonely, encoding):
    tag = ask(f"{lonely}/feed.xml", Accept_Encoding=encoding)[1]["ETag"]

    status, _, content = ask(f"{lonely}/feed.xml", Accept_Encoding=encoding, If_None_Match=tag)

    assert (status, content) == (304, b"")


def test_it_is_compressed_for_whoever_takes_that(lonely):
    _, headers, content = ask(f"{lonely}/feed.xml", Accept_Encoding="gzip")

    assert headers["Content-Encoding"] == "gzip"
    assert headers["Vary"] == "Accept-Encoding"
    assert gzip.decompress(content) == FEED.content + b"/feed.xml"


def test_what_is_not_in_the_bucket_is_asked_of_the_site(front):
    for path in ("/feed.xml?page=3", "/episodes/9/draft/transcript.vtt", "/topics/none/feed.xml", "/"):
        assert ask(front + path)[2].decode() == f"the site: {path}"


def test_a_browser_gets_the_page_that_says_what_a_feed_is(front):
    assert ask(f"{front}/feed.xml", Sec_Fetch_Dest="document")[2] == b"the site: /feed.xml"


def test_nothing_is_written_through_it(front):
    assert ask(f"{front}/feed.xml", "POST")[2] == b"the site: /feed.xml"
