"""Every file in the bucket against what the site would answer now: read one by one, so memory does not grow."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from episodes.storage import PublicFile, media_storage
from showsite.published.documents import FOLDER, Document, documents_of
from showsite.published.making import NotMade, digest_of, make
from showsite.published.models import PublishedFile, PublishedSite
from showsite.published.publishing import remember

Tell = Callable[[int], object]


@dataclass(frozen=True, kw_only=True)
class Fault:
    """``what`` is wrong with the file of a key; ``is_mended`` says whether it still is."""

    what: str
    key: str
    is_mended: bool = False

    def __str__(self) -> str:
        return f"{self.what}: {self.key}" + (", mended" if self.is_mended else "")


def verify_site(site: PublishedSite, documents: list[Document], mend: bool, tell: Tell) -> Iterator[Fault]:
    """Faults of the files of a show; to be called by one at a time."""
    for document in documents:
        try:
            fault = _verify(site, document, mend)
        except NotMade as error:
            fault = Fault(what="not known", key=str(error))
        if fault:
            yield fault
        tell(1)


def _verify(site: PublishedSite, document: Document, mend: bool) -> Fault | None:
    wanted, found = make(document), media_storage().read_public(document.key)
    what = difference(wanted, found)
    if mend:
        _mend(document.key, wanted, is_wrong=bool(what))
        remember(site, document.key, document.version, digest_of(wanted) if wanted else "")
    return Fault(what=what, key=document.key, is_mended=mend) if what else None


def difference(wanted: PublicFile | None, found: PublicFile | None) -> str:
    """In a word or two; "" where there is none."""
    if wanted is None:
        return "surplus" if found else ""
    if found is None:
        return "missing"
    differs = {
        "other bytes": found.content != wanted.content,
        "other content type": found.media_type != wanted.media_type,
        "other Cache-Control": found.cache_control != wanted.cache_control,
        "other Content-Encoding": found.encoding != wanted.encoding,
    }
    return ", ".join(what for what, is_so in differs.items() if is_so)


def _mend(key: str, wanted: PublicFile | None, *, is_wrong: bool) -> None:
    if not is_wrong:
        return
    if wanted is None:
        media_storage().withdraw(key)
    else:
        media_storage().put_public(key, wanted.content, wanted.media_type, wanted.cache_control)


def verify_rest(wanted: set[str], mend: bool) -> Iterator[Fault]:
    """What is in the bucket beside the wanted files, by its listing."""
    for key, _ in media_storage().public_copies(FOLDER):
        if key not in wanted:
            if mend:
                media_storage().withdraw(key)
                PublishedFile.objects.filter(key=key).delete()
            yield Fault(what="surplus", key=key, is_mended=mend)


def wanted_of(site: PublishedSite) -> list[Document]:
    return documents_of(site.show) if site.show else []
