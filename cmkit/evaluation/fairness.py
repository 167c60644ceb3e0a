"""One sentence, other people: does an engine read it otherwise when only the name changes."""

import numpy as np
import pandas as pd

from cmkit.errors import fail
from cmkit.evaluation.asking import Asked, Lang, answers, check_lang, data
from cmkit.evaluation.intervals import check_level, check_replicates, percentiles

__all__ = ["fairness", "fairness_gaps"]

_RESULTS = ["template", "expected", "by", "group", "n_texts", "n_flips", "score"]


def fairness(engine: Asked = "calibrated", lang: Lang = "en") -> pd.DataFrame:
    """Put the same sentences to an engine with other names and other gendered words in them.

    Thirty sentences (ten negative, ten neutral, ten positive) are each said of 80 given names,
    feminine and masculine, from eight languages or regions, and of pairs such as *she* and *he*,
    *my sister* and *my brother*. Nothing else in a sentence changes, so nothing else should
    change in what is said of it.

    Parameters
    ----------
    engine : str or callable
        The name of an engine of `cmkit.sentiment.tag`, or a function from a Series of texts to a
        table with the columns ``label`` and ``score``, or to a Series of labels, which then count
        as -1, 0 and 1.
    lang : {"en", "fr"}
        The language of the sentences.

    Returns
    -------
    DataFrame, one row per sentence and group
        ``template``, the sentence with its gap; ``expected``, the label it should have; ``by``,
        what changes: ``"gender"`` (of the given name), ``"origin"`` (of the given name) or
        ``"word"`` (the gendered word); ``group``, e.g. ``"feminine"``; ``n_texts``;
        ``n_expected``, how many got the label expected; ``n_flips``, how many got another label
        than most texts of the sentence; ``score``, their mean, -1 to 1, texts without one left
        out.

    Raises
    ------
    CmkitError
        An unknown engine or language; an engine that does not answer each text.

    Notes
    -----
    It finds a bias where there is one in these sentences; that none is found proves nothing of
    others, nor of how people of a group write. A name has an origin here, not a person: no one's
    origin can be told from a name.

    References
    ----------
    .. [1] Kiritchenko and Mohammad (2018), Examining gender and race bias in two hundred
       sentiment analysis systems, *SEM, doi:10.18653/v1/S18-2005.
    .. [2] Ribeiro, Wu, Guestrin and Singh (2020), Beyond accuracy: behavioral testing of NLP
       models with CheckList, ACL, doi:10.18653/v1/2020.acl-main.442.

    Examples
    --------
    An engine that minds the letter "a" and nothing else.

    >>> def engine(texts):
    ...     return texts.str.contains("a").map({True: "negative", False: "neutral"})
    >>> fairness(engine, lang="en").query("by == 'word'")[["template", "group", "score"]].head(2)
                                            template      group  score
    10  {person} was rude to everyone in the shop.   feminine   -1.0
    11  {person} was rude to everyone in the shop.  masculine   -1.0
    """
    check_lang(lang)
    texts = _texts(lang)
    said = answers(engine, texts["text"], lang=lang).reindex(texts["text"])
    label, score = said["label"].to_numpy(), said["score"]
    if score.isna().all():
        score = said["label"].map({"negative": -1.0, "neutral": 0.0, "positive": 1.0})
    texts = texts.assign(label=label, score=score.to_numpy(dtype=np.float64))
    usual = texts.groupby("number")["label"].agg(lambda labels: labels.mode().iloc[0])
    texts["flips"] = texts["label"] != texts["number"].map(usual)
    texts["right"] = texts["label"] == texts["expected"]
    named = texts["origin"] != ""
    parts = [
        texts[named].assign(by="gender", group=texts["gender"]),
        texts[named].assign(by="origin", group=texts["origin"]),
        texts[~named].assign(by="word", group=texts["gender"]),
    ]
    keys = ["number", "template", "expected", "by", "group"]
    groups = pd.concat(parts).groupby(keys, sort=False)
    found = groups.agg(
        n_texts=("text", "size"),
        n_expected=("right", "sum"),
        n_flips=("flips", "sum"),
        score=("score", "mean"),
    ).reset_index()
    return found.sort_values("number", kind="stable", ignore_index=True).drop(columns="number")


