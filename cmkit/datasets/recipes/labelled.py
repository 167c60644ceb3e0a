"""Labelled posts in two languages: half with their label, half without."""

import numpy as np
import pandas as pd

from cmkit import simulator
from cmkit.datasets.recipe import Made
from cmkit.simulator import chance

__all__ = ["labelled_posts"]

_PER_LANGUAGE = 1_600
_NOT_BY_MEMBERS = ("brand", "spam", "trigger")


def labelled_posts(seed: int) -> Made:
    """Take posts of members, as many in each language, from a community that complains more."""
    posts, truth = simulator.community(
        seed=seed,
        n_members=4_000,
        weeks=4,
        episodes=["content_error"],
        language_mix={"fr": 0.5, "en": 0.5},
        parameters={"share_negative": 0.3},
    )
    known = posts.merge(truth.posts, on="post_id", validate="1:1")
    known = known[(known["kind"] != "repost") & ~known["type"].isin(_NOT_BY_MEMBERS)]
    known = known.drop_duplicates("text")
    rng = chance.stream(seed, "labelled")
    order = known.iloc[np.argsort(rng.random(len(known)), kind="stable")]
    sample = order.groupby("lang").head(_PER_LANGUAGE).reset_index(drop=True)
    place = sample.groupby("lang").cumcount()
    part = np.where(place < _PER_LANGUAGE // 2, "train", "test").astype(object)
    sample["part"] = pd.Series(part, dtype="str")
    sample["label"] = sample["polarity"].where(sample["part"] == "train")
    table = sample[["post_id", "text", "lang", "part", "label"]]
    kept = ["post_id", "polarity", "type", "aspect", "is_ironic", "is_about_brand"]
    return Made(table, {"labels": sample[kept]})
