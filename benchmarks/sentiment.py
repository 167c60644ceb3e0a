"""Sentiment beside its peers, in one run: speed, exactness, memory, worst cases, accuracy.

Writes results/sentiment.csv and results/sentiment.png. Peers are installed for this alone and
never needed by cmkit::

    pip install afinn textblob vaderSentiment-fr

Speed is measured on distinct texts, so that no engine profits from repetition; each engine runs in
a process of its own: once cold (nothing read before), then the best of five. Texts are the posts
of FOLDER if one is given (en_train.csv and so on: a column ``text``, a column ``label``), else
simulated ones, on which accuracy says nothing.

Run it with ``python benchmarks/sentiment.py [FOLDER]`` (about three minutes).
"""

import json
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

RESULTS = Path(__file__).parent / "results"
SPLITS = {"en": ("en_train", "en_val", "en_tweeteval_val"), "fr": ("fr_train", "fr_val")}
HELD_OUT = {"en": "en_val", "fr": "fr_val"}
ROUNDS = 5
WORST = {
    "4,000 emoji": "😀" * 4_000,
    "1 MB of words": "so good but not bad " * 50_000,
    "100 kB word": "x" * 100_000,
}
Engine = Callable[[list[str]], list[float]]


def cmkit_engine(name: str, lang: str) -> Engine:
    from cmkit import sentiment

    if name == "vader scalar":
        return lambda texts: [sentiment.polarity_scores(text)["compound"] for text in texts]
    if name == "vader":
        return lambda texts: sentiment.polarity_scores(texts)["compound"].tolist()
    return lambda texts: sentiment.score(texts, engine=name, lang=lang).fillna(0).tolist()


def vader() -> Engine:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    read = SentimentIntensityAnalyzer().polarity_scores
    return lambda texts: [read(text)["compound"] for text in texts]


def vader_of_nltk() -> Engine:
    import nltk
    from nltk.sentiment.vader import SentimentIntensityAnalyzer

    # NLTK's lexicon is a download; vaderSentiment's file is the same list. NLTK reads it from a
    # folder that it was told of, and no hard link.
    folder = tempfile.mkdtemp()
    lexicon = files("vaderSentiment").joinpath("vader_lexicon.txt").read_bytes()
    Path(folder, "vader_lexicon.txt").write_bytes(lexicon)
    nltk.data.path.append(folder)
    read = SentimentIntensityAnalyzer(lexicon_file="vader_lexicon.txt").polarity_scores
    return lambda texts: [read(text)["compound"] for text in texts]


def vader_in_french() -> Engine:
    from vaderSentiment_fr.vaderSentiment import SentimentIntensityAnalyzer

    read = SentimentIntensityAnalyzer().polarity_scores
    return lambda texts: [read(text)["compound"] for text in texts]


def afinn() -> Engine:
    from afinn import Afinn

    read = Afinn().score
    return lambda texts: [float(read(text)) for text in texts]


def textblob() -> Engine:
    from textblob import TextBlob

    return lambda texts: [float(TextBlob(text).sentiment.polarity) for text in texts]


ENGINES: dict[tuple[str, str], tuple[str, Callable[[], Engine]]] = {
    ("vaderSentiment", "en"): ("vaderSentiment", vader),
    ("nltk VADER", "en"): ("nltk", vader_of_nltk),
    ("afinn", "en"): ("afinn", afinn),
    ("TextBlob", "en"): ("textblob", textblob),
    ("vaderSentiment-fr", "fr"): ("vaderSentiment-fr", vader_in_french),
    **{
        (f"cmkit {name}", lang): ("cmkit", lambda name=name, lang=lang: cmkit_engine(name, lang))
        for lang in ("en", "fr")
        for name in ("vader", "vader scalar", "rules", "calibrated", "model")
        if lang == "en" or not name.startswith("vader")
    },
}


def main(folder: Path | None) -> None:
    rows = []
    for (name, lang), (package, _) in ENGINES.items():
        try:
            about = {"engine": name, "lang": lang, "version": version(package)}
        except PackageNotFoundError:
            print(f"{name}: not installed, left out")
            continue
        command = [sys.executable, __file__, "--measure", name, lang, str(folder or "")]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            print(f"{name}: {done.stderr.strip().splitlines()[-1]}")
            continue
        rows.append(about | json.loads(done.stdout.splitlines()[-1]))
        print(rows[-1])
    table = pd.DataFrame(rows).assign(
        python=platform.python_version(), numpy=np.__version__, texts="given" if folder else "made"
    )
    RESULTS.mkdir(exist_ok=True)
    table.to_csv(RESULTS / "sentiment.csv", index=False, lineterminator="\n", float_format="%.4g")
    picture(table)


