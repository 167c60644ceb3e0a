"""How much the difficulty of a dataset varies over students' variants; writes results/variants.csv.

For each dataset an honest solution is run on a hundred variants. "answer" is what a student would
hand in: it must vary. "work" is how far the honest solution lies from the truth, and how much there
is to do: it should not.

Run it with ``python benchmarks/variants.py`` (about twenty minutes on two cores).
"""

import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import pandas as pd

from cmkit import crisis, datasets, evaluation, graph, influence, simulator, timeline
from cmkit.datasets import Variant

VARIANTS = 100
KEY = "a key for the benchmark only"
Figures = dict[str, float]


def world(variant: Variant) -> Figures:
    return {"posts": len(variant.table), "answer: authors": variant.table["author_id"].nunique()}


def interactions(variant: Variant) -> Figures:
    posts = variant.table
    ranking = influence.pagerank(graph.interactions(posts, kinds=["repost", "quote"]))
    truth = variant.truth.members
    found = evaluation.overlap(ranking, truth, k=20)
    return world(variant) | {"top-20 overlap of PageRank": float(found["overlap"].iloc[0])}


def crises(variant: Variant) -> Figures:
    """Detect with perfect tags: what varies is the crisis, not the tagger."""
    posts, known = variant.table, variant.truth.posts
    tags = pd.DataFrame(
        {
            "post_id": posts["post_id"],
            "lang": posts["lang"],
            "score": 0.0,
            "label": known["polarity"].to_numpy(),
            "confidence": 1.0,
        }
    )
    episode = variant.truth.episodes.iloc[0]
    counts = timeline.activity(posts, every="15min", tags=tags)
    alarms = crisis.detect(counts, kind="crisis")
    during = alarms[alarms["onset"].between(episode["onset"], episode["acute_end"])]
    before = alarms[alarms["onset"] < episode["onset"]]
    delay = (during["onset"].min() - episode["onset"]) / pd.Timedelta("1min")
    return world(variant) | {
        "detected": float(len(during) > 0),
        "delay, minutes": float(delay),
        "false alarms before": float(len(before)),
        "answer: onset, hours from the start": (episode["onset"] - posts["created_at"].min())
        / pd.Timedelta("1h"),
    }


def stream(variant: Variant) -> Figures:
    relevant = variant.truth.posts["is_relevant"].to_numpy()
    text = variant.table["text"].str.lower()
    naive = text.str.contains("lupin", regex=False).to_numpy()
    better = text.str.contains(r"maison[ _]?lupin|#lupin", regex=True).to_numpy()
    return {
        "posts": len(relevant),
        "naive precision": relevant[naive].mean(),
        "better precision": relevant[better].mean(),
        "better recall": better[relevant].mean(),
        "answer: relevant posts": relevant.sum(),
    }


def members(variant: Variant) -> Figures:
    table = variant.table.merge(variant.truth.members)
    replied = table["n_replies"] > 0
    naive = table["returns"][replied].mean() - table["returns"][~replied].mean()
    matched = 0.0
    for _, alike in table.groupby("first_post_is_question"):
        welcomed = alike["n_replies"] > 0
        effect = alike["returns"][welcomed].mean() - alike["returns"][~welcomed].mean()
        matched += effect * len(alike) / len(table)
    return {
        "newcomers": len(table),
        "answer: naive effect": float(naive),
        "matched effect (true 0.12)": matched,
    }


def tickets(variant: Variant) -> Figures:
    known = variant.truth.tickets["latency_minutes"]
    return {
        "messages": len(variant.table),
        "answer: median working minutes": float(known.median()),
        "share unanswered": variant.table["answered_at"].isna().mean(),
    }


def survey(variant: Variant) -> Figures:
    table = variant.table
    mean = table.groupby(["age_band", "membership"])["satisfaction"].mean()
    size = table.groupby(["age_band", "membership"])["members_alike"].first()
    true = float(variant.truth.whole["mean_satisfaction"].iloc[0])
    return {
        "answer: raw mean": table["satisfaction"].mean(),
        "raw bias": table["satisfaction"].mean() - true,
        "weighted bias": float(np.average(mean, weights=size)) - true,
    }


