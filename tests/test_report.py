"""report: one page, whole, that asks the network for nothing and runs no script."""

import re
from html.parser import HTMLParser

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from cmkit import plots, report
from cmkit.errors import CmkitError
from cmkit.report import Section

SCORES = pd.DataFrame(
    {"author_id": ["<b>ana</b>"], "measure": "pagerank", "score": [0.5], "rank": [1]}
)


class Page(HTMLParser):
    """What stands in a page: tags with their attributes, and whether they nest."""

    VOID = frozenset({"meta", "img", "br", "hr", "link"})

    def __init__(self, text):
        super().__init__()
        self.tags, self.open = [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.fixture
def page(tmp_path):
    sections = [
        Section("Who <matters>", ("Words & words.", SCORES, plots.ranking(SCORES))),
        Section("Nothing", ()),
    ]
    path = report.write(tmp_path / "report.html", title='A "title"', sections=sections)
    return path.read_text(encoding="utf-8")


def test_it_holds_what_it_was_given_escaped(page):
    assert "<p>Words &amp; words.</p>" in page
    assert "&lt;b&gt;ana&lt;/b&gt;" in page
    assert "<b>" not in page
    assert "<title>A &quot;title&quot;</title>" in page


def test_it_nests_and_has_a_language_a_title_and_one_first_heading(page):
    parsed = Page(page)
    assert parsed.open == []
    names = [tag for tag, _ in parsed.tags]
    assert names.count("h1") == 1
    assert names.count("h2") == 2
    assert ("html", {"lang": "en"}) in parsed.tags


def test_every_picture_has_words(page):
    pictures = [attributes for tag, attributes in Page(page).tags if tag == "img"]
    assert pictures
    assert all(len(picture["alt"]) > 20 for picture in pictures)


def test_it_asks_the_network_for_nothing(page):
    assert "default-src 'none'" in page
    for tag, attributes in Page(page).tags:
        assert tag not in {"script", "link", "iframe", "object"}
        for name in ("src", "href"):
            assert attributes.get(name, "data:").startswith("data:")
    assert not re.search(r"url\(|@import", page)


def test_pictures_are_closed(page):
    assert not plt.get_fignums()


def test_what_cannot_be_shown_is_refused(tmp_path):
    with pytest.raises(CmkitError, match="texts, tables and pictures"):
        report.write(tmp_path / "r.html", title="t", sections=[Section("h", (3,))])
    with pytest.raises(CmkitError, match="folder for the report"):
        report.write(tmp_path / "no" / "r.html", title="t", sections=[])
