"""The one gate of everything that is fetched: no packet to a private address, no answer without an end."""

from __future__ import annotations

import gzip
import socket
import time
from io import BytesIO

import pytest
from pytest_socket import SocketConnectBlockedError

from episodes.fetching import FetchError, Limits, NotAllowed, fetch, fetch_bytes, is_public
from tests.local_server import local_server

LIMITS = Limits(size=1_000_000, seconds=10)
PUBLIC = "93.184.216.34"


@pytest.fixture
def server():
    with local_server() as running:
        yield running


@pytest.fixture
def private(settings):
    settings.ALLOW_PRIVATE_FETCHES = True


@pytest.fixture
def names(monkeypatch):
    """A name server of our own: host name -> addresses, one answer a question. Numbers are looked up as ever."""
    answers: dict[str, list[list[str]]] = {}
    real = socket.getaddrinfo

    def look_up(host, port, *args, **kwargs):
        if host not in answers:
            return real(host, port, *args, **kwargs)
        now = answers[host].pop(0)
        return [entry for address in now for entry in real(address, port, type=socket.SOCK_STREAM)]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return answers


@pytest.mark.usefixtures("private")
def test_it_brings_the_bytes_and_what_the_server_says_of_them(server):
    url = server.page("/feed", "Grüße".encode("cp1252"), "application/rss+xml; charset=windows-1252")

    data, fetched = fetch_bytes(url, LIMITS)

    assert data.decode("cp1252") == "Grüße"
    assert (fetched.url, fetched.media_type, fetched.charset, fetched.size) == (
        url,
        "application/rss+xml",
        "windows-1252",
        5,
    )


@pytest.mark.usefixtures("private")
def test_it_says_who_it_is_and_sends_no_cookie_back(server):
    server.pages["/"] = (302, {"Location": "/there", "Set-Cookie": "id=1"}, b"")
    server.page("/there", b"here")

    fetch_bytes(server.url + "/", LIMITS)

    headers = server.asked[1][1]
    assert headers["User-Agent"].startswith("Showsite")
    assert headers["Host"] == f"127.0.0.1:{server.port}"
    assert "Cookie" not in headers


@pytest.mark.usefixtures("private")
def test_an_address_that_is_not_ascii_is_percent_encoded(server):
    server.page("/Gr%C3%BC%C3%9Fe%20.mp3", b"here")

    data, _ = fetch_bytes(server.url + "/Grüße .mp3?a=ä", LIMITS)

    assert data == b"here"
    assert server.paths() == ["/Gr%C3%BC%C3%9Fe%20.mp3?a=%C3%A4"]


@pytest.mark.usefixtures("private")
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_it_follows_a_redirect(server, status):
    server.page("/there", b"here")

    data, fetched = fetch_bytes(server.redirect("/", "there", status), LIMITS)

    assert (data, fetched.url) == (b"here", server.url + "/there")


@pytest.mark.usefixtures("private")
def test_three_redirects_are_followed_and_four_are_not(server):
    server.page("/0", b"here")
    for number in range(1, 5):
        server.redirect(f"/{number}", f"/{number - 1}")

    assert fetch_bytes(server.url + "/3", LIMITS)[0] == b"here"
    with pytest.raises(FetchError, match="more than 3 redirects"):
        fetch_bytes(server.url + "/4", LIMITS)


# --- Addresses ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        *["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0"],
        *["100.64.0.1", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1"],
        *["192.88.99.1", "168.63.129.16", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fec0::1"],
        *["ff02::1", "::ffff:127.0.0.1", "::ffff:93.184.216.34", "::127.0.0.1", "64:ff9b::7f00:1"],
        *["64:ff9b:1::1", "2002:7f00:1::", "2001:0:4136:e378::1", "2001:db8::1", "100::1", "4000::1"],
    ],
)
def test_an_address_that_is_not_public_is_known_as_such(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", [PUBLIC, "8.8.8.8", "2606:2800:220:1:248:1893:25c8:1946", "2a00:1450::1"])
def test_a_public_address_is_known_as_such(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "host",
    [
        *["127.0.0.1", "localhost", "127.1", "127.0.1", "0x7f.1", "0x7f000001", "2130706433", "0177.0.0.1"],
        *["017700000001", "0", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::]", "127.0.0.1."],
    ],
)
def test_no_packet_goes_to_this_machine_however_it_is_written(server, settings, host):
    server.page("/", b"secret")
    settings.ALLOW_PRIVATE_FETCHES = False

    with pytest.raises(FetchError):
        fetch_bytes(f"http://{host}:{server.port}/", LIMITS)
    with pytest.raises(FetchError):
        fetch_bytes(f"http://{host}/", LIMITS)
    assert server.asked == []


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("ftp://example.org/a", id="ftp"),
        pytest.param("file:///etc/passwd", id="file"),
        pytest.param("gopher://example.org/", id="gopher"),
        pytest.param("//example.org/a", id="no scheme"),
        pytest.param("example.org", id="a name alone"),
        pytest.param("http:///a", id="no host"),
        pytest.param("http://user:password@example.org/", id="password"),
        pytest.param("http://user@example.org/", id="user"),
        pytest.param("http://example.org\\@127.0.0.1/", id="backslash"),
        pytest.param("http://example.org:8080/", id="other port"),
        pytest.param("http://example.org:443/", id="the port of https"),
        pytest.param("http://example.org:99999/", id="no port"),
        pytest.param("http://exämple.org/", id="not ASCII"),
        pytest.param("http://example.org\n.evil.org/", id="line break"),
        pytest.param("http://exa mple.org/", id="blank"),
        pytest.param("http://[fe80::1%25eth0]/", id="zone"),
        pytest.param("http://[::1/", id="half a bracket"),
        pytest.param("http://-/", id="no name"),
        pytest.param("", id="nothing"),
    ],
)
def test_an_address_of_another_kind_is_refused_before_a_name_is_looked_up(names, url):
    names["example.org"] = []  # an IndexError for whoever asks

    with pytest.raises(NotAllowed):
        fetch_bytes(url, LIMITS)


