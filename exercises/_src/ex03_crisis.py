# ---
# title: "Exercise 3: ring in time, and not for nothing"
# lang: en
# minutes: 55
# needs: 03_the_hashtag_blunder
# ---

# %% [markdown]
# # Exercise 3: ring in time, and not for nothing
#
# You keep watch over *Maison Lupin* for four weeks. In this time the shop runs a campaign that goes
# well, and makes a blunder that does not. You will build the pieces of an alarm yourself, then let
# it loose on weeks that neither you nor it has seen.
#
# - Write your answers **in the answer cells** (those with `# your code here`). Cells that you add
#   are not graded.
# - A check stays silent when you are right, and gives a hint when you are not.
# - Some tests are hidden: they call your functions on other data. A number typed in by hand wins
#   nothing.
#
# Six questions, 20 marks, and a text worth 4. *The data are simulated; nobody in them is real.*

# %% kind="given"
import pandas as pd

import cmkit as cm
from cmkit import checks

SEED = 3071
EPISODES = [
    {"kind": "campaign", "start": "2025-03-18 17:00", "share_negative": 0.04},
    {"kind": "hashtag_blunder", "start": "2025-03-26 10:30"},
]
posts, truth = cm.simulator.community(seed=SEED, n_members=1_200, weeks=4, episodes=EPISODES)
tags = cm.sentiment.tag(posts)
counts = cm.timeline.activity(posts, every="1h", tags=tags)


def some_posts(*times):
    """Make a tiny table of posts, one for each time."""
    names = [str(number) for number in range(len(times))]
    when = pd.to_datetime(list(times), utc=True)
    return pd.DataFrame({"post_id": names, "author_id": names, "created_at": when})


print(len(posts), "posts,", len(counts), "hours")

# %% [markdown]
# ## 1. Hours in which nobody wrote (2 marks)
#
# A quiet hour is an hour too: leave it out, and "the usual" becomes too high. Complete
# `empty_hours`: it takes a table of posts and returns **how many clock hours, from the first post
# to the last, have no post at all**.
#
# By hand: posts at 10:05, 10:40 and 13:10. The hours are 10, 11, 12 and 13; two of them are empty.


# %% grade_id="q1" kind="answer"
def empty_hours(posts):
    ### BEGIN SOLUTION
    counts = cm.timeline.activity(posts, every="1h")
    return int((counts["n_posts"] == 0).sum())
    ### END SOLUTION


# %% grade_id="q1-check" kind="check" points=2
checks.function(
    empty_hours,
    lambda *_: 2,
    cases=[some_posts("2025-05-05 10:05", "2025-05-05 10:40", "2025-05-05 13:10")],
    hint="cm.timeline.activity keeps the windows in which nothing was posted: what do they count?",
)
### BEGIN HIDDEN TESTS
checks.function(
    empty_hours,
    lambda *_: 24 + 8,
    cases=[some_posts("2025-05-05 10:59", "2025-05-06 11:00", "2025-05-06 20:01")],
    hint="think of the hours of more than one day",
)
OTHER, _ = cm.simulator.community(seed=9204, n_members=400, weeks=1, episodes=[])


def counted_otherwise(posts):
    hours = posts["created_at"].dt.floor("1h")
    return int((hours.max() - hours.min()) / pd.Timedelta("1h")) + 1 - hours.nunique()


checks.function(empty_hours, counted_otherwise, cases=[OTHER, OTHER.head(9)])
### END HIDDEN TESTS


# %% wrong="q1/counts-only-hours-that-are-there" marks=0
def empty_hours(posts):
    counts = posts["created_at"].dt.floor("1h").value_counts()
    return int((counts == 0).sum())


# %% wrong="q1/hours-of-the-clock-not-of-the-weeks" marks=0
def empty_hours(posts):
    return 24 - posts["created_at"].dt.hour.nunique()


# %% wrong="q1/all-hours" marks=0
def empty_hours(posts):
    return len(cm.timeline.activity(posts, every="1h"))


# %% wrong="q1/the-worked-example-typed-in" marks=0
def empty_hours(_posts):
    return 2


