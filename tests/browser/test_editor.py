"""A host writes notes in the admin: the editor, the live preview, drafts that survive, and another host beside."""

from __future__ import annotations

import io
import re

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.urls import reverse
from PIL import Image
from playwright.sync_api import expect

from episodes.desk.versions import keep_version
from episodes.models import Episode, NotesVersion
from episodes.notes.apply import apply_notes
from tests.browser.axe import violations
from tests.browser.signing_in import sign_in
from tests.factories import EpisodeFactory, PersonFactory, ShowFactory, ShowHostFactory

pytestmark = pytest.mark.django_db(transaction=True)

NOTES = """\
**Ada #1:** [Waxed string](https://string.example/wax) 00:30

- It carries.

**Bo #2:** [Twine](https://twine.example)

- It holds.
"""


@pytest.fixture
def episode(live_server):
    show = ShowFactory(site_address=live_server.url)
    ShowHostFactory(show=show, person=PersonFactory(name="Ada Quill"))
    episode = EpisodeFactory(show=show, draft=True, number=12, title="Strings", notes=NOTES)
    apply_notes(episode)
    keep_version(episode)
    return episode


def open_as(page, name, address):
    sign_in(page, address, name)
    page.goto(address)
    ready(page)


def ready(page):
    page.wait_for_selector("notes-preview .paper h2")


@pytest.fixture
def address(episode, live_server):
    return live_server.url + reverse("admin:episodes_episode_change", args=[episode.pk])


@pytest.fixture
def desk(page, address):
    """Ada has the episode open."""
    User.objects.create_superuser("ada", first_name="Ada")
    open_as(page, "ada", address)
    return page


@pytest.fixture
def other_desk(browser, address):
    """Bo has the same episode open, in another browser."""
    User.objects.create_superuser("bo", first_name="Bo")
    context = browser.new_context()
    context.set_default_timeout(10_000)
    page = context.new_page()
    open_as(page, "bo", address)
    yield page
    context.close()


def text(page):
    return page.locator("#id_notes").input_value()


def write(page, words, line="Control+End"):
    page.locator(".cm-content").click()
    page.keyboard.press(line)
    page.keyboard.type(words)


def select(page, words):
    """Selects words of the notes as a search would."""
    page.evaluate(
        """words => {
          const { view } = document.querySelector('notes-editor'), from = view.state.doc.toString().indexOf(words);
          view.focus();
          view.dispatch({ selection: { anchor: from, head: from + words.length } });
        }""",
        words,
    )


