"""How far people who labelled the same items agree, beyond what chance would give."""

from typing import Any, Literal, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd

from cmkit.errors import fail
from cmkit.evaluation.counting import coded
from cmkit.evaluation.pairing import Labels, aligned

__all__ = ["alpha", "kappa"]

Distance = Literal["nominal", "ordinal", "interval"]

#: NLTK compares each pair of distinct ratings.
_MOST_DISTINCT = 1000


def kappa(first: Labels, second: Labels) -> float:
    r"""Say how far two annotators agree beyond chance (Cohen's kappa).

    .. math:: \kappa = \frac{p_o - p_e}{1 - p_e}

    where :math:`p_o` is the share of items on which they agree, and :math:`p_e` the share on which
    they would agree if each drew labels at random, in the shares that this annotator gave.

    Parameters
    ----------
    first, second : Series or list of text, one per item
        What each annotator said, in the same order; two Series are paired by their index.

    Returns
    -------
    float
        1 (all agreed), 0 (no better than chance), below 0 (worse). Missing where both gave one
        and the same label to every item: such items cannot show that the two tell labels apart.

    Raises
    ------
    CmkitError
        Different lengths or indices; nothing to compare; an empty label.

    Notes
    -----
    Not for more than two annotators, items that one of them left out, or labels in an order where
    a near miss is less wrong: take `alpha`. Where one label is rare, kappa is low even if almost
    all items agree: give the share of agreement beside it.

    References
    ----------
    .. [1] Cohen (1960), Educational and Psychological Measurement 20(1),
       doi:10.1177/001316446002000104.

    Examples
    --------
    They agree on 3 of 4. Chance: 3/4 x 2/4 for "keep" and 1/4 x 2/4 for "remove", 1/2 in all.
    (3/4 - 1/2) / (1 - 1/2) = 1/2.

    >>> kappa(["keep", "keep", "keep", "remove"], ["keep", "keep", "remove", "remove"])
    0.5
    """
    from nltk.metrics.agreement import AnnotationTask

    (mine, yours), known = coded(*aligned({"first": first, "second": second}))
    if len(known) == 1:
        return float("nan")
    items = range(len(mine))
    ratings = [
        *zip(["first"] * len(mine), items, mine.tolist(), strict=True),
        *zip(["second"] * len(yours), items, yours.tolist(), strict=True),
    ]
    return float(AnnotationTask(ratings).kappa())


def alpha(ratings: pd.DataFrame, *, distance: Distance = "nominal") -> float:
    r"""Say how far any number of annotators agree beyond chance (Krippendorff's alpha).

    .. math:: \alpha = 1 - \frac{D_o}{D_e}

    where :math:`D_o` is the mean squared distance of two ratings of one item, and :math:`D_e` that
    of any two ratings.

    Parameters
    ----------
    ratings : DataFrame, one row per item, one column per annotator
        Empty cells are items that an annotator left out. Items with fewer than two ratings do not
        count.
    distance : {"nominal", "ordinal", "interval"}
        How far apart two ratings are: ``"nominal"``, equal or not (labels); ``"ordinal"``, how
        many ratings lie between them (ranks, numbers that only have an order); ``"interval"``,
        their difference (numbers).

    Returns
    -------
    float
        1 (all agreed), 0 (no better than chance), below 0 (worse). Missing where every rating is
        the same: such items cannot show that annotators tell ratings apart.

    Raises
    ------
    CmkitError
        Not a table; no item with two ratings; ratings that are no numbers where the distance
        needs numbers; more than 1,000 distinct ratings; an unknown distance.

    Notes
    -----
    Krippendorff asks for 0.8, and 0.667 for tentative conclusions [1]_; with few items, draw the
    items again to see how sure the figure is. Agreement is not truth: all may share one error.

    References
    ----------
    .. [1] Hayes and Krippendorff (2007), Communication Methods and Measures 1(1),
       doi:10.1080/19312450709336664.
    .. [2] Krippendorff (2011), Computing Krippendorff's alpha-reliability, University of
       Pennsylvania.

    Examples
    --------
    Of two ratings of one item, one pair in two differs; of any two of the four, two pairs in
    three (four of the six pairs): 1 - (1/2) / (2/3).

    >>> ratings = pd.DataFrame({"ana": ["keep", "keep"], "ben": ["remove", "keep"]})
    >>> round(alpha(ratings), 3)
    0.0
    """
    from nltk.metrics.agreement import AnnotationTask
    from nltk.metrics.distance import binary_distance, interval_distance

    if distance not in get_args(Distance):
        raise fail(
            "unknown distance.", found=repr(distance), fix=f"use one of {get_args(Distance)}"
        )
    items, annotators, values = _pairable(ratings, numbers=distance != "nominal")
    codes, distinct = _distinct(values)
    if len(distinct) == 1:
        return float("nan")
    places = codes if distance == "nominal" else _places(codes, distinct, distance)
    task = AnnotationTask(
        zip(annotators.tolist(), items.tolist(), places.tolist(), strict=True),
        distance=binary_distance if distance == "nominal" else interval_distance,
    )
    return float(task.alpha())