# %% [markdown]
# ## 2. What is usual at this hour? (3 marks)
#
# Complete `usual`: it takes hourly counts (`window_start`, `n_posts`) and an instant `when`, and
# returns **the median number of posts in the earlier windows that began at the same hour of the
# day** (UTC; do not mind weekends here).
#
# *Earlier* means before `when`: an alarm cannot look into the future, and an hour cannot be its own
# standard.
#
# By hand: at 9 o'clock on four days there were 4, 6, 5 and 60 posts. The median of those four is
# 5.5. Before you go on: what would the mean have been, and which of the two would you call usual?


# %% grade_id="q2" kind="answer"
def usual(counts, when):
    ### BEGIN SOLUTION
    same_hour = counts["window_start"].dt.hour == when.hour
    earlier = counts["window_start"] < when
    return counts.loc[same_hour & earlier, "n_posts"].median()
    ### END SOLUTION


# %% grade_id="q2-check" kind="check" points=3
NINE = pd.date_range("2025-05-05 09:00", periods=6, freq="24h", tz="UTC")
TEN = NINE + pd.Timedelta("1h")
TOY = pd.DataFrame({"window_start": [*NINE, *TEN], "n_posts": [4, 6, 5, 60, 8, 7] + [1] * 6})
TOY = TOY.sort_values("window_start", ignore_index=True)
checks.function(
    usual,
    lambda *_: 5.5,
    cases=[(TOY, NINE[4])],
    hint="keep the rows of that hour, then those before `when`; which average shrugs off the 60?",
)
### BEGIN HIDDEN TESTS
from statistics import median

OTHER, _ = cm.simulator.community(seed=9205, n_members=400, weeks=2, episodes=[])
HOURLY = cm.timeline.activity(OTHER)
INSTANTS = HOURLY["window_start"].iloc[[200, 253, 261, 300]]


def by_loop(counts, when):
    rows = zip(counts["window_start"], counts["n_posts"], strict=True)
    return float(median(n for start, n in rows if start.hour == when.hour and start < when))


checks.function(usual, by_loop, cases=[(HOURLY, when) for when in INSTANTS] + [(TOY, TEN[3])])
### END HIDDEN TESTS


# %% wrong="q2/mean" marks=0
def usual(counts, when):
    same_hour = counts["window_start"].dt.hour == when.hour
    earlier = counts["window_start"] < when
    return counts.loc[same_hour & earlier, "n_posts"].mean()


# %% wrong="q2/looks-into-the-future" marks=0
def usual(counts, when):
    same_hour = counts["window_start"].dt.hour == when.hour
    return counts.loc[same_hour, "n_posts"].median()


# %% wrong="q2/its-own-standard" marks=0
def usual(counts, when):
    same_hour = counts["window_start"].dt.hour == when.hour
    earlier = counts["window_start"] <= when
    return counts.loc[same_hour & earlier, "n_posts"].median()


# %% wrong="q2/all-hours-of-the-day" marks=0
def usual(counts, when):
    earlier = counts["window_start"] < when
    return counts.loc[earlier, "n_posts"].median()


# %% [markdown]
# ## 3. One alarm, not twenty (4 marks)
#
# When the talk is loud for a whole day, nobody wants 24 alarms. An alarm is a **rise after quiet**.
#
# Complete `first_alarm`: it takes a list of `counts` and a `limit`, and returns the place (counted
# from 0) of the first count that is **above** the limit while the **three counts just before it
# were all at the limit or below**. Where there is none it returns -1; the last line sees to that.
#
# | counts, limit 5 | first alarm | why |
# |---|---|---|
# | 2, 3, 2, **9**, 9 | 3 | three quiet hours, then a loud one |
# | 9, 9, 2, 2, 2, **7** | 5 | the loud start is no alarm: nobody saw it rise |
# | 2, 3, 5, 5, 4 | -1 | 5 is at the limit, not above it |


# %% grade_id="q3" kind="answer"
def first_alarm(counts, limit):
    for place in range(3, len(counts)):
        before = counts[place - 3 : place]
        ### BEGIN SOLUTION
        if max(before) <= limit and counts[place] > limit:
            return place
        ### END SOLUTION
    return -1


