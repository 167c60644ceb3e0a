"""Pictures of evaluation: what is drawn is what the table says; words, labels, no colour alone."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from cmkit import evaluation
from cmkit.errors import CmkitError
from cmkit.plots.calibration import calibration
from cmkit.plots.checklist import checklist
from cmkit.plots.comparison import comparison
from cmkit.plots.confusion import confusion
from cmkit.plots.fairness import fairness
from cmkit.plots.style import alt_text, save, show

GIVEN = ["neg", "neg", "neu", "pos", "neu", "unknown"]
TRUE = ["neg", "neu", "neu", "pos", "neg", "neu"]
CONFUSION = evaluation.confusion(GIVEN, TRUE)
CALIBRATION = evaluation.calibration([0.05, 0.9, 0.95, 0.9], list("aaab"), list("aaba"))
CHECKLIST = evaluation.by_capability(
    pd.DataFrame(
        {
            "capability": ["emoji"] * 4 + ["negation"] * 4 + ["unjudged"],
            "passed": pd.array([True] * 5 + [False] * 3 + [None], dtype="boolean"),
        }
    )
)
COMPARISON = pd.DataFrame(
    {
        "first": [0.7, 0.5, 0.6],
        "second": [0.6, 0.6, 0.6],
        "difference": [0.1, -0.1, 0.0],
        "low": [0.05, -0.2, -0.02],
        "high": [0.12, -0.05, 0.03],
        "n_posts": [1000, 2000, 3000],
    }
)
NAMES = ["better", "worse", "as good"]
FAIRNESS = pd.DataFrame(
    {
        "expected": ["neutral", "neutral", "positive", "positive"] * 2,
        "by": ["gender"] * 4 + ["origin"] * 4,
        "group": ["feminine", "masculine"] * 2 + ["French", "Slavic"] * 2,
        "n_texts": 10,
        "n_flips": [0, 2, 0, 0] * 2,
        "score": [0.1, -0.1, 0.5, 0.5] * 2,
    }
)
DRAWN = {
    "confusion": (confusion, CONFUSION),
    "calibration": (calibration, CALIBRATION),
    "checklist": (checklist, CHECKLIST),
    "comparison": (comparison, COMPARISON),
    "fairness": (fairness, FAIRNESS),
}
every_plot = pytest.mark.parametrize(("draw", "table"), DRAWN.values(), ids=DRAWN)


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def test_a_cell_is_as_dark_as_its_share_of_the_row_and_says_both():
    ax = confusion(CONFUSION)
    shares = np.asarray(ax.collections[0].get_array()).reshape(3, 4)
    assert shares.sum(axis=1).tolist() == pytest.approx([1, 1, 1])
    assert shares[0].tolist() == [0.5, 0.5, 0, 0]
    figures = [text.get_text() for text in ax.texts]
    assert figures[:4] == ["1\n50 %", "1\n50 %", "0\n0 %", "0\n0 %"]
    assert [label.get_text() for label in ax.get_xticklabels()] == ["neg", "neu", "pos", "unknown"]
    # "unknown" is never true, and so has no row.
    assert [label.get_text() for label in ax.get_yticklabels()] == ["neg", "neu", "pos"]
    assert ax.yaxis_inverted()
    assert "3 of 6 labels right" in alt_text(ax)


def test_figures_can_be_read_on_dark_cells():
    ax = confusion(evaluation.confusion(["a", "a", "b"], ["a", "a", "a"]))
    assert [text.get_color() for text in ax.texts] == ["white", "black"]


def test_a_bin_stands_at_its_confidence_and_accuracy():
    ax = calibration(CALIBRATION)
    points = ax.lines[1]
    assert points.get_xdata().tolist() == pytest.approx([0.05, 0.9, 0.95])
    assert points.get_ydata().tolist() == pytest.approx([1, 0.5, 0])
    diagonal = ax.lines[0]
    assert list(diagonal.get_xdata()) == list(diagonal.get_ydata()) == [0, 1]
    behind = next(other for other in ax.figure.axes if other is not ax)
    assert [bar.get_height() for bar in behind.patches] == CALIBRATION["n_posts"].tolist()
    assert "90 % sure: 50 % right" in alt_text(ax)


def test_the_worst_capability_is_at_the_top_and_an_unjudged_one_left_out():
    ax = checklist(CHECKLIST)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["negation", "emoji"]
    assert ax.yaxis_inverted()
    assert [bar.get_width() for bar in ax.patches] == [0.25, 1]
    assert [text.get_text() for text in ax.texts] == ["1 of 4", "4 of 4"]
    reach = ax.collections[0].get_segments()
    rows = CHECKLIST.set_index("capability")
    assert reach[0][:, 0].tolist() == pytest.approx(rows.loc["negation", ["low", "high"]].tolist())


def test_a_comparison_has_its_mark_by_what_it_says():
    ax = comparison(COMPARISON, names=NAMES)
    words = [text.get_text() for text in ax.get_legend().get_texts()]
    assert words == ["the first is better", "the second is better", "may be chance"]
    marks = {line.get_marker() for line in ax.lines if line.get_marker() in set("osD")}
    assert len(marks) == 3
    assert "worse: 0.500 against 0.600, difference -0.100 (-0.200 to -0.050)" in alt_text(ax)
    assert ax.get_xlim()[0] < 0 < ax.get_xlim()[1]
    shown = [label.get_text() for label in ax.get_yticklabels()]
    assert shown[0] == "better\n(1,000 posts)"


def test_a_comparison_far_from_zero_still_shows_zero():
    ax = comparison(COMPARISON.head(1))
    assert ax.get_xlim()[0] < 0
    assert "comparison 1" in alt_text(ax)


def test_groups_have_a_mark_for_each_kind_of_sentence():
    ax = fairness(FAIRNESS)
    assert len(ax.collections) == 2
    shapes = {len(group.get_paths()[0].vertices) for group in ax.collections}
    assert len(shapes) == 2
    assert ax.collections[0].get_offsets()[:, 0].tolist() == pytest.approx([0.1, -0.1, 0.1, -0.1])
    names = [label.get_text() for label in ax.get_yticklabels()]
    assert names == ["feminine (20)", "masculine (20)", "French (20)", "Slavic (20)"]
    words = alt_text(ax)
    assert "2 of 40 labels flipped" in words
    assert "neutral sentences: from -0.10 (masculine) to +0.10 (feminine)" in words
    assert "positive sentences: +0.50 in every group" in words


def test_missing_scores_are_not_drawn():
    ax = fairness(FAIRNESS.assign(score=[np.nan] * 4 + [0.0] * 4))
    assert "gender of the name" not in alt_text(ax)
    assert "origin of the name, positive sentences: +0.00 in every group" in alt_text(ax)


@every_plot
def test_every_picture_has_words_labels_and_a_place_to_draw(draw, table):
    before = table.copy()
    mine = plt.figure().subplots()
    ax = draw(table, ax=mine)
    assert ax is mine
    assert len(alt_text(ax).split()) > 8
    labels = ax.get_xlabel() + ax.get_ylabel()
    assert ax.get_xlabel()
    assert ax.get_ylabel()
    assert any(word in labels for word in ("count", "share"))
    pd.testing.assert_frame_equal(table, before)


@every_plot
def test_every_picture_is_shown_and_saved(draw, table, tmp_path):
    assert save(draw(table), tmp_path / "picture.png").stat().st_size > 1_000
    ax = draw(table)
    words = alt_text(ax)
    assert words.split(":")[0] in show(ax).markup


@every_plot
def test_nothing_is_cut_off_or_written_over_a_label(draw, table):
    ax = draw(table)
    figure = ax.figure
    figure.canvas.draw()
    written = [text for text in ax.get_yticklabels() if text.get_text()]
    boxes = [text.get_window_extent() for text in written]
    assert all(figure.bbox.x0 <= box.x0 and box.x1 <= figure.bbox.x1 for box in boxes)
    assert not any(one.overlaps(other) for i, one in enumerate(boxes) for other in boxes[i + 1 :])


@every_plot
@pytest.mark.parametrize(
    "wrong", [[], pd.DataFrame(), pd.DataFrame({"x": ["a"]})], ids=["list", "empty", "other"]
)
def test_another_table_is_refused(draw, table, wrong):
    with pytest.raises(CmkitError, match=r"To fix: evaluation\."):
        draw(wrong)


def test_what_else_is_refused():
    with pytest.raises(CmkitError, match="one name per comparison"):
        comparison(COMPARISON, names=["one"])
    with pytest.raises(CmkitError, match="every bin is empty"):
        calibration(CALIBRATION.assign(n_posts=0))
    with pytest.raises(CmkitError, match="no case was judged"):
        checklist(CHECKLIST.assign(n_cases=0))
    with pytest.raises(CmkitError, match="counts nothing"):
        confusion(CONFUSION * 0)
