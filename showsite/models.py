"""The project's own rows: what an import from a feed has to remember."""

from showsite.feed_import.models import FeedImport, ImportedItem, MediaCopy

__all__ = ["FeedImport", "ImportedItem", "MediaCopy"]