# %% grade_id="q3-check" kind="check" points=2
checks.function(
    first_alarm,
    lambda *_: 3,
    cases=[([2, 3, 2, 9, 9], 5)],
    hint="compare counts[place] with the limit; return the place, not the count",
)
checks.function(
    first_alarm,
    lambda *_: -1,
    cases=[([2, 3, 5, 5, 4], 5)],
    hint="a count at the limit is not above it",
)
### BEGIN HIDDEN TESTS
checks.function(first_alarm, lambda *_: 5, cases=[([0, 1, 0, 4, 4, 6, 1], 4)])
checks.function(first_alarm, lambda *_: 7, cases=[([1] * 7 + [3, 8], 2)])
checks.function(first_alarm, lambda *_: -1, cases=[([1] * 30, 2)])
### END HIDDEN TESTS

# %% grade_id="q3-check-quiet" kind="check" points=2
checks.function(
    first_alarm,
    lambda *_: 5,
    cases=[([9, 9, 2, 2, 2, 7], 5)],
    hint="look at all three counts in `before`, not at one of them",
)
### BEGIN HIDDEN TESTS
checks.function(first_alarm, lambda *_: 8, cases=[([9, 1, 9, 1, 9, 1, 1, 1, 9, 1], 5)])
checks.function(first_alarm, lambda *_: -1, cases=[([9, 1, 1, 9, 1, 1, 9], 5)])
### END HIDDEN TESTS


# %% wrong="q3/forgot-the-quiet" marks=2
def first_alarm(counts, limit):
    for place in range(3, len(counts)):
        if counts[place] > limit:
            return place
    return -1


# %% wrong="q3/only-the-hour-before" marks=2
def first_alarm(counts, limit):
    for place in range(3, len(counts)):
        before = counts[place - 3 : place]
        if before[2] <= limit and counts[place] > limit:
            return place
    return -1


# %% wrong="q3/quiet-on-average" marks=2
def first_alarm(counts, limit):
    for place in range(3, len(counts)):
        before = counts[place - 3 : place]
        if sum(before) / 3 <= limit and counts[place] > limit:
            return place
    return -1


# %% wrong="q3/at-the-limit" marks=2
def first_alarm(counts, limit):
    for place in range(3, len(counts)):
        before = counts[place - 3 : place]
        if max(before) < limit and counts[place] >= limit:
            return place
    return -1


# %% wrong="q3/the-count-not-the-place" marks=0
def first_alarm(counts, limit):
    for place in range(3, len(counts)):
        before = counts[place - 3 : place]
        if max(before) <= limit and counts[place] > limit:
            return counts[place]
    return -1


# %% wrong="q3/gives-up-after-the-first-hour" marks=0
def first_alarm(counts, limit):
    for place in range(3, len(counts)):
        before = counts[place - 3 : place]
        if max(before) <= limit and counts[place] > limit:
            return place
        return -1
    return -1


# %% [markdown]
# ## 4. Which condition holds? (3 marks)
#
# A campaign fills the hour too. An alarm that listens to volume alone cries wolf. So we ask for two
# conditions:
#
# - `"volume"` holds when there are **more than 3 times** the usual number of posts;
# - `"share"` holds when the **share** of negative posts is **more than 2 times** the usual share.
#
# Complete `conditions`: it returns the set of those that hold. `hold.add("volume")` puts a word
# into the set. Mind the hour without any post: it has no share, so nothing holds.
#
# By hand: 60 posts of which 6 are negative, where 10 posts and a share of 0.25 are usual. That is 6
# times the volume; the share is 0.10. The result is `{"volume"}`.


# %% grade_id="q4" kind="answer"
def conditions(n_posts, n_negative, usual_posts, usual_share):
    hold = set()
    ### BEGIN SOLUTION
    if n_posts > 3 * usual_posts:
        hold.add("volume")
    if n_posts > 0 and n_negative / n_posts > 2 * usual_share:
        hold.add("share")
    ### END SOLUTION
    return hold