def ballots(variant: Variant) -> Figures:
    winners = variant.truth.winners.set_index("rule")
    colours = sorted(variant.table["ranking"].explode().unique())
    return {
        "rules that name different winners": winners["winner"].nunique(),
        "answer: plurality winner": float(colours.index(winners.loc["plurality", "winner"])),
        "lead of the plurality winner": float(winners.loc["plurality", "lead"]),
    }


def queue(variant: Variant) -> Figures:
    table = variant.table
    agreed = (table["annotator_a"] == table["annotator_b"]).mean()
    shares = [table[name].value_counts(normalize=True) for name in ("annotator_a", "annotator_b")]
    chance = float((shares[0] * shares[1]).sum())
    return {
        "messages": len(table),
        "answer: agreement": agreed,
        "Cohen's kappa": (agreed - chance) / (1 - chance),
    }


def uplift(variant: Variant) -> Figures:
    effect = variant.truth.effect.iloc[0]
    logs = variant.table.assign(log=np.log(variant.table["posts"].astype(float)))
    during = logs["day"].between(effect["starts"], effect["ends"])
    before = logs["day"] < effect["starts"]
    ours = logs["community"] == "Maison Lupin"
    change = [
        logs.loc[during & side, "log"].mean() - logs.loc[before & side, "log"].mean()
        for side in (ours, ~ours)
    ]
    return {
        "answer: true uplift, %": effect["planted_uplift"],
        "error of before and after": 100 * np.expm1(change[0]) - effect["planted_uplift"],
        "error of differences": 100 * np.expm1(change[0] - change[1]) - effect["planted_uplift"],
    }


def labelled(variant: Variant) -> Figures:
    known = variant.truth.labels
    return {
        "posts": len(known),
        "answer: share negative": (known["polarity"] == "negative").mean(),
        "share ironic": known["is_ironic"].mean(),
    }


def conversations(variant: Variant) -> Figures:
    threads = variant.truth.threads
    return {
        "answer: threads": len(threads),
        "share resolved": (threads["outcome"] == "resolved").mean(),
        "departments": threads["department"].nunique(),
    }


def maturity(variant: Variant) -> Figures:
    stages = variant.truth.stages
    return {
        "respondents": variant.table["respondent_id"].nunique(),
        "answer: mean stage": stages["stage"].mean(),
    }


def contest(variant: Variant) -> Figures:
    known = variant.truth.entries
    return {
        "entries": len(known),
        "rings": known["ring_id"].nunique(),
        "answer: share who stay": known["stays_30d"].mean(),
    }


def presence(variant: Variant) -> Figures:
    return {
        "accounts": len(variant.table),
        "answer: dormant accounts": variant.truth.accounts["is_dormant"].sum(),
    }


SOLUTIONS: dict[str, Callable[[Variant], Figures]] = {
    "posts_week": world,
    "interactions": interactions,
    "stream": stream,
    "members": members,
    "tickets": tickets,
    "survey": survey,
    "ballots": ballots,
    "queue": queue,
    "uplift": uplift,
    "labelled_posts": labelled,
    "conversations": conversations,
    "maturity": maturity,
    "contest": contest,
    "presence": presence,
    **{name: crises for name in datasets.catalogue()["name"] if name.startswith("crisis_")},
}


def solved(case: tuple[str, int]) -> Figures:
    name, number = case
    variant = datasets.variant(name, student=f"student {number}", term_key=KEY)
    return SOLUTIONS[name](variant)


def main() -> None:
    tables = []
    pool = ProcessPoolExecutor(os.cpu_count())
    for name in SOLUTIONS:
        found = pd.DataFrame(pool.map(solved, [(name, number) for number in range(VARIANTS)]))
        spread = found.agg(["mean", "std", "min", "max"]).T
        spread.insert(0, "figure", spread.index)
        spread.insert(0, "dataset", name)
        tables.append(spread.assign(missing=found.isna().sum()))
        print(tables[-1].to_string(index=False, header=len(tables) == 1), flush=True)
    table = pd.concat(tables).assign(variants=VARIANTS, generator_version=simulator.VERSION)
    results = Path(__file__).parent / "results"
    results.mkdir(exist_ok=True)
    table.to_csv(results / "variants.csv", index=False, lineterminator="\n", float_format="%.4g")


if __name__ == "__main__":
    main()
