"""Fit the limits of the labels, the calibrated layer and the shipped model; write figures alone.

    python benchmarks/_fit_sentiment.py FOLDER

FOLDER holds en_train.csv, en_val.csv, en_tweeteval_val.csv, fr_train.csv and fr_val.csv (columns
label, text). XLM-T: Barbieri, Espinosa Anke & Camacho-Collados (2022), LREC; TweetEval: Barbieri
et al. (2020), Findings of EMNLP. en_tweeteval_val holds most of the two other English files, so a
post that was seen in training is left out before anything is judged on it.

Limits are fitted on the train splits. The layers are judged twice, fitted on train and tried on
val, and by cross-validation over all posts; what is written is fitted on all of them.
"""

import csv
import sys
from pathlib import Path

import numpy as np
import pandas as pd

from cmkit.sentiment import Model, save, score
from cmkit.sentiment.features import FEATURES
from cmkit.sentiment.labels import LABELS, Limits, confidences, labels
from cmkit.sentiment.models import Part, judge
from cmkit.sentiment.training import fitted

DATA = Path(__file__).parents[1] / "cmkit" / "sentiment" / "data"
#: The published limits of VADER (Hutto & Gilbert 2014) are kept for the engine of that name.
PUBLISHED = {("vader", "en"): (-0.05, 0.05)}
SPLITS = {"en": ("en_train", "en_val", "en_tweeteval_val"), "fr": ("fr_train", "fr_val")}
STEP = 0.05
FOLDS = 10
#: Penalty and buckets of the two layers, chosen by cross-validation on the same posts.
#: The French posts are about ecology: there a question is mostly a reproach, a long post an
#: article's. Such habits of one subject do not travel, so these features get no weight.
WITHOUT = {"en": (), "fr": ("questions", "exclamations", "capitals", "n_words")}
LAYERS = {"calibrated": (10.0, 0), "model": (60.0, 2**14)}


def main(folder: Path) -> None:
    figures = limits_and_curves(folder)
    for engine, (l2, buckets) in LAYERS.items():
        parts = {}
        for lang in SPLITS:
            parts[lang], found = layer(folder, engine, lang, l2=l2, buckets=buckets)
            figures += found
        if engine == "model":
            save(Model(parts), DATA / "model.npz")
        else:
            write(
                DATA / "calibrated.csv",
                [row for lang in parts for row in coefficients(parts, lang)],
            )
    write(DATA / "figures.csv", figures)
    print(pd.DataFrame(figures).to_string(index=False))


def limits_and_curves(folder: Path) -> list[dict[str, object]]:
    rows, figures = [], []
    for engine, lang in (("rules", "en"), ("rules", "fr"), ("vader", "en")):
        scores, truth = read(folder / f"{lang}_train.csv", engine, lang)
        negative, positive = PUBLISHED.get((engine, lang)) or best_limits(scores, truth)
        limit = Limits(negative, positive, {})
        given = labels(scores, limit)
        curves = {name: logistic(scores, given, truth, name) for name in LABELS}
        limit = limit._replace(curves=curves)
        rows += table_rows(engine, lang, limit, len(truth))
        for name in SPLITS[lang]:
            scores, truth = read(folder / f"{name}.csv", engine, lang)
            given = labels(scores, limit)
            how = f"fitted on {lang}_train"
            figures.append(
                figure(engine, name, how, given, confidences(scores, given, limit), truth)
            )
    write(DATA / "thresholds.csv", rows)
    return figures


def layer(
    folder: Path, engine: str, lang: str, *, l2: float, buckets: int
) -> tuple[Part, list[dict[str, object]]]:
    posts = {name: pd.read_csv(folder / f"{name}.csv", encoding="utf-8") for name in SPLITS[lang]}
    pool = pd.concat(posts.values(), ignore_index=True)
    key = pool["text"].str.lower().str.replace(r"@\w+|https?\S*|\W+", " ", regex=True).str.strip()
    pool = pool[~key.duplicated()].reset_index(drop=True)
    train, held = posts[f"{lang}_train"], posts[f"{lang}_val"]

    def fit(table: pd.DataFrame) -> Part:
        texts, labels = table["text"].tolist(), table["label"].tolist()
        return fitted(texts, labels, lang, buckets=buckets, l2=l2, without=WITHOUT[lang])

    def tried(part: Part, table: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
        _, given, sure = judge(table["text"].tolist(), Model({lang: part}), lang)
        return given, sure

    part = fit(train)
    truth = held["label"].to_numpy(dtype=object)
    figures = [figure(engine, f"{lang}_val", f"fitted on {lang}_train", *tried(part, held), truth)]
    fold = np.random.default_rng(20251121).integers(0, FOLDS, len(pool))
    given, sure = np.empty(len(pool), dtype=object), np.empty(len(pool))
    for k in range(FOLDS):
        given[fold == k], sure[fold == k] = tried(fit(pool[fold != k]), pool[fold == k])
    how = f"{FOLDS}-fold cross-validation"
    truth = pool["label"].to_numpy(dtype=object)
    figures.append(figure(engine, f"{lang} all", how, given, sure, truth))
    return fit(pool), figures


def coefficients(parts: dict[str, Part], lang: str) -> list[dict[str, object]]:
    """Return a row per feature: what it is scaled by, and its weight for each label."""
    part = parts[lang]
    rows = []
    for place, name in enumerate(FEATURES):
        row = {"lang": lang, "feature": name, "mean": part.mean[place], "scale": part.scale[place]}
        weights = part.layer.weights[:, place]
        rows.append(row | dict(zip(part.layer.classes, weights, strict=True)))
    bias = dict(zip(part.layer.classes, part.layer.bias, strict=True))
    rows.append({"lang": lang, "feature": "bias", "mean": 0.0, "scale": 1.0} | bias)
    return [
        {
            name: round(float(cell), 4) if isinstance(cell, float) else cell
            for name, cell in row.items()
        }
        for row in rows
    ]


def write(path: Path, rows: list[dict[str, object]]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
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


def figure(
    engine: str, split: str, how: str, given: np.ndarray, sure: np.ndarray, truth: np.ndarray
) -> dict[str, object]:
    right = (given == truth).astype(float)
    bins = np.minimum((sure * 10).astype(int), 9)
    gaps = [
        abs(right[bins == b].mean() - sure[bins == b].mean()) * (bins == b).sum()
        for b in np.unique(bins)
    ]
    recall = np.mean([(given[truth == label] == label).mean() for label in LABELS])
    surest = right[np.argsort(-sure, kind="stable")[: len(right) // 4]].mean()
    return {
        "engine": engine,
        "posts": split,
        "how": how,
        "n_posts": len(truth),
        "macro_f1": round(macro_f1(given, truth), 3),
        "macro_recall": round(float(recall), 3),
        "calibration_error": round(float(sum(gaps)) / len(right), 3),
        "right_in_surest_quarter": round(float(surest), 2),
    }


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