def paste(page, kind, value):
    page.evaluate(
        """([kind, value]) => {
          const data = new DataTransfer();
          data.setData(kind, value);
          document.querySelector('.code').shadowRoot.querySelector('.cm-content')
            .dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        [kind, value],
    )


def kept(page):
    expect(page.locator("notes-drafts [role=status]")).to_contain_text("Draft kept", timeout=15_000)


def save(page):
    page.keyboard.press("Control+s")
    page.wait_for_selector(".messagelist .success")
    ready(page)


def test_the_browser_has_nothing_to_complain_of(page, address):
    User.objects.create_superuser("ada", password="a long password")
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))

    open_as(page, "ada", address)
    write(page, "\n- **bold** `code` https://new.example/x ")
    page.keyboard.press("Control+f")
    page.wait_for_selector(".cm-search")
    kept(page)

    assert said == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(desk, theme):
    desk.emulate_media(color_scheme=theme)
    write(desk, "\nSee https://new.example/x\n\n**Cy #4:** [Half](half.example/x)\n")
    desk.wait_for_selector("notes-links [data-url]")
    desk.wait_for_selector(".warn li")

    assert violations(desk, "notes-desk") == []


def test_without_javascript_the_text_area_is_there(browser, address):
    User.objects.create_superuser("ada", password="a long password")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    page.fill("#id_username", "ada")
    page.fill("#id_password", "a long password")
    page.press("#id_password", "Enter")
    page.fill("#id_notes", NOTES + "\n- More.\n")
    expect(page.locator("notes-preview")).to_be_hidden()
    page.click("[name=_continue]")
    page.wait_for_selector(".success")
    context.close()

    assert Episode.objects.get().notes == NOTES + "\n- More.\n"


def test_the_preview_follows_what_is_typed(desk):
    write(desk, "\n**Ada #3:** [Wire](https://wire.example) 01:00\n")

    expect(desk.locator(".paper h2", has_text="Wire")).to_be_visible()
    expect(desk.locator(".found .counts")).to_contain_text("3 segments")
    expect(desk.locator(".parts li", has_text="Wire")).to_contain_text("01:00")
    assert "Wire" not in Episode.objects.get().notes


def test_a_finding_leads_to_its_line(desk):
    write(desk, "\n**Ada #3:** [Half](half.example/x)\n")

    desk.locator(".warn button", has_text="Line 9").click()

    assert desk.evaluate(
        "document.querySelector('notes-editor').view.state.selection.main.from"
    ) == NOTES.index("- It holds") + len("- It holds.\n\n")


def test_tab_nests_a_list_and_shift_tab_takes_it_back(desk):
    write(desk, "\nWords.\n\n- one")
    desk.keyboard.press("Enter")
    desk.keyboard.type("two")
    desk.keyboard.press("Tab")
    assert text(desk).endswith("- one\n  - two")

    desk.keyboard.press("Shift+Tab")
    assert text(desk).endswith("- one\n- two")


def test_below_a_number_a_list_is_nested_as_deep_as_the_number_is_wide(desk):
    write(desk, "\nWords.\n\n1. one")
    desk.keyboard.press("Enter")
    desk.keyboard.press("Tab")
    desk.keyboard.type("x")

    assert text(desk).endswith("1. one\n   2. x")


def test_escape_then_tab_leaves_the_field(desk):
    desk.locator(".cm-content").click()

    desk.keyboard.press("Escape")
    desk.keyboard.press("Tab")

    assert text(desk) == NOTES
    assert desk.evaluate("document.activeElement.className") != "code"


def test_an_address_that_is_pasted_over_words_makes_a_link(desk):
    select(desk, "carries")

    paste(desk, "text/plain", "https://far.example/x")

    assert "- It [carries](https://far.example/x)." in text(desk)


@pytest.mark.parametrize(
    ("keys", "made"),
    [("Control+b", "**carries**"), ("Control+i", "*carries*"), ("Control+k", "[carries](https://)")],
)
def test_keys_mark_words(desk, keys, made):
    select(desk, "carries")

    desk.keyboard.press(keys)

    assert f"- It {made}." in text(desk)


def test_the_toolbar_begins_a_segment_and_is_one_stop_of_the_tab_key(desk):
    desk.locator(".cm-content").click()
    desk.keyboard.press("Control+End")
    desk.get_by_role("button", name="+ Segment").click()
    assert text(desk).endswith("**Ada #3:** [](https://) \n\n- ")

    desk.get_by_role("button", name="Bold").focus()
    desk.keyboard.press("ArrowRight")
    expect(desk.get_by_role("button", name="Link", exact=True)).to_be_focused()
    expect(desk.get_by_role("button", name="Bold")).to_have_attribute("tabindex", "-1")


def test_a_picture_that_is_dropped_is_stored_and_shown(desk):
    file = io.BytesIO()
    Image.new("RGB", (40, 40), "red").save(file, "PNG")

    desk.evaluate(
        """bytes => {
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File([new Uint8Array(bytes)], 'knot.png', { type: 'image/png' }));
          const line = document.querySelector('.code').shadowRoot.querySelector('.cm-line:nth-child(3)');
          const { x: clientX, y: clientY } = line.getBoundingClientRect();
          const place = { clientX, clientY, bubbles: true, cancelable: true };
          line.dispatchEvent(new DragEvent('drop', { dataTransfer, ...place }));
        }""",
        list(file.getvalue()),
    )

    expect(desk.locator("#id_notes")).to_have_value(
        re.compile(r"!\[knot\]\(http[^)]*/media/notes/[0-9a-f]{32}\.png\)")
    )
    expect(desk.locator(".paper img")).to_have_attribute("alt", "knot")


def test_ctrl_s_saves(desk):
    write(desk, "\n- And more.\n")

    save(desk)

    assert "And more." in Episode.objects.get().notes
    expect(desk.locator(".offers .offer")).to_have_count(0)


def test_after_the_tab_was_closed_what_was_typed_is_offered_and_restored(desk, address):
    write(desk, "\n- Not saved.")
    kept(desk)
    again = desk.context.new_page()
    desk.close()

    again.goto(address)
    ready(again)
    expect(again.locator(".offers .offer")).to_contain_text("not saved yet")
    again.locator(".offers").get_by_role("link", name="Restore").click()
    ready(again)

    assert text(again).endswith("- Not saved.")
    save(again)
    assert Episode.objects.get().notes.endswith("- Not saved.")
    expect(again.locator(".offers .offer")).to_have_count(0)


def test_what_only_the_browser_has_kept_survives_a_crash(desk, address):
    desk.route("**/notes/draft", lambda route: route.abort())
    write(desk, "\n- Only here.\n")
    expect(desk.locator("notes-drafts [role=status]")).to_contain_text("does not answer")
    again = desk.context.new_page()
    desk.close()

    again.goto(address)
    expect(again.locator(".offers .offer")).to_contain_text("not saved yet")
    again.locator(".offers").get_by_role("link", name="Compare").click()

    expect(again.locator(".diff ins", has_text="Only here.")).to_be_visible()


def test_a_draft_that_is_discarded_does_not_come_back(desk, address):
    write(desk, "\n- Not saved.")
    kept(desk)
    desk.goto(address)
    desk.locator(".offers").get_by_role("button", name="Discard").click()
    expect(desk.locator(".offers .offer")).to_have_count(0)

    desk.goto(address)
    ready(desk)

    expect(desk.locator(".offers .offer")).to_have_count(0)


def test_who_was_signed_out_goes_on_after_signing_in_in_another_tab(desk, address):
    Session.objects.all().delete()
    write(desk, "\n- Typed meanwhile.\n")
    expect(desk.locator("notes-drafts [role=status]")).to_contain_text("You are signed out")
    desk.keyboard.press("Control+s")
    expect(desk.locator("notes-drafts [role=status]")).to_contain_text("nothing is lost")

    tab = desk.context.new_page()
    open_as(tab, "ada", address)
    tab.close()
    desk.bring_to_front()

    expect(desk.locator("notes-drafts [role=status]")).to_contain_text(
        re.compile("well again|Draft kept"), timeout=15_000
    )
    save(desk)
    assert "Typed meanwhile." in Episode.objects.get().notes


def test_two_hosts_who_write_in_different_places_both_keep_their_words(desk, other_desk):
    write(desk, "Ada's.")
    write(other_desk, "Bo's.\n\n", "Control+Home")
    kept(other_desk)
    save(desk)
    save(other_desk)

    notes = Episode.objects.get().notes
    assert notes == f"Bo's.\n\n{NOTES}Ada's."
    expect(other_desk.locator(".messagelist")).to_contain_text("both changes are in them")
    assert text(other_desk) == notes


def test_two_hosts_who_change_the_same_line_choose(desk, other_desk):
    select(desk, "carries")
    desk.keyboard.type("carries far")
    select(other_desk, "carries")
    other_desk.keyboard.type("carries nothing")
    save(desk)

    other_desk.keyboard.press("Control+s")
    conflict = other_desk.locator(".conflict")
    expect(conflict).to_contain_text("- It carries far.")
    expect(conflict).to_contain_text("- It carries nothing.")
    assert "carries far" in Episode.objects.get().notes
    other_desk.get_by_label("Keep both").check()
    save(other_desk)

    assert "- It carries far.\n- It carries nothing.\n" in Episode.objects.get().notes


def test_a_host_sees_that_the_other_is_writing_and_has_saved(desk, other_desk):
    write(desk, "Ada's.")
    kept(desk)
    write(other_desk, "Bo's.\n\n", "Control+Home")

    expect(other_desk.locator(".others")).to_contain_text("Editing now: Ada", timeout=15_000)
    save(desk)
    write(other_desk, "And Bo's.\n\n", "Control+Home")
    expect(other_desk.locator(".others")).to_contain_text("Another host has saved", timeout=15_000)


def test_a_link_that_the_show_has_had_is_named_while_it_is_typed(desk, episode):
    old = EpisodeFactory(show=episode.show, number=7, notes="**Ada #1:** [Wax](https://github.com/wax/wax)\n")
    apply_notes(old)

    write(desk, "\n- See https://github.com/wax/wax/issues\n")

    item = desk.locator("notes-links [data-url]")
    expect(item).to_contain_text("Episode about things 7")
    expect(item).to_contain_text("Ada #1")


def test_the_title_of_a_link_is_fetched_and_written(desk, live_server, settings):
    settings.ALLOW_PRIVATE_FETCHES = True
    url = f"{live_server.url}/episodes/"
    write(desk, f"\n- See {url} now\n")

    desk.get_by_role("button", name="Fetch its title").click()
    desk.get_by_role("button", name="Write it into the notes").click()

    assert re.search(rf"- See \[Episodes[^\]]*\]\({url}\) now", text(desk))


def test_versions_are_listed_compared_and_restored(desk):
    write(desk, "\n- Too much.\n")
    save(desk)
    desk.get_by_role("link", name="Versions of the notes").click()
    expect(desk.locator(".diff ins", has_text="Too much.")).to_be_visible()

    desk.locator("table a", has_text="Restore").last.click()
    ready(desk)
    expect(desk.locator("notes-desk .note")).to_contain_text("Nothing changes until you save")
    save(desk)

    assert Episode.objects.get().notes == NOTES
    assert NotesVersion.objects.saved().count() == 3
