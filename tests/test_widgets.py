"""widgets: what a hand moves changes what is shown, and the code under it gives the same."""

import pandas as pd
import pytest
from ipywidgets import Dropdown, FloatSlider, IntSlider, SelectMultiple, ToggleButtons

from cmkit import crisis, graph, influence, plots, posts, timeline, widgets
from cmkit.errors import CmkitError


def people() -> pd.DataFrame:
    """Ana is answered by many, ben is reposted by one tireless friend."""
    rows = [{"author_id": "ana"}, {"author_id": "ben"}]
    rows += [{"author_id": f"reader{number}", "reply_to": "0"} for number in range(6)]
    rows += [{"author_id": "friend", "repost_of": "1"} for _ in range(9)]
    table = pd.DataFrame(rows)
    table["post_id"] = table.index.astype("str")
    table["created_at"] = pd.date_range("2025-03-01", periods=len(table), freq="h", tz="UTC")
    return posts.validate(table)


def three_weeks() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Ten posts an hour, two of them negative; then an evening of anger."""
    hours = pd.date_range("2025-03-03", periods=21 * 24, freq="h", tz="UTC")
    counts = pd.Series(10, index=hours)
    counts.iloc[400:404] = 80
    when = counts.index.repeat(counts.to_numpy())
    place = pd.Series(1, index=when).groupby(level=0).cumsum().to_numpy()
    table = pd.DataFrame({"created_at": when, "author_id": "ana"})
    table["post_id"] = table.index.astype("str")
    angry = (place > 20) | (place <= 2)
    tags = pd.DataFrame(
        {
            "post_id": table["post_id"],
            "lang": "en",
            "score": 0.0,
            "label": pd.Series(angry).map({True: "negative", False: "neutral"}),
            "confidence": 1.0,
        }
    )
    return posts.validate(table), tags


def find(box, kind):
    return next(child for child in box.children[1].children if isinstance(child, kind))


def shown(box) -> str:
    return box.children[-1].value


def run_the_code(box, **names) -> str:
    """Run the code that stands under the picture; return the words of its picture."""
    import html
    import re

    code = html.unescape(re.search(r"<pre>(.*?)</pre>", shown(box), re.DOTALL).group(1))
    *steps, last = code.splitlines()
    exec("\n".join(steps), names)
    return plots.alt_text(eval(last, names))


def test_another_measure_puts_another_author_first():
    box = widgets.influencers(people())
    measure = find(box, Dropdown)
    measure.value = "in_strength"
    assert "first by in_strength: ben" in shown(box)
    measure.value = "distinct_engagers"
    assert "first by distinct_engagers: ana" in shown(box)


def test_kinds_choose_the_edges_and_none_is_met_with_words():
    box = widgets.influencers(people())
    find(box, Dropdown).value = "in_strength"
    find(box, SelectMultiple).value = ("reply",)
    assert "first by in_strength: ana" in shown(box)
    find(box, SelectMultiple).value = ()
    assert "no kind of interaction is chosen" in shown(box)
    find(box, SelectMultiple).value = ("quote",)
    assert "No interactions of these kinds" in shown(box)


def test_damping_is_for_pagerank_alone():
    box = widgets.influencers(people())
    damping = find(box, FloatSlider)
    before = shown(box)
    damping.value = 0.5
    assert shown(box) != before
    find(box, Dropdown).value = "in_strength"
    assert damping.disabled


def test_the_code_under_the_influencers_gives_the_same_picture():
    table = people()
    box = widgets.influencers(table)
    find(box, IntSlider).value = 5
    words = run_the_code(box, posts=table, graph=graph, influence=influence, plots=plots)
    assert words.split(":")[0] in shown(box)
    assert "The 5 highest" in words


def test_the_limit_decides_which_alarms_ring():
    table, tags = three_weeks()
    box = widgets.crisis(table, tags=tags)
    assert "1 crisis alarm: 19 March" in shown(box)
    find(box, ToggleButtons).value = "buzz"
    assert "1 buzz alarm" in shown(box)
    names = {"posts": table, "tags": tags, "plots": plots, "timeline": timeline, "crisis": crisis}
    assert run_the_code(box, **names).split(":")[0] in shown(box)


def test_another_window_counts_anew():
    table, tags = three_weeks()
    box = widgets.crisis(table, tags=tags)
    before = shown(box)
    find(box, Dropdown).value = "3h"
    assert shown(box) != before


def test_another_sentence_is_explained_anew_and_escaped():
    box = widgets.explain("I love it")
    assert "+3.2" in shown(box)
    assert "▲ up" in shown(box)
    sentence, language = box.children[1].children
    sentence.value = "I do not love <b> it"
    assert "▼" in shown(box)
    assert "<b>" not in shown(box)
    language.value = "fr"
    sentence.value = "C'est nul"
    assert "Score -" in shown(box)
    sentence.value = ""
    assert "Score +0.00" in shown(box)


@pytest.mark.parametrize("widget", [widgets.influencers, widgets.crisis])
def test_what_is_not_posts_is_refused(widget):
    with pytest.raises(CmkitError, match="must be a pandas DataFrame"):
        widget("posts.csv")


def test_every_control_has_a_label_and_every_picture_words():
    table, tags = three_weeks()
    for box in (widgets.influencers(people()), widgets.crisis(table, tags=tags)):
        assert all(control.description for control in box.children[1].children)
        assert 'alt="' in shown(box)
