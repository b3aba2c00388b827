"""`make screens`: pictures of every kind of page of the demo show, light, dark and on a telephone (docs/screens)."""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.browser.chromium import NONE, find_chromium

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "screens"
EPISODE = "/episodes/1008/the-database-does-the-sums/"
PAGES = {
    "home": "/",
    "archive": "/episodes/",
    "episode": EPISODE,
    "segment": EPISODE,  # its first part: the address is read from the page
    "transcript": f"{EPISODE}transcript/",
    "search": "/search/?q=database",
    "people": "/people/",
    "person": "/people/daniela-brandt/",
    "topics": "/topics/",
    "links": "/links/",
    "sponsors": "/sponsors/",
    "submit": "/submit/",
    "feed": "/feed.xml",
    "embed": f"{EPISODE}embed/",
    "not-found": "/nothing",
}
# (name, width, height, colours)
VIEWS = [("light", 1440, 900, "light"), ("dark", 1440, 900, "dark"), ("phone", 390, 844, "light")]
COLOURS = 128


def main() -> None:
    program = find_chromium()
    if program is None:
        raise SystemExit(NONE)
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        Path(folder).chmod(0o711)  # PostgreSQL may run as another user than we
        os.environ.update(engines(stack, Path(folder)))
        import django

        django.setup()
        address = stack.enter_context(served())
        # Playwright's event loop runs in this thread, and Django would take it for asynchronous code.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        with sync_playwright() as playwright:
            options = ["--no-sandbox"] if os.geteuid() == 0 else []
            browser = playwright.chromium.launch(executable_path=program, args=options)
            for view in VIEWS:
                take(browser, address, *view)
            browser.close()


def engines(stack: ExitStack, folder: Path) -> dict[str, str]:
    from showsite.engines import start_postgres, start_s3

    running = [start_postgres(folder / "postgres", durable=False), start_s3(folder / "s3", durable=False)]
    values = {
        "DJANGO_SETTINGS_MODULE": "showsite.settings",
        "SECRET_KEY": "screens",
        "HTTPS": "off",
        "ALLOWED_HOSTS": "*",
        "LOG_LEVEL": "ERROR",
        "STATIC_STORAGE": "plain",
    }
    for engine in running:
        stack.callback(engine.stop)
        engine.wait()
        values |= engine.environment
    return values


@contextmanager
def served() -> Iterator[str]:
    """The demo show behind a web server of this process."""
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.core.management import call_command
    from django.test.testcases import LiveServerThread

    call_command("migrate", verbosity=0)
    call_command("create_bucket")
    server = LiveServerThread("127.0.0.1", StaticFilesHandler)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    address = f"http://127.0.0.1:{server.port}"
    call_command("seed_demo", site_address=address)
    yield address
    server.terminate()


def take(browser: Browser, address: str, name: str, width: int, height: int, colours: str) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if colours == "dark" else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    for kind, path in PAGES.items():
        page.goto(address + path)
        if kind == "segment":
            page.goto(address + str(page.locator(".seg a.own").first.get_attribute("href")))
        page.wait_for_load_state("networkidle")
        save(page.screenshot(), FOLDER / f"{kind}-{name}.png")
        print(f"  {kind}-{name}.png", flush=True)
    context.close()


def save(picture: bytes, path: Path) -> None:
    """With few colours: flat pages lose nothing by it, and a picture takes a third."""
    with Image.open(io.BytesIO(picture)) as image:
        small = image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        small.save(path, optimize=True)


if __name__ == "__main__":
    main()