def _pairable(
    ratings: pd.DataFrame, *, numbers: bool
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp], npt.NDArray[Any]]:
    """Return item, annotator and rating of each rating that another of its item can be put to."""
    if not isinstance(ratings, pd.DataFrame):
        raise fail(
            "ratings must be a DataFrame, one row per item and one column per annotator.",
            found=f"a {type(ratings).__name__}",
            fix="table.pivot(index='post_id', columns='annotator', values='label')",
        )
    rated = ratings.notna().to_numpy(dtype=bool)
    items, annotators = np.nonzero(rated & (rated.sum(axis=1) >= 2)[:, None])
    if not len(items):
        raise fail(
            "no item has two ratings.",
            found=f"{len(ratings)} items, {ratings.shape[1]} annotators",
            fix="let two people label the same posts",
        )
    values = ratings.to_numpy(dtype=object)[items, annotators]
    return items, annotators, _as_numbers(values) if numbers else values


def _as_numbers(values: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
    """Refuse texts, even of digits: their order may not be that of numbers."""
    others = [value for value in values.tolist() if not isinstance(value, int | float)]
    found = np.array([] if others else values, dtype=np.float64)
    if others or not np.isfinite(found).all():
        raise fail(
            "this distance needs ratings that are numbers.",
            found=repr(others[0]) if others else "an infinite number",
            fix="ratings.apply(lambda column: column.map({'negative': -1, 'neutral': 0, ...}))",
        )
    return found


def _distinct(values: npt.NDArray[Any]) -> tuple[npt.NDArray[np.intp], npt.NDArray[Any]]:
    try:
        codes, distinct = pd.factorize(values, sort=values.dtype != object)
    except TypeError as reason:
        raise fail("a rating must be a text or a number.", found=str(reason)) from None
    if len(distinct) > _MOST_DISTINCT:
        raise fail(
            f"ratings may have at most {_MOST_DISTINCT} distinct values.",
            found=len(distinct),
            fix="round them: ratings.round(2)",
        )
    return codes, np.asarray(distinct)


def _places(
    codes: npt.NDArray[np.intp], distinct: npt.NDArray[Any], distance: str
) -> npt.NDArray[np.float64]:
    """Return where each rating stands on a line, its distance being a plain difference.

    Krippendorff's ordinal distance of two ratings is the number of ratings from the one to the
    other, of the two ends themselves only half: the difference of their middle ranks.
    """
    if distance == "ordinal":
        numbers = np.bincount(codes)
        line = np.cumsum(numbers) - numbers / 2
    else:
        # Alpha is the same in any unit; in this one no square grows beyond a float.
        scaled = distinct / np.abs(distinct).max()
        line = (scaled - scaled.min()) / np.ptp(scaled)
    return np.asarray(line[codes], dtype=np.float64)
