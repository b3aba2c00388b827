"""What an address leads to: which site, and which project on it, however the address is written. Pure."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

LONGEST: Final = 255
# Where code lives: the owner and the name follow the host.
_FORGES: Final = {"github.com", "gitlab.com", "codeberg.org", "bitbucket.org", "git.sr.ht", "sr.ht"}
_NOT_OWNERS: Final = {
    *(
        "about",
        "apps",
        "blog",
        "collections",
        "customer-stories",
        "enterprise",
        "explore",
        "features",
        "issues",
    ),
    *("login", "marketplace", "notifications", "orgs", "pricing", "pulls", "readme", "search", "settings"),
    *("site", "sponsors", "stars", "topics", "trending", "users", "-", "gist"),
}
# Where packages live: (host, what stands before the name). PyPI and its kind have had several hosts.
_SHELVES: Final = (
    ("pypi.org", r"/(?:project|pypi|simple)/([^/]+)", "pypi.org/project/{}"),
    ("pypi.python.org", r"/(?:project|pypi|simple)/([^/]+)", "pypi.org/project/{}"),
    ("npmjs.com", r"/package/((?:@[^/]+/)?[^/]+)", "npmjs.com/package/{}"),
    ("crates.io", r"/crates/([^/]+)", "crates.io/crates/{}"),
    ("lib.rs", r"/crates/([^/]+)", "crates.io/crates/{}"),
    ("rubygems.org", r"/gems/([^/]+)", "rubygems.org/gems/{}"),
    ("hex.pm", r"/packages/([^/]+)", "hex.pm/packages/{}"),
    ("hackage.haskell.org", r"/package/([^/]+)", "hackage.haskell.org/package/{}"),
    ("packagist.org", r"/packages/([^/]+/[^/]+)", "packagist.org/packages/{}"),
    ("anaconda.org", r"/([^/]+/[^/]+)", "anaconda.org/{}"),
    ("huggingface.co", r"/((?!docs|blog|spaces|datasets)[^/]+/[^/]+)", "huggingface.co/{}"),
)
_TRACKING: Final = re.compile(
    r"^(utm_.*|fbclid|gclid|ref|ref_src|source|mc_[ce]id|igshid|si|feature)$", re.IGNORECASE
)


@dataclass(frozen=True, kw_only=True)
class Target:
    """``site`` is a host name without "www."; ``project`` such as "github.com/pallets/flask", "" where an address
    leads to none. Two addresses of the same ``key`` (32 hexadecimal digits) lead to the same thing."""

    site: str = ""
    project: str = ""
    key: str = ""


def target_of(url: str) -> Target:
    """An address that no browser would follow has no site."""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").rstrip(".").removeprefix("www.")
    except ValueError:
        return Target()
    if parts.scheme not in {"http", "https"} or not host or len(host) > LONGEST:
        return Target()
    project = _project(host, unquote(parts.path))
    query = urlencode([pair for pair in parse_qsl(parts.query) if not _TRACKING.match(pair[0])])
    page = project or f"{host}{parts.path.rstrip('/')}?{query}"
    key = hashlib.blake2b(page.encode(errors="replace"), digest_size=16).hexdigest()
    return Target(site=host, project=project, key=key)


def _project(host: str, path: str) -> str:
    found = ""
    if host in _FORGES:
        found = _repository(host, path)
    elif host.endswith((".readthedocs.io", ".readthedocs.org")):
        found = f"{host.rsplit('.', 2)[0]}.readthedocs.io"
    for shelf, pattern, form in _SHELVES:
        if host == shelf and (match := re.match(pattern, path)):
            found = form.format(match[1].lower())
    # What becomes part of an address of ours has to look like one.
    return found if len(found) <= LONGEST and re.fullmatch(r"[\w.@~/+-]+", found, re.ASCII) else ""


def _repository(host: str, path: str) -> str:
    owner, _, rest = path.strip("/").lower().partition("/")
    name = rest.split("/", 1)[0].removesuffix(".git")
    if not owner or not name or owner in _NOT_OWNERS or name in {".", ".."}:
        return ""
    return f"{host}/{owner}/{name}"


def short_name(project: str) -> str:
    """How people call a project: "pallets/flask", "flask"."""
    host, _, path = project.partition("/")
    if not path:
        return host.split(".", 1)[0]
    return path if host in _FORGES else path.split("/", 1)[-1]
