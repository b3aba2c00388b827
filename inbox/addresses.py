"""The same page under the spellings that people use for it."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit


def spellings(url: str) -> set[str]:
    """An address with http and https, with and without "www." and the last slash; and as it was given."""
    parts = urlsplit(url)
    name = parts.netloc.lower().removeprefix("www.")
    path, query = parts.path.rstrip("/"), _without_trackers(parts.query)
    return {url} | {
        urlunsplit((scheme, www + name, path + slash, query, ""))
        for scheme in ("https", "http")
        for www in ("", "www.")
        for slash in ("", "/")
    }


def _without_trackers(query: str) -> str:
    """What newsletters add to an address says where it was found, not what it is."""
    if "utm_" not in query:
        return query
    pairs = parse_qsl(query, keep_blank_values=True)
    return urlencode([(name, value) for name, value in pairs if not name.startswith("utm_")])


def host(url: str) -> str:
    """Where an address leads: without the user and the password, by which one may look like another."""
    return (urlsplit(url).hostname or url).removeprefix("www.")
