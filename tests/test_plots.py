"""plots: what is drawn is what the table says; labels, words, no harm to the argument."""

import re

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from cmkit import plots
from cmkit.errors import CmkitError
from cmkit.plots.style import COLOURS, svg

HOURS = pd.date_range("2025-03-01", periods=48, freq="h", tz="UTC")
TIMELINE = pd.DataFrame(
    {
        "window_start": HOURS,
        "n_posts": np.where(np.arange(48) == 30, 40, 10),
        "n_authors": 5,
        "n_negative": np.where(np.arange(48) == 30, 30, 2),
        "share_negative": np.where(np.arange(48) == 30, 0.75, 0.2),
    }
)
EVENTS = pd.DataFrame(
    {
        "onset": HOURS[[31]],
        "peak": HOURS[[30]],
        "end": pd.DatetimeIndex([pd.NaT]).tz_localize("UTC"),
        "kind": "crisis",
        "severity": 3.0,
    }
)
SCORES = pd.DataFrame(
    {
        "author_id": ["ana", "ben", "cho"],
        "measure": "pagerank",
        "score": [0.5, 0.3, 0.2],
        "rank": [1, 2, 3],
    }
)
EDGES = pd.DataFrame(
    {
        "source": ["ben", "cho", "dia", "cho"],
        "target": ["ana", "ana", "ana", "ben"],
        "kind": "reply",
        "weight": [2.0, 1.0, 1.0, 1.0],
    }
)
COMMUNITIES = pd.DataFrame({"author_id": ["ana", "ben", "cho"], "community": [0, 0, 1]})

FACTS = pd.DataFrame(
    {
        "statistic": ["posts", "weekend_ratio", "burstiness"],
        "value": [900.0, 0.8, 0.9],
        "low": [np.nan, 0.7, 0.3],
        "high": [np.nan, 1.0, 0.6],
    }
)
POINTS = pd.DataFrame(
    {
        "hour": [0, 1, 0, 1],
        "posts (count)": [2, 8, 3, 4],
        "city": ["Lille", "Lille", "Lyon", "Lyon"],
    }
)
DRAWN = {
    "ranking": lambda: plots.ranking(SCORES),
    "sentiment": lambda: plots.sentiment(TIMELINE),
    "crisis": lambda: plots.crisis(TIMELINE, EVENTS),
    "network": lambda: plots.network(EDGES, communities=COMMUNITIES),
    "facts": lambda: plots.facts(FACTS),
    "lines": lambda: plots.lines(POINTS, x="hour", y="posts (count)", by="city"),
}
every_plot = pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def test_bars_are_as_long_as_the_scores_highest_on_top():
    ax = plots.ranking(SCORES, top=2)
    assert [bar.get_width() for bar in ax.patches] == [0.5, 0.3]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["ana", "ben"]
    assert ax.yaxis_inverted()


def test_intervals_are_drawn_where_they_are_known():
    ax = plots.ranking(SCORES.assign(low=SCORES["score"] - 0.1, high=SCORES["score"] + 0.2))
    reach = ax.collections[0].get_segments()
    assert reach[0][:, 0].tolist() == pytest.approx([0.4, 0.7])


def test_several_measures_must_be_chosen_from():
    both = pd.concat([SCORES, SCORES.assign(measure="in_strength")])
    with pytest.raises(CmkitError, match="several measures"):
        plots.ranking(both)
    assert "interactions" in plots.ranking(both, measure="in_strength").get_xlabel()
    with pytest.raises(CmkitError, match="not in the table"):
        plots.ranking(both, measure="klout")


def test_the_sentiment_line_is_the_share():
    ax = plots.sentiment(TIMELINE)
    assert ax.lines[0].get_ydata().max() == 0.75
    assert "highest 75 %" in plots.alt_text(ax)


def test_a_timeline_without_tags_says_how_to_get_them():
    with pytest.raises(CmkitError, match="knows no sentiment"):
        plots.sentiment(TIMELINE.assign(n_negative=np.nan, share_negative=np.nan))


def test_each_alarm_is_a_line_and_a_word():
    ax = plots.crisis(TIMELINE, EVENTS)
    assert "1 alarm: crisis at 2025-03-02 07:00 UTC (3.0 baselines above)" in plots.alt_text(ax)
    assert any("crisis" in text.get_text() for text in ax.texts)
    quiet = plots.crisis(TIMELINE, EVENTS.iloc[:0])
    assert plots.alt_text(quiet).endswith("No alarm.")


def test_the_baseline_is_a_band_and_its_columns_are_asked_for():
    baseline = TIMELINE[["window_start"]].assign(expected=10.0, spread=3.0)
    assert len(plots.crisis(TIMELINE, EVENTS, baseline=baseline).lines) == 3
    with pytest.raises(CmkitError, match=r"needs the columns \['spread'\]"):
        plots.crisis(TIMELINE, EVENTS, baseline=baseline.drop(columns="spread"))


