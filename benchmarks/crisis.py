"""Compare the crisis detectors at an equal number of false alarms; writes results/crisis.csv.

Each method's limit is tuned on training series to at most a quarter of a false alarm a week,
frozen, and judged on other series (see _mention_series.py for how they are drawn). The tagger is
either perfect, or misses three negative posts in ten and calls 15 % of the others negative.

Run it with ``python benchmarks/crisis.py`` (about four minutes).
"""

from pathlib import Path

import numpy as np
import pandas as pd
from _mention_series import TIMEZONE, Series, series

from cmkit import crisis, evaluation

BUDGET = 0.25
WEEKS_WATCHED = 7.0
TRAINING, TEST = range(1000, 1025), range(2000, 2040)
TAGGERS = {"perfect": (1.0, 1.0), "recall .70, specificity .85": (0.7, 0.85)}
GRIDS = {
    ("buzz", "k_times_mean"): [2.5, 3.0, 3.5, 4.0, 5.0],
    ("buzz", "robust_z"): [2.0, 2.5, 3.0, 3.5, 4.0],
    ("buzz", "ewma"): [2.0, 2.5, 3.0, 3.5, 4.0],
    ("crisis", "k_times_mean"): [3.0, 4.0, 4.5, 5.0, 6.0],
    ("crisis", "robust_z"): [2.0, 2.5, 3.0, 3.5, 4.0],
    ("crisis", "ewma"): [2.0, 2.5, 3.0, 3.5, 4.0],
    ("crisis", "two_conditions"): [0.75, 1.0, 1.25, 1.5, 2.0],
}


def main() -> None:
    tables = []
    for tagger, (recall, specificity) in TAGGERS.items():
        training, test, ordinary = (
            [
                series(seed=seed, recall=recall, specificity=specificity, episodes=episodes)
                for seed in seeds
            ]
            for seeds, episodes in ((TRAINING, True), (TEST, True), (TEST, False))
        )
        for (kind, method), limits in GRIDS.items():
            if kind == "buzz" and tagger != "perfect":
                continue
            limit = tuned(training, kind, method, limits)
            for setting, value in (("tuned", limit), ("default", None)):
                table = judged(test, ordinary, kind=kind, method=method, limit=value)
                tables.append(
                    table.assign(tagger=tagger, kind=kind, method=method, limit=setting, at=value)
                )
                print(tables[-1].to_string(header=len(tables) == 1, index=False))
    results = Path(__file__).parent / "results"
    results.mkdir(exist_ok=True)
    first = ["tagger", "kind", "method", "limit", "at", "level"]
    table = pd.concat(tables, ignore_index=True)
    table[[*first, *table.columns.difference(first, sort=False)]].to_csv(
        results / "crisis.csv", index=False, lineterminator="\n", float_format="%.3g"
    )


def tuned(training: list[Series], kind: str, method: str, limits: list[float]) -> float:
    """Return the lowest limit whose false alarms stay within the budget."""
    for limit in limits:
        if rate(training, kind=kind, method=method, limit=limit) <= BUDGET:
            return limit
    return limits[-1]


def rate(group: list[Series], *, kind: str, method: str, limit: float | None) -> float:
    """Return the false alarms a week."""
    n_false = 0
    for one in group:
        events = crisis.detect(
            one.timeline, kind=kind, method=method, limit=limit, timezone=TIMEZONE
        )
        n_false += len(evaluation.false_alarms(events, one.episodes))
    return n_false / (WEEKS_WATCHED * len(group))


def judged(
    test: list[Series], ordinary: list[Series], *, kind: str, method: str, limit: float | None
) -> pd.DataFrame:
    """Return one row per size of episode, with the method's false alarms beside it."""
    errors, hours, n_false = [], 0.0, 0
    for number, one in enumerate(test):
        events = crisis.detect(
            one.timeline, kind=kind, method=method, limit=limit, timezone=TIMEZONE
        )
        error = evaluation.onset_error(events, one.episodes)
        errors.append(error.assign(level=one.episodes["level"], series=number))
        n_false += len(evaluation.false_alarms(events, one.episodes))
        end = events["end"].fillna(one.timeline["window_start"].iloc[-1])
        hours += float(((end - events["onset"]) / pd.Timedelta("1h")).clip(lower=0).sum())
    error = pd.concat(errors, ignore_index=True)
    quiet_rate = rate(ordinary, kind=kind, method=method, limit=limit)
    rows = []
    for level in ("small", "large"):
        of_level = error[error["level"] == level]
        crises = of_level[of_level["kind"] == "crisis"]
        campaigns = of_level[of_level["kind"] == "campaign"]
        low, high = median_interval(crises["delay_minutes"].to_numpy())
        rows.append(
            {
                "level": level,
                "n_crises": len(crises),
                "recall": crises["detected"].mean(),
                "delay_median_minutes": crises["delay_minutes"].median(),
                "delay_low": low,
                "delay_high": high,
                "delay_p90_minutes": crises["delay_minutes"].quantile(0.9),
                "campaigns_flagged": campaigns["detected"].mean(),
                "false_alarms_per_week": n_false / (WEEKS_WATCHED * len(test)),
                "false_alarms_per_week_without_episodes": quiet_rate,
                "hours_in_alarm_per_week": hours / (WEEKS_WATCHED * len(test)),
            }
        )
    return pd.DataFrame(rows)


def median_interval(delays: np.ndarray) -> tuple[float, float]:
    """Return the 95 % bootstrap interval of the median over series (one crisis of a size each)."""
    delays = delays[~np.isnan(delays)]
    if not len(delays):
        return np.nan, np.nan
    drawn = np.random.default_rng(1).choice(delays, (2000, len(delays)))
    low, high = np.quantile(np.median(drawn, axis=1), [0.025, 0.975])
    return float(low), float(high)


if __name__ == "__main__":
    main()