def test_a_name_with_one_private_address_among_public_ones_is_refused(names):
    names["mixed.example"] = [[PUBLIC, "10.0.0.1"]]

    with pytest.raises(NotAllowed, match="not on the public internet"):
        fetch_bytes("http://mixed.example/", LIMITS)


def test_a_name_is_looked_up_once_and_the_checked_address_is_asked(names, server):
    server.page("/", b"secret")
    names["rebinding.example"] = [[PUBLIC], ["127.0.0.1"], ["127.0.0.1"]]

    with pytest.raises(SocketConnectBlockedError, match=PUBLIC):
        fetch_bytes("http://rebinding.example/", LIMITS)
    assert names["rebinding.example"] == [["127.0.0.1"], ["127.0.0.1"]]
    assert server.asked == []


@pytest.mark.parametrize(
    "to", ["http://127.0.0.1/", "http://inside.example/", "http://[::1]/", "file:///etc/passwd"]
)
def test_a_redirect_is_checked_like_the_first_address(monkeypatch, names, server, to):
    """The first server alone counts as public, so that there is something to be redirected from."""
    names |= {"outside.example": [["127.0.0.1"]], "inside.example": [["127.0.0.2"]]}
    checked = []
    monkeypatch.setattr(
        "episodes.fetching.is_public", lambda address: checked.append(address) or len(checked) == 1
    )
    monkeypatch.setattr("episodes.fetching.PORTS", {"http": server.port, "https": 443})
    server.redirect("/", to)

    with pytest.raises(NotAllowed):
        fetch_bytes("http://outside.example/", LIMITS)
    assert server.paths() == ["/"]


@pytest.mark.usefixtures("private")
def test_the_second_address_of_a_name_is_tried_when_the_first_takes_no_connection(names, server):
    server.page("/", b"here")
    names["two.example"] = [["::1", "127.0.0.1"]]  # nobody listens at ::1

    data, _ = fetch_bytes(f"http://two.example:{server.port}/", LIMITS)

    assert data == b"here"
    assert server.asked[0][1]["Host"] == f"two.example:{server.port}"


# --- Sizes and times ------------------------------------------------------------------------------------


@pytest.mark.usefixtures("private")
def test_an_answer_that_is_too_large_is_refused(server):
    with pytest.raises(FetchError, match="larger than 1 MB"):
        fetch_bytes(server.page("/", b"x" * 1_000_001), LIMITS)


@pytest.mark.usefixtures("private")
def test_bytes_are_counted_after_decompression(server):
    url = server.page("/", gzip.compress(bytes(100_000_000), 9), **{"Content-Encoding": "gzip"})
    file = BytesIO()

    with pytest.raises(FetchError, match="larger than 1 MB"):
        fetch(url, LIMITS, file)
    assert file.tell() <= 1_000_000


@pytest.mark.usefixtures("private")
def test_what_is_compressed_is_read(server):
    url = server.page("/", gzip.compress(b"here"), **{"Content-Encoding": "gzip"})

    assert fetch_bytes(url, LIMITS)[0] == b"here"


def drip(handler):
    """A byte now and then, for ever: each comes in time, the whole never does."""
    handler.send_response(200)
    handler.end_headers()
    try:
        while True:
            handler.wfile.write(b"x")
            time.sleep(0.1)
    except OSError:
        return


def drip_head(handler):
    try:
        handler.wfile.write(b"HTTP/1.0 200 OK\r\n")
        while True:
            handler.wfile.write(b"X: y\r\n")
            time.sleep(0.1)
    except OSError:
        return


@pytest.mark.usefixtures("private")
@pytest.mark.parametrize("answer", [drip, drip_head], ids=["body", "head"])
def test_an_answer_that_never_ends_is_cut_off_in_time(server, answer):
    server.pages["/"] = answer
    began = time.monotonic()

    with pytest.raises(FetchError, match="too long") as caught:
        fetch_bytes(server.url + "/", Limits(size=1_000_000, seconds=1))
    assert time.monotonic() - began < 20
    assert not caught.value.is_final


@pytest.mark.usefixtures("private")
def test_an_answer_that_breaks_off_is_no_answer(server):
    server.pages["/"] = (200, {"Content-Length": "100"}, b"only this")

    with pytest.raises(FetchError) as caught:
        fetch_bytes(server.url + "/", LIMITS)
    assert not caught.value.is_final


@pytest.mark.usefixtures("private")
@pytest.mark.parametrize(
    ("status", "is_final"), [(404, True), (410, True), (403, True), (503, False), (429, False)]
)
def test_it_knows_which_answers_are_worth_another_try(server, status, is_final):
    server.pages["/"] = (status, {}, b"no")

    with pytest.raises(FetchError, match=str(status)) as caught:
        fetch_bytes(server.url + "/", LIMITS)
    assert caught.value.is_final is is_final


@pytest.mark.usefixtures("private")
def test_a_server_that_is_not_there_is_said_in_a_sentence():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    with pytest.raises(FetchError, match=r"does not answer: .*refused"):
        fetch_bytes(f"http://127.0.0.1:{port}/", LIMITS)


def test_a_message_shows_neither_password_nor_query():
    with pytest.raises(FetchError) as caught:
        fetch_bytes("ftp://me:secret@example.org/feed?token=secret", LIMITS)
    assert "secret" not in str(caught.value)