# %% grade_id="q4-check" kind="check" points=3
checks.function(
    conditions,
    lambda *_: {"volume"},
    cases=[(60, 6, 10, 0.25)],
    hint="the first condition is about n_posts, the second about n_negative / n_posts",
)
checks.function(
    conditions,
    lambda *_: {"volume", "share"},
    cases=[(60, 45, 10, 0.25)],
    hint="both can hold at the same time",
)
### BEGIN HIDDEN TESTS
checks.function(conditions, lambda *_: {"share"}, cases=[(12, 9, 10, 0.25), (3, 3, 1, 0.4)])
checks.function(conditions, lambda *_: set(), cases=[(30, 15, 10, 0.25), (0, 0, 4, 0.25)])
checks.function(conditions, lambda *_: {"volume"}, cases=[(31, 15, 10, 0.25)])
checks.function(conditions, lambda *_: {"volume"}, cases=[(400, 80, 10, 0.2)])
### END HIDDEN TESTS


# %% wrong="q4/number-of-negatives-not-their-share" marks=0
def conditions(n_posts, n_negative, usual_posts, usual_share):
    hold = set()
    if n_posts > 3 * usual_posts:
        hold.add("volume")
    if n_negative > 2 * usual_posts * usual_share:
        hold.add("share")
    return hold


# %% wrong="q4/one-or-the-other" marks=0
def conditions(n_posts, n_negative, usual_posts, usual_share):
    hold = set()
    if n_posts > 3 * usual_posts:
        hold.add("volume")
    elif n_posts > 0 and n_negative / n_posts > 2 * usual_share:
        hold.add("share")
    return hold


# %% wrong="q4/divides-by-no-posts" marks=0
def conditions(n_posts, n_negative, usual_posts, usual_share):
    hold = set()
    if n_posts > 3 * usual_posts:
        hold.add("volume")
    if n_negative / n_posts > 2 * usual_share:
        hold.add("share")
    return hold


# %% wrong="q4/share-of-the-usual-posts" marks=0
def conditions(n_posts, n_negative, usual_posts, usual_share):
    hold = set()
    if n_posts > 3 * usual_posts:
        hold.add("volume")
    if n_negative / usual_posts > 2 * usual_share:
        hold.add("share")
    return hold


# %% [markdown]
# Now use it on the loudest hour of the campaign and of the blunder. Why does the campaign not ring?

# %%
volume = cm.crisis.baseline(counts, timezone="Europe/Paris")
for episode in truth.episodes.itertuples():
    place = counts["window_start"].searchsorted(episode.peak)
    now, past = counts.iloc[place], volume.iloc[place]
    held = conditions(now["n_posts"], now["n_negative"], past["expected"], past["expected_share"])
    print(
        f"{episode.kind}: {now['n_posts']} posts, share {now['share_negative']:.2f}: {sorted(held)}"
    )

# %% [markdown]
# ## 5. Ring in time, on weeks you have not seen (4 marks)
#
# Complete `crisis_alarms`: it takes a table of posts and returns **the table of crisis alarms**, as
# `crisis.detect` gives it. Tag the posts, count them in windows of one hour, look for a crisis; the
# audience lives in `"Europe/Paris"`.
#
# You have the marks when an alarm begins in the four hours after the blunder began, none begins on the
# day of the campaign, and at most one is false in the four weeks: no alarm is perfect.


# %% kind="given"
def well_rung(alarms, truth):
    """Check alarms against the truth: the blunder in time, the campaign not, one false at most."""
    if not (isinstance(alarms, pd.DataFrame) and "onset" in alarms.columns):
        checks.equal("not the table of crisis.detect", "a table of alarms")
    soon = cm.evaluation.onset_error(alarms, truth.episodes, within="4h").set_index("kind")
    ever = cm.evaluation.onset_error(alarms, truth.episodes, within="24h").set_index("kind")
    false = cm.evaluation.false_alarms(alarms, truth.episodes, within="72h")
    faults = {
        "misses the blunder": not ever.loc["hashtag_blunder", "detected"],
        "late for the blunder": not soon.loc["hashtag_blunder", "detected"],
        "rings at the campaign": ever.loc["campaign", "detected"],
        "false alarms": len(false) > 1,
    }
    found = [name for name, is_so in faults.items() if is_so]
    checks.equal(", ".join(found) or "all well", "all well")


