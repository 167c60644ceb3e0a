"""Fit the limits of the labels and the confidence curves; write figures, never posts.

    python benchmarks/_fit_sentiment_thresholds.py FOLDER

FOLDER holds en_train.csv, fr_train.csv (columns label, text), used for fitting, and en_val.csv,
fr_val.csv, en_tweeteval_val.csv, used for reporting alone. XLM-T: Barbieri, Espinosa Anke &
Camacho-Collados (2022), LREC; TweetEval: Barbieri et al. (2020), Findings of EMNLP.
"""

import csv
import sys
from pathlib import Path

import numpy as np
import pandas as pd

from cmkit.sentiment import score
from cmkit.sentiment.labels import LABELS, Limits, confidences, labels

OUT = Path(__file__).parents[1] / "cmkit" / "sentiment" / "data" / "thresholds.csv"
#: The published limits of VADER (Hutto & Gilbert 2014) are kept for the engine of that name.
PUBLISHED = {("vader", "en"): (-0.05, 0.05)}
VALIDATION = {"en": ("en_val", "en_tweeteval_val"), "fr": ("fr_val",)}
STEP = 0.05


def main(folder: Path) -> None:
    rows: list[dict[str, object]] = []
    for engine, lang in (("rules", "en"), ("rules", "fr"), ("vader", "en")):
        scores, truth = read(folder / f"{lang}_train.csv", engine, lang)
        negative, positive = PUBLISHED.get((engine, lang)) or best_limits(scores, truth)
        limit = Limits(negative, positive, {})
        given = labels(scores, limit)
        curves = {name: logistic(scores, given, truth, name) for name in LABELS}
        limit = limit._replace(curves=curves)
        rows += table_rows(engine, lang, limit, len(truth))
        report(engine, f"{lang}_train", scores, truth, limit)
        for name in VALIDATION[lang]:
            report(engine, name, *read(folder / f"{name}.csv", engine, lang), limit)
    with OUT.open("w", encoding="utf-8", newline="\n") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def read(path: Path, engine: str, lang: str) -> tuple[np.ndarray, np.ndarray]:
    posts = pd.read_csv(path, encoding="utf-8")
    scores = score(posts["text"], engine=engine, lang=lang)
    return scores.fillna(0).to_numpy(), posts["label"].to_numpy(dtype=object)


def best_limits(scores: np.ndarray, truth: np.ndarray) -> tuple[float, float]:
    """Return the pair nearest to 0 whose macro-F1 is within one standard error of the best."""
    grid = np.round(np.arange(-0.9, 0.9 + STEP / 2, STEP), 2)
    pairs = [(low, high) for low in grid[grid < 0] for high in grid[grid > 0]]
    pairs.sort(key=lambda pair: abs(pair[0]) + abs(pair[1]))
    found = np.array([macro_f1(labels(scores, Limits(*pair, {})), truth) for pair in pairs])
    error = float(np.sqrt(found.max() * (1 - found.max()) / len(truth)))
    low, high = pairs[int(np.argmax(found >= found.max() - error))]
    return float(low), float(high)


def macro_f1(given: np.ndarray, truth: np.ndarray) -> float:
    both = [((given == name) & (truth == name)).sum() for name in LABELS]
    either = [(given == name).sum() + (truth == name).sum() for name in LABELS]
    return float(np.mean([2 * b / max(1, e) for b, e in zip(both, either, strict=True)]))


def logistic(
    scores: np.ndarray, given: np.ndarray, truth: np.ndarray, name: str
) -> tuple[float, float]:
    """Fit P(label right) = 1 / (1 + exp(-(a + b |score|))) by Newton's method, slightly ridged."""
    chosen = given == name
    x = np.column_stack([np.ones(chosen.sum()), np.abs(scores[chosen])])
    y = (truth[chosen] == name).astype(float)
    beta = np.zeros(2)
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ beta))
        gradient = x.T @ (y - p) - 0.1 * beta
        beta += np.linalg.solve(x.T @ (x * (p * (1 - p))[:, None]) + 0.1 * np.eye(2), gradient)
    return float(beta[0]), float(beta[1])


def table_rows(engine: str, lang: str, limit: Limits, n: int) -> list[dict[str, object]]:
    spans = {
        "negative": (-1.0, limit.negative),
        "neutral": (limit.negative, limit.positive),
        "positive": (limit.positive, 1.0),
    }
    return [
        {
            "engine": engine,
            "lang": lang,
            "label": name,
            "from_score": spans[name][0],
            "to_score": spans[name][1],
            "intercept": round(limit.curves[name][0], 4),
            "slope": round(limit.curves[name][1], 4),
            "fitted_on": f"XLM-T {lang} train",
            "n_posts": n,
        }
        for name in LABELS
    ]


def report(engine: str, name: str, scores: np.ndarray, truth: np.ndarray, limit: Limits) -> None:
    given = labels(scores, limit)
    sure = confidences(scores, given, limit)
    right = (given == truth).astype(float)
    bins = np.minimum((sure * 10).astype(int), 9)
    gaps = [
        abs(right[bins == b].mean() - sure[bins == b].mean()) * (bins == b).sum()
        for b in np.unique(bins)
    ]
    recall = np.mean([(given[truth == label] == label).mean() for label in LABELS])
    quarter = right[np.argsort(-sure, kind="stable")[: len(right) // 4]].mean()
    print(
        f"{engine:6} {name:17} limits {limit.negative:+.2f} {limit.positive:+.2f}"
        f"  macro-F1 {macro_f1(given, truth):.3f}  macro-recall {recall:.3f}"
        f"  ECE {sum(gaps) / len(right):.3f}  right in the surest quarter {quarter:.2f}"
    )


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