def measure(name: str, lang: str, folder: Path | None) -> dict[str, Any]:
    """Measure one engine in this process."""
    texts = distinct_texts(lang, folder)
    start = time.process_time()
    read = ENGINES[name, lang][1]()
    read(["good"])
    figures: dict[str, Any] = {"import_seconds": time.process_time() - start}
    seconds = [clock(read, texts) for _ in range(ROUNDS + 1)]
    figures |= {
        "n_texts": len(texts),
        "posts_a_second_cold": len(texts) / seconds[0],
        "posts_a_second": len(texts) / min(seconds[1:]),
        "peak_megabytes": peak_megabytes(),
    }
    # what is quadratic would take minutes: it gets an eighth of each text, and the table says so
    share = 1 / 8 if name in ("vaderSentiment", "nltk VADER", "vaderSentiment-fr") else 1.0
    figures["share_of_worst_texts"] = share
    for what, text in WORST.items():
        part = text[: int(len(text) * share)]
        figures[f"milliseconds: {what}"] = 1000 * clock(read, [part])
    if lang == "en" and name in ("cmkit vader", "cmkit vader scalar", "nltk VADER"):
        same = np.isclose(read(texts), vader()(texts), atol=1e-9)
        figures["equal_to_vaderSentiment"] = float(same.mean())
    if folder is not None:
        figures |= accuracy(lang, read, folder)
    return figures


def clock(read: Engine, texts: list[str]) -> float:
    start = time.process_time()
    read(texts)
    return time.process_time() - start


def peak_megabytes() -> float:
    try:
        import resource
    except ImportError:  # Windows
        return float("nan")
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def distinct_texts(lang: str, folder: Path | None) -> list[str]:
    if folder is None:
        from cmkit import simulator

        posts = simulator.community(
            seed=404, n_members=4_000, weeks=4, language_mix={lang: 1.0}
        ).posts
        return posts["text"].drop_duplicates().tolist()[:10_000]
    tables = [pd.read_csv(folder / f"{name}.csv") for name in SPLITS[lang]]
    return pd.concat(tables)["text"].drop_duplicates().tolist()


def accuracy(lang: str, read: Engine, folder: Path) -> dict[str, float]:
    """Judge on the val split; limits of a score are fitted on the train split for every engine.

    The layers of cmkit are shipped fitted on both, so that their figures here are too good: those
    honestly held out are in cmkit/sentiment/data/figures.csv.
    """
    from cmkit.evaluation import macro_f1, macro_recall

    train, held = (
        pd.read_csv(folder / f"{split}.csv") for split in (f"{lang}_train", HELD_OUT[lang])
    )
    scores, truth = np.array(read(train["text"].tolist())), train["label"].to_numpy()
    grid = np.quantile(scores, np.linspace(0.05, 0.95, 37))
    pairs = [(low, high) for low in grid for high in grid if low < high]
    low, high = max(pairs, key=lambda pair: macro_f1(named(scores, *pair), truth))
    given = named(np.array(read(held["text"].tolist())), low, high)
    return {
        "macro_f1_val": macro_f1(given, held["label"].to_numpy()),
        "macro_recall_val": macro_recall(given, held["label"].to_numpy()),
    }


def named(scores: np.ndarray, low: float, high: float) -> np.ndarray:
    return np.where(scores <= low, "negative", np.where(scores >= high, "positive", "neutral"))


def picture(table: pd.DataFrame) -> None:
    import matplotlib.pyplot as plt

    shown = table.sort_values("posts_a_second")
    figure, ax = plt.subplots(figsize=(8, 0.4 * len(shown) + 1.2), layout="constrained")
    ours = shown["engine"].str.startswith("cmkit").to_numpy()
    names = shown["engine"] + " (" + shown["lang"] + ")"
    bars = ax.barh(names, shown["posts_a_second"], color=np.where(ours, "#0072B2", "#999999"))
    ax.bar_label(bars, [f"{speed / 1000:,.0f} k" for speed in shown["posts_a_second"]], padding=3)
    ax.set(xscale="log", xlabel="posts a second on one core (logarithmic)")
    ax.margins(x=0.15)
    figure.savefig(RESULTS / "sentiment.png", dpi=120)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        chosen, language, given = sys.argv[2:5]
        print(json.dumps(measure(chosen, language, Path(given) if given else None)))
    else:
        main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