# %% grade_id="q5" kind="answer"
def crisis_alarms(posts):
    ### BEGIN SOLUTION
    tags = cm.sentiment.tag(posts)
    counts = cm.timeline.activity(posts, every="1h", tags=tags)
    return cm.crisis.detect(counts, timezone="Europe/Paris")
    ### END SOLUTION


# %% grade_id="q5-check" kind="check" points=4
checks.function(
    crisis_alarms,
    lambda _: truth,
    cases=[posts],
    compare=well_rung,
    hint="a crisis is more talk, and more of it negative: so the counts need tags",
)
### BEGIN HIDDEN TESTS
for seed, campaign, blunder in [
    (9301, "2025-03-20 12:30", "2025-03-25 14:00"),
    (9302, "2025-03-15 18:00", "2025-03-20 09:40"),
]:
    plan = [
        {"kind": "campaign", "start": campaign, "share_negative": 0.04},
        {"kind": "hashtag_blunder", "start": blunder},
    ]
    unseen = cm.simulator.community(seed=seed, n_members=1_200, weeks=4, episodes=plan)
    checks.function(
        crisis_alarms,
        lambda _, unseen=unseen: unseen.truth,
        cases=[unseen.posts],
        compare=well_rung,
    )
### END HIDDEN TESTS


# %% wrong="q5/volume-alone-rings-at-the-campaign" marks=0
def crisis_alarms(posts):
    counts = cm.timeline.activity(posts, every="1h")
    return cm.crisis.detect(counts, kind="buzz", timezone="Europe/Paris")


# %% wrong="q5/naive-rule" marks=0
def crisis_alarms(posts):
    counts = cm.timeline.activity(posts, every="1h")
    return cm.crisis.detect(counts, kind="buzz", method="k_times_mean", limit=3)


# %% wrong="q5/number-of-negatives-by-the-naive-rule" marks=0
def crisis_alarms(posts):
    counts = cm.timeline.activity(posts, every="1h", tags=cm.sentiment.tag(posts))
    return cm.crisis.detect(counts, method="k_times_mean", limit=3)


# %% wrong="q5/windows-of-a-day" marks=0
def crisis_alarms(posts):
    counts = cm.timeline.activity(posts, every="1D", tags=cm.sentiment.tag(posts))
    return cm.crisis.detect(counts, timezone="Europe/Paris")


# %% wrong="q5/no-tags" marks=0
def crisis_alarms(posts):
    counts = cm.timeline.activity(posts, every="1h")
    return cm.crisis.detect(counts, timezone="Europe/Paris")


# %% wrong="q5/one-time-not-the-table" marks=0
def crisis_alarms(posts):
    counts = cm.timeline.activity(posts, every="1h", tags=cm.sentiment.tag(posts))
    return cm.crisis.detect(counts, timezone="Europe/Paris")["onset"].min()


# %% wrong="q5/these-weeks-typed-in" marks=0
def crisis_alarms(_posts):
    when = pd.to_datetime(["2025-03-26 11:00Z"])
    return pd.DataFrame(
        {"onset": when, "peak": when, "end": when, "kind": "crisis", "severity": 9.0}
    )


# %% [markdown]
# ## 6. How long did it last, how long did they wait? (2 + 2 marks)
#
# Two figures for your report.
#
# **6a.** Complete `half_life`. `excess` is a list: hour by hour, the posts above the usual. Return
# **how many hours after the peak the excess is first below half of the peak**. By hand, for 0, 40,
# 100, 70, 50, 30, 5: the peak is 100; 70 and 50 are not below 50, but 30 is, three hours after the
# peak. The answer is 3. (Where it never falls so far, the last line returns -1.)


