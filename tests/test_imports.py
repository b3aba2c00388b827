"""Who may import whom: project -> team -> inbox -> transcripts -> episodes; edges -> jobs -> models -> pure."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ("episodes", "transcripts", "downloads", "inbox", "shortlinks", "team", "showsite")
MODULES = sorted(
    path for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts
)
EDGES = {"views", "urls", "admin", "sitemaps", "context_processors"}
PURE = [
    *(f"downloads/{name}.py" for name in ("agents", "buffer", "charts", "ranges", "safe_csv")),
    *(f"inbox/{name}.py" for name in ("addresses", "notes_line")),
    *(f"episodes/{name}.py" for name in ("checks", "client_address", "clocks")),
    *(f"showsite/feed_import/{name}.py" for name in ("document", "markup", "reader", "notes", "ahead")),
    "episodes/addresses.py",
    "episodes/fragments.py",
    "episodes/front_matter.py",
    "episodes/picture_files.py",
    "episodes/desk/comparing.py",
    "episodes/desk/merging.py",
    "episodes/sync.py",
    "episodes/values.py",
    "episodes/timestamps.py",
    "episodes/names.py",
    "episodes/score.py",
    "episodes/score_svg.py",
    "episodes/cards/drawing.py",
    "episodes/cards/lettering.py",
    "episodes/audio/probe.py",
    "episodes/audio/enclosure.py",
    "episodes/audio/frames.py",
    "episodes/feeds/document.py",
    "episodes/feeds/generator.py",
    "episodes/feeds/show_notes.py",
    "episodes/feeds/xml.py",
    "episodes/feeds/chapters.py",
    "episodes/roles.py",
    "episodes/feed_rules.py",
    "episodes/transcript_types.py",
    "episodes/audio/tags.py",
    "episodes/audio/digests.py",
    *(f"episodes/marks/{path.name}" for path in (ROOT / "episodes/marks").glob("*.py")),
    *(f"episodes/outputs/{path.name}" for path in (ROOT / "episodes/outputs").glob("*.py")),
    "transcripts/soundbites.py",
    *(str(path.relative_to(ROOT)) for path in (ROOT / "transcripts/alignment").glob("*.py")),
    "transcripts/cues.py",
    "transcripts/glossary.py",
    "transcripts/paragraphs.py",
    "transcripts/passages.py",
    "transcripts/spans.py",
    *(str(path.relative_to(ROOT)) for path in (ROOT / "transcripts/formats").glob("*.py")),
    *(
        str(path.relative_to(ROOT))
        for path in (ROOT / "episodes/notes").rglob("*.py")
        if path.name != "apply.py"
    ),
]


def imported(path: Path) -> set[str]:
    """The modules that a file names, those only needed for types left out."""
    tree = ast.parse(path.read_text())
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING":
            node.body = []
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_an_app_never_imports_the_one_above(path):
    above = {
        "episodes": {"transcripts", "downloads", "inbox", "shortlinks", "team", "showsite"},
        "transcripts": {"downloads", "inbox", "shortlinks", "team", "showsite"},
        "downloads": {"transcripts", "inbox", "shortlinks", "team", "showsite"},
        "inbox": {"downloads", "shortlinks", "team", "showsite"},
        "shortlinks": {"transcripts", "inbox", "team", "showsite"},
        "team": {"showsite"},
        "showsite": set(),
    }

    assert not {module.split(".")[0] for module in imported(path)} & above[path.relative_to(ROOT).parts[0]]


@pytest.mark.parametrize(
    "path", [path for path in MODULES if path.stem not in {"urls", "admin", "site"}], ids=name
)
def test_nothing_imports_views_urls_or_admin(path):
    ours = {module for module in imported(path) if module.split(".")[0] in APPS}

    assert not {module for module in ours if module.split(".")[1:2] and module.split(".")[1] in EDGES}


@pytest.mark.parametrize("path", PURE)
def test_pure_modules_know_no_models_and_no_database(path):
    for module in imported(ROOT / path):
        assert not module.startswith(
            ("django.db", "django.conf", "episodes.models", "transcripts.models", "episodes.storage")
        )
        assert module.split(".")[0] != "storages"


def test_only_development_knows_the_embedded_engines():
    users = {name(path) for path in MODULES if any(m.startswith("showsite.engines") for m in imported(path))}

    assert {user for user in users if not user.startswith("showsite/engines/")} <= {"showsite/local.py"}