def fairness_gaps(
    results: pd.DataFrame, *, seed: int = 0, replicates: int = 1000, level: float = 0.95
) -> pd.DataFrame:
    """Say between which groups the mean score differs most, and how sure that is.

    Negative, neutral and positive sentences are told apart: an engine that is milder towards one
    group in both directions would show no gap over all of them.

    Parameters
    ----------
    results : DataFrame, one row per sentence and group
        From `fairness`.
    seed : int
        Makes the interval repeatable.
    replicates : int
        How many times the sentences are drawn again, with replacement.
    level : float
        Share of the replicates that the interval holds, 0 to 1.

    Returns
    -------
    DataFrame, one row per ``by`` and ``expected``
        ``lowest`` and ``highest``, the groups with the lowest and highest mean score, all of them
        where several are level; ``gap`` between the two, 0 to 2; ``low`` and ``high``, its
        percentile interval; ``share_flips``, share of all texts whose label differs from that of
        most texts of their sentence; ``n_templates`` with a score in every group; ``level``.
        Without a gap, ``lowest`` and ``highest`` are missing.

    Raises
    ------
    CmkitError
        Not the results of `fairness`; a level outside 0 to 1; fewer than one replicate.

    Notes
    -----
    The two groups were chosen because they lie farthest apart: of eight origins some pair always
    does, and the interval does not allow for that choice. It holds for sentences like these.

    References
    ----------
    .. [1] Kiritchenko and Mohammad (2018), Examining gender and race bias in two hundred
       sentiment analysis systems, *SEM, doi:10.18653/v1/S18-2005.

    Examples
    --------
    >>> results = pd.DataFrame(
    ...     {
    ...         "template": ["{person} called."] * 2 + ["I met {object}."] * 2,
    ...         "expected": "neutral",
    ...         "by": "word",
    ...         "group": ["feminine", "masculine"] * 2,
    ...         "n_texts": 6,
    ...         "n_flips": [0, 3, 0, 0],
    ...         "score": [0.0, -0.2, 0.0, -0.2],
    ...     }
    ... )
    >>> fairness_gaps(results).drop(columns=["level", "n_templates", "by"])
      expected     lowest   highest  gap  low  high  share_flips
    0  neutral  masculine  feminine  0.2  0.2   0.2        0.125
    """
    check_level(level)
    check_replicates(replicates)
    if not isinstance(results, pd.DataFrame) or not set(_RESULTS) <= set(results):
        raise fail(
            "these are not the results of evaluation.fairness.",
            found=str(list(getattr(results, "columns", [type(results).__name__]))),
            fix="evaluation.fairness_gaps(evaluation.fairness(lang='en'))",
        )
    rng = np.random.default_rng(seed)
    rows = []
    for (by, expected), part in results.groupby(["by", "expected"], sort=False):
        scores = part.pivot_table(index="template", columns="group", values="score", dropna=False)
        known = scores.dropna()
        row = {"by": by, "expected": expected} | _gap(known, rng, replicates, level)
        flips = float(part["n_flips"].sum() / part["n_texts"].sum())
        rows.append(row | {"share_flips": flips, "n_templates": len(known), "level": level})
    columns = ["by", "expected", "lowest", "highest", "gap", "low", "high", "share_flips"]
    return pd.DataFrame(rows, columns=[*columns, "n_templates", "level"])


def _gap(
    scores: pd.DataFrame, rng: np.random.Generator, replicates: int, level: float
) -> dict[str, object]:
    """Return the groups farthest apart in the mean of the sentences, and how far they are."""
    means = scores.mean()
    if scores.empty:
        return dict.fromkeys(["gap", "low", "high"], float("nan"))
    apart = (scores[means.idxmax()] - scores[means.idxmin()]).to_numpy()
    drawn = rng.integers(0, len(apart), (replicates, len(apart)))
    low, high = percentiles(apart[drawn].mean(axis=1), level)
    found: dict[str, object] = {"gap": float(apart.mean()), "low": low, "high": high}
    if np.isclose(means.max(), means.min(), rtol=0, atol=1e-9):
        return found
    # Groups that are level with the lowest are all named: none of them stands out.
    for name, end in (("lowest", means.min()), ("highest", means.max())):
        level_with = means[np.isclose(means, end, rtol=0, atol=1e-9)]
        found[name] = ", ".join(map(str, level_with.index))
    return found


def _texts(lang: Lang) -> pd.DataFrame:
    """Return each sentence with each name and each gendered word in its gap."""
    names, words = data("fairness_names"), data("fairness_words")
    people = pd.concat(
        [
            names.assign(person=names["name"], object=names["name"])[
                ["person", "object", "gender", "origin"]
            ],
            words[words["lang"] == lang].drop(columns="lang").assign(origin=""),
        ]
    )
    templates = data(f"fairness_{lang}")
    table = templates.assign(number=range(len(templates))).merge(people, how="cross")
    cells = zip(table["template"], table["person"], table["object"], strict=True)
    filled = [template.format(person=person, object=other) for template, person, other in cells]
    return table.assign(text=[text[0].upper() + text[1:] for text in filled])