# %% grade_id="q6a" kind="answer"
def half_life(excess):
    highest = max(excess)
    peak = excess.index(highest)
    for hours in range(1, len(excess) - peak):
        ### BEGIN SOLUTION
        if excess[peak + hours] < highest / 2:
            return hours
        ### END SOLUTION
    return -1


# %% grade_id="q6a-check" kind="check" points=2
checks.function(
    half_life,
    lambda *_: 3,
    cases=[[0, 40, 100, 70, 50, 30, 5]],
    hint="look at excess[peak + hours]; the hours are counted from the peak",
)
### BEGIN HIDDEN TESTS
checks.function(half_life, lambda *_: 1, cases=[[9, 30, 80, 39, 60, 20], [10, 4, 3]])
checks.function(half_life, lambda *_: 4, cases=[[1, 2, 40, 15, 90, 88, 60, 45, 44, 0]])
### END HIDDEN TESTS


# %% wrong="q6a/from-the-start-of-the-list" marks=0
def half_life(excess):
    highest = max(excess)
    peak = excess.index(highest)
    for hours in range(1, len(excess) - peak):
        if excess[peak + hours] < highest / 2:
            return peak + hours
    return -1


# %% wrong="q6a/half-is-enough" marks=0
def half_life(excess):
    highest = max(excess)
    peak = excess.index(highest)
    for hours in range(1, len(excess) - peak):
        if excess[peak + hours] <= highest / 2:
            return hours
    return -1


# %% wrong="q6a/before-the-peak" marks=0
def half_life(excess):
    highest = max(excess)
    for hours in range(len(excess)):
        if excess[hours] < highest / 2:
            return hours
    return -1


# %% wrong="q6a/counts-the-loud-hours" marks=0
def half_life(excess):
    return sum(number >= max(excess) / 2 for number in excess) - 1


# %% [markdown]
# **6b.** A colleague has read what the shop's accounts published, and noted what each post is: an
# `"offer"` under the foreign hashtag, an `"answer"` to an affair, or `"other"` business. Posts that had
# been scheduled go on meanwhile; they answer nobody.
#
# Complete `hours_to_answer`: it takes such a table (`created_at`, `what`) and the onset, and returns
# **the hours from the onset to the first answer after it**. The table may go back to an earlier affair,
# which had its own answers.


# %% kind="given"
def desk_of(posts, truth):
    """Return what the shop's accounts published, and what each post is."""
    staff = truth.members.loc[truth.members["role"] == "staff", "author_id"]
    desk = posts.loc[posts["author_id"].isin(staff), ["post_id", "created_at"]]
    blunder = truth.episodes.set_index("kind").loc["hashtag_blunder"]
    episode = desk["post_id"].map(truth.posts.set_index("post_id")["episode_id"])
    what = (episode == blunder["episode_id"]).map({True: "answer", False: "other"})
    what = what.mask(desk["post_id"].isin(blunder["trigger_post_ids"]), "offer")
    return desk.assign(what=what).reset_index(drop=True)


desk = desk_of(posts, truth)
desk["what"].value_counts()


# %% grade_id="q6b" kind="answer"
def hours_to_answer(desk, onset):
    ### BEGIN SOLUTION
    answers = desk[(desk["what"] == "answer") & (desk["created_at"] > onset)]
    return (answers["created_at"].min() - onset) / pd.Timedelta("1h")
    ### END SOLUTION


# %% grade_id="q6b-check" kind="check" points=2
ONSET = pd.Timestamp("2025-05-05 10:00", tz="UTC")
TOY = pd.DataFrame(
    {
        "created_at": ONSET + pd.to_timedelta([-9000, -20, 45, 60, 400, 330], unit="min"),
        "what": ["answer", "offer", "offer", "other", "answer", "answer"],
    }
)
checks.function(
    hours_to_answer,
    lambda *_: 5.5,
    cases=[(TOY, ONSET)],
    tolerance=0.01,
    hint="two conditions on the rows; a difference of times / pd.Timedelta('1h') is in hours",
)
### BEGIN HIDDEN TESTS
DAYS = TOY.assign(created_at=ONSET + pd.to_timedelta([-70, -60, 10, 90, 3000, 2000], unit="min"))
checks.function(
    hours_to_answer,
    lambda *_: 2000 / 60,
    cases=[(DAYS, ONSET), (DAYS.iloc[::-1], ONSET)],
    tolerance=0.01,
)
### END HIDDEN TESTS


