"""What a student meets: the start page, a lesson, a widget, a check; nothing from outside."""

import os
import re
from pathlib import Path
from urllib.parse import quote, urlparse

import pytest

LESSONS = {
    "01_contributors_and_prescribers.ipynb": "Who matters, by which measure?",
    "02_what_do_they_feel.ipynb": "Why this score?",
    "03_the_hashtag_blunder.ipynb": "When should it ring?",
}
#: JupyterLab asks for these and lives without them: a user's own style, a workspace not yet saved.
ALLOWED = re.compile(r"status of 404|custom\.css|api/workspaces")


def open_notebook(page, lab: str, path: str) -> None:
    page.goto(f"{lab}/lab/tree/{quote(path)}?token=for-the-tests-only&reset")
    page.wait_for_selector(".jp-NotebookPanel .jp-Cell", timeout=90_000)
    page.wait_for_selector("text=/ipykernel\\) \\| Idle/", timeout=90_000)


def run_all(page) -> None:
    page.click(".lm-MenuBar-item:has-text('Run')")
    page.click(".lm-Menu-item[data-command='runmenu:run-all']")
    page.wait_for_function(
        "() => { const prompts = [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')];"
        " return prompts.length && !prompts.some(p => p.textContent.includes('[*]'))"
        " && prompts.some(p => /\\d/.test(p.textContent)); }",
        timeout=180_000,
    )


def look(page, name: str) -> None:
    """Keep a screenshot where CMKIT_SCREENSHOTS says, for eyes."""
    if folder := os.environ.get("CMKIT_SCREENSHOTS"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"))


def assert_calm(page, lab: str) -> None:
    """No request left the machine, and nothing broke in the page."""
    hosts = {urlparse(url).hostname for url in page.asked if url.startswith(("http", "ws"))}
    assert hosts == {urlparse(lab).hostname}
    assert [fault for fault in page.faults if not ALLOWED.search(fault)] == []


def test_the_start_page_opens_and_runs(page, lab):
    open_notebook(page, lab, "notebooks/00_start_here.ipynb")
    assert page.locator(".jp-Dialog").count() == 0, "a dialogue stands in the way"
    assert page.locator("text=Would you like to get notified").count() == 0
    run_all(page)
    assert page.locator(".jp-OutputArea-output[data-mime-type*=stderr]").count() == 0
    picture = page.locator(".jp-OutputArea img[role=img]").first
    picture.scroll_into_view_if_needed()
    assert len(picture.get_attribute("alt")) > 40
    look(page, "start")
    assert_calm(page, lab)


@pytest.mark.parametrize("lesson", LESSONS)
def test_moving_a_widget_changes_what_it_shows(page, lab, lesson):
    open_notebook(page, lab, f"notebooks/{lesson}")
    run_all(page)
    title = page.locator(f".jp-OutputArea strong:has-text('{LESSONS[lesson]}')").first
    title.wait_for(timeout=60_000)
    title.scroll_into_view_if_needed()
    panel = page.locator(".jp-OutputArea .widget-vbox").filter(has_text=LESSONS[lesson]).first
    code = panel.locator("pre").last
    before = code.inner_text()
    if lesson.startswith("02"):
        panel.locator("input[type=text]").fill("Not bad at all")
        page.keyboard.press("Enter")
    else:
        panel.locator("[role=slider]:visible, .noUi-handle:visible").first.focus()
        for _ in range(3):
            page.keyboard.press("ArrowRight")
    page.wait_for_function(
        "([element, before]) => element.isConnected ? element.innerText !== before : true",
        arg=[code.element_handle(), before],
        timeout=60_000,
    )
    assert panel.locator("pre").last.inner_text() != before
    assert panel.locator("img[role=img], table").count() == 1
    look(page, lesson.removesuffix(".ipynb"))
    assert_calm(page, lab)


def test_a_wrong_answer_is_met_with_a_hint_and_no_frames(page, lab, course):
    path = next((course / "exercises" / "release").rglob("ex01*.ipynb"))
    open_notebook(page, lab, path.relative_to(course).as_posix())
    run_all(page)
    shown = page.locator(".jp-OutputArea-output:has-text('WrongAnswer')").first
    shown.wait_for(timeout=60_000)
    shown.scroll_into_view_if_needed()
    words = shown.text_content()
    assert "WrongAnswer" in words
    assert "site-packages" not in words
    assert "cmkit/checks" not in words
    look(page, "hint")
    assert_calm(page, lab)