def test_a_community_has_a_colour_and_a_shape():
    ax = plots.network(EDGES, communities=COMMUNITIES)
    shapes = {len(group.get_paths()[0].vertices) for group in ax.collections[1:]}
    assert len(shapes) > 1
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["-1", "0", "1"]


def test_a_layout_repeats_itself():
    first, again = (svg(plots.network(EDGES, seed=4)) for _ in range(2))
    assert first == again


@every_plot
def test_quantities_and_units_are_named(draw):
    ax = draw()
    if not ax.axison:
        return
    for label in (ax.get_xlabel(), ax.get_ylabel()):
        assert label
    assert re.search(r"count|share|UTC", ax.get_xlabel() + ax.get_ylabel())


@every_plot
def test_every_picture_has_words(draw):
    words = plots.alt_text(draw())
    assert len(words.split()) > 8


@every_plot
def test_a_picture_shown_is_an_image_with_words_and_is_closed(draw):
    ax = draw()
    words = plots.alt_text(ax)
    markup = plots.show(ax).markup
    assert markup.startswith('<img role="img" alt="')
    assert words.split(":")[0] in markup
    assert not plt.get_fignums()


@every_plot
@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
def test_pictures_are_saved(draw, ending, tmp_path):
    path = plots.save(draw(), tmp_path / f"picture.{ending}")
    assert path.stat().st_size > 1_000


def test_saving_foresees_a_missing_folder_and_a_wrong_ending(tmp_path):
    ax = plots.ranking(SCORES)
    with pytest.raises(CmkitError, match="folder for the picture does not exist"):
        plots.save(ax, tmp_path / "no" / "x.png")
    with pytest.raises(CmkitError, match="unknown picture format"):
        plots.save(ax, tmp_path / "x.doc")


def test_a_foreign_picture_is_asked_for_its_words():
    with pytest.raises(CmkitError, match="no text alternative"):
        plots.alt_text(plt.figure().subplots())


@every_plot
def test_one_may_draw_on_an_axes_of_ones_own(draw, monkeypatch):
    ax = plt.figure().subplots()
    tables = {
        "ranking": lambda: plots.ranking(SCORES, ax=ax),
        "sentiment": lambda: plots.sentiment(TIMELINE, ax=ax),
        "crisis": lambda: plots.crisis(TIMELINE, EVENTS, ax=ax),
        "network": lambda: plots.network(EDGES, ax=ax),
        "facts": lambda: plots.facts(FACTS, ax=ax),
        "lines": lambda: plots.lines(POINTS, x="hour", y="posts (count)", by="city", ax=ax),
    }
    name = next(name for name, function in DRAWN.items() if function is draw)
    assert tables[name]() is ax


def test_empty_tables_draw_an_empty_picture():
    assert "0 highest of 0" in plots.alt_text(plots.ranking(SCORES.iloc[:0]))
    assert "0 authors" in plots.alt_text(plots.network(EDGES.iloc[:0]))
    assert "No posts" in plots.alt_text(plots.crisis(TIMELINE.iloc[:0], EVENTS.iloc[:0]))


def test_colours_can_be_told_apart_by_colour_blind_eyes():
    """Negative, positive, alarm and main differ in lightness, not in hue alone."""
    from matplotlib.colors import to_rgb

    def lightness(colour):
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
        return 116 * np.cbrt(np.dot(linear, [0.2126, 0.7152, 0.0722])) - 16

    levels = sorted(lightness(to_rgb(COLOURS[role])) for role in ("main", "negative", "alarm"))
    assert min(np.diff(levels)) > 2


def test_facts_stand_within_or_outside_their_band():
    ax = plots.facts(FACTS)
    words = plots.alt_text(ax)
    assert "1 of 2 within" in words
    assert "burstiness 0.9 (0.3 to 0.6), outside" in words
    within, outside = (marks.get_offsets()[:, 0].tolist() for marks in ax.collections)
    assert within == pytest.approx([1 / 3])
    assert outside == pytest.approx([1.4])  # far outside is drawn at the edge
    with pytest.raises(CmkitError, match="not a description"):
        plots.facts(POINTS)
    with pytest.raises(CmkitError, match="no statistic"):
        plots.facts(FACTS.head(1))


def test_lines_are_told_apart_by_more_than_colour():
    ax = plots.lines(POINTS, x="hour", y="posts (count)", by="city", scale="log")
    looks = {(line.get_linestyle(), line.get_marker()) for line in ax.get_lines()}
    assert len(looks) == 2
    assert ax.get_xscale() == "log"
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["Lille", "Lyon"]
    with pytest.raises(CmkitError, match="no column 'day'"):
        plots.lines(POINTS, x="day", y="posts (count)", by="city")
    with pytest.raises(CmkitError, match="no point"):
        plots.lines(POINTS.head(0), x="hour", y="posts (count)", by="city")