# %% wrong="q6b/a-scheduled-post-is-no-answer" marks=0
def hours_to_answer(desk, onset):
    answers = desk[desk["created_at"] > onset]
    return (answers["created_at"].min() - onset) / pd.Timedelta("1h")


# %% wrong="q6b/an-offer-is-no-answer" marks=0
def hours_to_answer(desk, onset):
    answers = desk[(desk["what"] != "other") & (desk["created_at"] > onset)]
    return (answers["created_at"].min() - onset) / pd.Timedelta("1h")


# %% wrong="q6b/the-answer-to-an-earlier-affair" marks=0
def hours_to_answer(desk, onset):
    answers = desk[desk["what"] == "answer"]
    return (answers["created_at"].min() - onset) / pd.Timedelta("1h")


# %% wrong="q6b/first-row-not-first-in-time" marks=0
def hours_to_answer(desk, onset):
    answers = desk[(desk["what"] == "answer") & (desk["created_at"] > onset)]
    return (answers["created_at"].iloc[0] - onset) / pd.Timedelta("1h")


# %% wrong="q6b/in-minutes" marks=0
def hours_to_answer(desk, onset):
    answers = desk[(desk["what"] == "answer") & (desk["created_at"] > onset)]
    return (answers["created_at"].min() - onset) / pd.Timedelta("1min")


# %% wrong="q6b/days-lost" marks=0
def hours_to_answer(desk, onset):
    answers = desk[(desk["what"] == "answer") & (desk["created_at"] > onset)]
    return (answers["created_at"].min() - onset).seconds / 3600


# %% [markdown]
# And here? When the shop's blunder began, and how long people waited for a word:

# %%
onset = truth.episodes.set_index("kind").loc["hashtag_blunder", "onset"]
print("began:        ", onset)
print("hours waited: ", hours_to_answer(desk, onset))

# %% [markdown] grade_id="reflection" kind="manual" points=4
# ## 7. Rewrite the first 24 hours (4 marks, marked by a person)
#
# Take the documented case of 2009 (`cm.cases.load("habitat-2009")`, lesson 3). You are the community
# manager on that day, an hour after the first complaints. Write a plan for the first 24 hours, and
# the **first public post** (280 characters at most). About 200 words in all.
#
# | criterion | 0 | 1 |
# |---|---|---|
# | **Speed** | no times, or the first words come the next day | says who does what within the first hour, and what comes later; gives a time for the next news |
# | **Ownership** | denies, minimises, or blames a person, an agency or the readers | the organisation answers in its own name, says what it did and that it was wrong; no excuse beside the apology |
# | **People** | speaks of the brand only | thinks of those who were using the hashtag, and of the team: nobody is named or left alone with it |
# | **Facts and place** | claims what is not known, or answers where nobody reads it | uses only facts marked *found*, says what is not yet known, answers where the harm was done; deletes nothing without saying so |
#
# ### BEGIN SOLUTION
# What a good answer contains (there is no model text, many are right):
#
# - Speed: scheduled posts are stopped at once; one short public post within the hour, a fuller one
#   the same day, the time of the next news said. The documented first answer came three to nine days
#   after.
# - Ownership: one voice, "we"; apology and correction belong together (rebuild), and are not mixed
#   with denial or a scapegoat. "We did not authorise this" at the head of the post is an excuse: 0.
# - People: the harm is that advertisements stood in the way of people who followed a political
#   crisis; say so. The person who posted is protected, in public and within the team.
# - Facts and place: no number of followers or posts (not established), no day of the posts (only a
#   week is known), no use of the election tag under which the affair is filed; the answer is on
#   the same platform, without the foreign hashtag; the removal is announced.
# - A plan that would be good but says nothing about times earns nothing for speed only.
# ### END SOLUTION
