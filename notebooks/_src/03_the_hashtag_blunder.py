# ---
# title: The hashtag blunder
# lang: en
# minutes: 45
# needs: 00_start_here, 02_what_do_they_feel
# ---

# %% [markdown]
# # The hashtag blunder
#
# By the end of this lesson you will be able to
#
# - **tell** a documented case, and say of each fact whether it is found, inferred or recalled;
# - **count** posts in windows of time, and **estimate** what is usual for an hour;
# - **explain** why an alarm on volume alone cries wolf, and **use** two conditions instead;
# - **measure** a crisis: how late the alarm, how high, how long, how late the answer;
# - **choose** what to say in the first hours, and **doubt** your own figures.
#
# **A question from the job.** It is a quarter to one. Your phone rings: "Have you seen what people
# say about our post?" Before you answer anybody, your director will ask three things. Is this a
# crisis, or a busy morning? When did it begin? When could we have known?

# %% [markdown]
# ## 1. It happened in 2009
#
# A furniture shop, Habitat UK, had just opened an account on Twitter. The kit keeps documented
# cases as dated facts. Read this one as you would read a file on your desk.

# %%
import pandas as pd

import cmkit as cm

case = cm.cases.load("habitat-2009")
print(case.summary)

# %% [markdown]
# How do we know? Every fact carries a **status**:
#
# - **found**: stated in a source that was read;
# - **inferred**: worked out from facts that were found;
# - **recalled**: from memory, to be verified before anybody quotes it.

# %%
for fact in case.facts.itertuples():
    print(f"[{fact.status}] {fact.text}\n")

# %% [markdown]
# Look at the two *recalled* facts. They say that **no number is known**: a slide that gives the
# number of followers, or of posts, has it from nowhere. And no private person is named: the firm
# blamed a beginner in public, and a lesson need not do it again.
#
# **Before you run the next cell, guess:** how many hours passed between the posts and the first
# public answer?

# %%
steps = case.timeline.assign(latest=case.timeline["latest"].dt.strftime("%d %B"))
print(steps[["role", "latest", "precision", "status"]].to_string(index=False))

row = cm.cases.table().set_index("case_id").loc["habitat-2009"]
low, high = row["first_answer_hours_low"], row["first_answer_hours_high"]
print(f"\nFirst answer: {low:.0f} to {high:.0f} hours later [{row['first_answer_status']}].")

# %% [markdown]
# Days, not hours. It is an **interval**, because none of the sources gives the day of the posts:
# `latest` is the end of the time in which a step can have happened. Quote the interval, not its
# middle.
#
# The order matters as much as the speed: removal without a word, then an apology, then the blame of
# one person. The blame gave the story a second life.

# %%
for source in case.sources.itertuples():
    print(f"- {source.title}. {source.publisher}, {source.date}.")

# %% [markdown]
# ## 2. A blunder that can be counted
#
# Of 2009 we have articles, not posts. So we turn to *Maison Lupin*, where a similar blunder was
# **simulated**: the shop put its offers under the hashtag of people who were helping after a flood.
# *The brand, the people and the posts are invented, and the truth about them is known.*
#
# First, the posts of each hour. An hour without posts counts 0, and stays.

# %%
posts = cm.datasets.load("maison_lupin")
tags = cm.sentiment.tag(posts)
counts = cm.timeline.activity(posts, every="1h", tags=tags)
counts[["window_start", "n_posts", "n_negative", "share_negative"]].head(3)

# %% [markdown]
# **Guess:** how many times as many posts as a middling hour has the busiest one? Twice? Ten times?

# %%
busiest, middling = counts["n_posts"].max(), counts["n_posts"].median()
print(f"The busiest hour has {busiest} posts, a middling one {middling:.0f}.")

# %%
nothing_yet = cm.crisis.detect(counts).head(0)
cm.plots.show(cm.plots.crisis(counts, nothing_yet))

# %% [markdown]
# Two towers, and one of them is no crisis: it is a **campaign** that people liked. Can you tell which,
# from the line alone? And mind that you are looking back: when the phone rang, you saw the *foot* of
# the tower only.

# %% [markdown]
# ## 3. What is usual?
#
# Nobody can say "unusual" without saying what is usual. People sleep, eat and go to work, so each
# hour has its own usual. **Guess:** at what hour of a weekday do most posts come: 9, 13 or 21?

# %%
ZONE = "Europe/Paris"  # where the audience lives
usual = cm.crisis.baseline(counts, timezone=ZONE)
hours = usual["window_start"].dt.tz_convert(ZONE)
tuesday = usual[hours.dt.date.astype(str) == "2025-03-18"]
for hour in (4, 9, 13, 21):
    print(f"Tuesday, {hour:2} o'clock: {tuesday['expected'].iloc[hour]:.1f} posts expected")

# %% [markdown]
# Where does such a number come from? From the **same hour of the weekdays before**, and from their
# **median**: one wild evening must not move it. By hand, for 21 o'clock:

# %%
local = counts["window_start"].dt.tz_convert(ZONE)
same_hour = (local.dt.hour == 21) & (local.dt.day_of_week < 5) & (local < "2025-03-18")
evenings = counts.loc[same_hour, "n_posts"]
print(
    "before:", sorted(evenings), " median:", evenings.median(), " mean:", round(evenings.mean(), 1)
)

# %% [markdown]
# `crisis.baseline` does this for each hour of weekdays and of weekends, looks back four weeks at most,
# and moves with the level of the last one. So it is near the median, not equal to it. It also says how
# much the hours *differ* from each other: the grey band below. The first week has no band: nothing
# was known yet.

# %%
first_weeks = counts[counts["window_start"] < "2025-03-20"]
band = usual[usual["window_start"] < "2025-03-20"]
cm.plots.show(cm.plots.crisis(first_weeks, nothing_yet, baseline=band))

# %% [markdown]
# ## 4. The rule that cries wolf
#
# The rule of thumb in many offices: *ring when an hour has more than three times the mean of last
# week.* **Guess before you run:** how often does it ring in these eight weeks?

# %%
naive = cm.crisis.detect(counts, kind="buzz", method="k_times_mean", limit=3)
print(len(naive), "alarms")
cm.plots.show(cm.plots.crisis(counts, naive))

# %% [markdown]
# Who can say which of these alarms were deserved? In life, people who read the posts, days later. Here
# the simulator keeps the **truth**: when each episode began, and what was meant. We use it to judge the
# rule, never to help it.

# %%
truth = cm.datasets.truth("maison_lupin")
print("false alarms:", len(cm.evaluation.false_alarms(naive, truth.episodes)))
cm.evaluation.onset_error(naive, truth.episodes)[["kind", "onset", "detected"]]

# %% [markdown]
# It finds the blunder. It also rings at the campaign, and in hours that were nothing but busy. It has
# two faults:
#
# 1. it knows **no hours**: a mean over nights and days is low, so a good hour of the day passes it;
# 2. it knows **no mood**: applause is as loud as anger.
#
# **Guess:** does a higher limit mend the first fault? The second?

# %%
for limit in (2, 3, 4, 6):
    rang = cm.crisis.detect(counts, kind="buzz", method="k_times_mean", limit=limit)
    false = len(cm.evaluation.false_alarms(rang, truth.episodes))
    found = cm.evaluation.onset_error(rang, truth.episodes).set_index("kind")["detected"]
    print(f"limit {limit}: {false:2} false alarms, rings at the campaign: {found['campaign']}")

# %% [markdown]
# A higher limit mends the first fault, at a price: a small crisis then passes below it. It does not
# mend the second: a good campaign is as loud as a bad blunder.

# %% [markdown]
# ## 5. Two conditions
#
# So ask for both, against what is usual for the hour:
#
# - **more talk than usual**, *and*
# - **a greater share of it negative than usual**.
#
# First by eye, in the three hours after each episode began. **Guess:** which condition fails for the
# campaign?

# %%
HOUR = pd.Timedelta("1h")
print(
    f"usual: {usual['expected'].mean():.0f} posts an hour, {usual['expected_share'].mean():.0%} negative"
)
for episode in truth.episodes.itertuples():
    began = episode.onset.floor("1h")
    part = counts[counts["window_start"].between(began, began + 3 * HOUR)]
    share = part["n_negative"].sum() / part["n_posts"].sum()
    print(f"{episode.kind}: {part['n_posts'].mean():.0f} posts an hour, {share:.0%} negative")

# %% [markdown]
# Volume holds for both, share for one. Mind that it is the **share**: the *number* of negative posts
# rises in a large campaign as well, because everything does.
#
# `crisis.detect` asks for both, unless you tell it otherwise.

# %%
events = cm.crisis.detect(counts, timezone=ZONE)
events.assign(severity=events["severity"].round(1))

# %%
first = events["onset"].iloc[0]
near = counts["window_start"].between(first - 60 * HOUR, first + 96 * HOUR)
cm.plots.show(cm.plots.crisis(counts[near], events, baseline=usual[near]))

# %% [markdown]
# An alarm is a **rise after at least three quiet hours**, so a loud day is one alarm, not twenty.
# `onset` is the end of the first window that rang: nobody could have heard it sooner. `severity` says
# how many times the usual of *those* hours came on top of it.
#
# And the second condition, day by day: the line is the share, the bars behind it are the posts.

# %%
days = cm.timeline.activity(posts, every="1D", tags=tags)
cm.plots.show(cm.plots.sentiment(days))

# %% [markdown]
# ## 6. Against the truth
#
# When did it really begin? The true onset is the first post that would not have been written without
# the blunder. **Guess:** how late was our alarm? And did the campaign ring?

# %%
late = cm.evaluation.onset_error(events, truth.episodes)
late[["kind", "onset", "detected", "alarm_at", "delay_minutes"]].round({"delay_minutes": 0})

# %% [markdown]
# Part of the delay is ours: a window of one hour has to end before it can ring. **Guess:** do shorter
# windows help? What could they cost?

# %%
for every in ("15min", "30min", "1h", "3h"):
    line = cm.timeline.activity(posts, every=every, tags=tags)
    rang = cm.crisis.detect(line, timezone=ZONE)
    judged = cm.evaluation.onset_error(rang, truth.episodes).set_index("kind")
    delay = judged.loc["hashtag_blunder", "delay_minutes"]
    false = len(cm.evaluation.false_alarms(rang, truth.episodes))
    print(f"windows of {every:5}: {delay:4.0f} minutes late, {false} false alarms")

# %% [markdown]
# Long windows ring late. Short ones hold few posts, so that chance weighs more: watch the false alarms
# on a quiet brand. The rest of the delay is the crisis itself, which begins as a handful of posts. No
# method sees in three posts what only thirty can show.
#
# One blunder proves little about a method. Before you trust an alarm, count on **many** weeks: crises
# found, delay, and false alarms, at the same number of false alarms for each method.

# %% [markdown]
# ## 7. The life of a crisis
#
# Onset, peak, the end of the acute phase (the extra talk stays below a tenth of its peak for six
# hours), the end of the chronic one (back to ordinary for two days). A later wave is a
# **resurgence**: one crisis with two waves is not two crises.

# %%
phases = cm.crisis.phases(counts, events, timezone=ZONE)
phases[["onset", "peak", "acute_end", "chronic_end", "part"]]

# %% [markdown]
# And its figures. **Guess** two of them: how many middling hours' talk came on top at the peak? How many
# hours until half of that was gone?

# %%
blunder = truth.episodes[truth.episodes["kind"] == "hashtag_blunder"]
figures = cm.crisis.metrics(counts, events, episodes=blunder, timezone=ZONE).iloc[0]
print(f"peak ratio        {figures['peak_ratio']:.0f} middling hours, on top of the usual")
print(f"rise              {figures['rise_minutes'] / 60:.0f} h")
print(f"half-life         {figures['half_life_minutes'] / 60:.0f} h")
print(f"negative share    {figures['negative_share']:.0%} (as tagged)")
print(f"extra posts       {figures['attention_debt']:.0f} until the acute end")
print(f"time to answer    {figures['response_minutes'] / 60:.0f} h after the true onset")

# %% [markdown]
# The shop answered on the next day, and blamed somebody. Look at the first picture of section 5 again:
# what comes after?
#
# *Take care: that the blame feeds a second wave was written into the simulation, after cases such as
# that of 2009. Here it is an assumption, so it proves nothing.*

# %% [markdown]
# ## 8. Try it: when should it ring?
#
# Move the limit and the window, and look for *crisis*, then for *buzz*. All controls work with the
# keyboard: Tab moves, the arrows change. **Question:** which settings ring before the blunder, and which
# ring least often? (The widget starts from another limit and keeps UTC hours, so its alarms differ a
# little from those above.)

# %%
cm.widgets.crisis(posts, tags=tags)

# %% [markdown]
# The same without a screen, in code: volume alone, at a higher limit. Does it still ring at the
# campaign? Change the limit and run it again.

# %%
LIMIT = 6.0
strict = cm.crisis.detect(counts, kind="buzz", limit=LIMIT, timezone=ZONE)
picture = cm.plots.crisis(counts, strict, baseline=usual)
print(cm.plots.alt_text(picture))
cm.plots.show(picture)

# %% [markdown]
# ## 9. What do you say in the first hours?
#
# An alarm says *that* the talk is unusual. What to say depends on **how much people hold you
# responsible**: that is the idea of *situational crisis communication theory* (Coombs, 2007).
#
# | cluster | whose fault, in people's eyes | for instance | what the theory advises |
# |---|---|---|---|
# | victim | hardly ours | rumour, storm, sabotage | inform |
# | accidental | a little | a machine fails | inform; explain (*diminish*) |
# | preventable | ours | a human error, a misdeed | inform; apologise and repair (*rebuild*) |
#
# A similar crisis before, or a bad name, moves you one row down. **Guess:** in which row is an offer
# posted under the hashtag of a flood?

# %%
advice = cm.crisis.scct("preventable", history=False)
advice[["strategy", "posture", "duty"]]

# %%
for reason in advice["why"].unique():
    print("-", reason)

# %% [markdown]
# Compare with 2009. The kit's reading of the answer is *inferred*, as any reading is:

# %%
case.response.loc[case.response["scheme"] == "scct", ["strategy", "status", "evidence"]]

# %% [markdown]
# An apology (*rebuild*) next to an excuse (*diminish*) and a scapegoat (*deny*): the theory's advice is
# not to mix them. For the first hours it comes down to this:
#
# 1. **Stop** the scheduled posts. Read before you write.
# 2. **Say within the hour** that you have seen it, where it happened, without the foreign hashtag.
# 3. **Own it**, as the organisation: what was done, that it was wrong, what changes now.
# 4. **Delete in the open**: say that you do, and why.
# 5. **Protect people**: those who used the hashtag, and your team. Nobody is named.
# 6. **Say when the next news comes**, and keep to it. Note the times: you will need them.

# %% [markdown]
# ## 10. What could go wrong
#
# **The tagger is wrong, and in a crisis more than usual.** Anger likes irony: "Bravo, what a moment
# for a sale." In the simulation we know what was meant:

# %%
both = truth.posts.merge(tags, on="post_id")
in_blunder = both["episode_id"].isin(blunder["episode_id"])
for name, part in (
    ("ordinary posts", both[both["episode_id"].isna()]),
    ("blunder", both[in_blunder]),
):
    meant, read = (part[column].eq("negative").mean() for column in ("polarity", "label"))
    print(f"{name}: {meant:.0%} meant to be negative, {read:.0%} tagged negative")

# %% [markdown]
# The alarm still rang, because the share rose. But do not print "the share of angry posts" without
# saying who counted: a person should read a sample.
#
# - **Sales, holidays, football.** The baseline does not know the calendar; you do.
# - **The first two weeks.** Nothing rings in the first; little can be trusted in the second.
# - **A quiet brand.** With two posts an hour, five angry friends are a "crisis". Use longer windows.
# - **Loud is not right, and quiet is not well.** An alarm says that talk is unusual, not that the brand
#   is at fault. And harm to few people makes little noise.
# - **Simulated data** show what a method does. They say nothing about brands, nor about the effect of
#   an answer: the experiments behind the theory measure attitudes, not volumes.
# - **Watching people.** You count posts about a brand. The pseudonyms stay personal data: no list of
#   "the angry ones" leaves this notebook.

# %% [markdown]
# ## In short
#
# Say how you know. Count every hour, the empty ones too. Usual is the median of the same hours before.
# Volume alone cries wolf; volume *and* share seldom do. Report the delay beside the false alarms. Then
# answer soon, in your own name, and blame nobody.
#
# Now solve [exercise 3](../exercises/release/ex03_crisis/ex03_crisis.ipynb).

# %% [markdown]
# ## Words
#
# | English | French | meaning here |
# |---|---|---|
# | crisis, "bad buzz" | crise, *bad buzz* | more talk than usual, of which more than usual is negative |
# | hashtag | mot-dièse | a word that gathers posts, and belongs to those who use it |
# | baseline | niveau habituel | what is expected of this hour, from the hours before it |
# | onset | début | first post that the crisis brought |
# | alarm | alerte | the first moment at which the rule rings, after quiet |
# | false alarm | fausse alerte | an alarm outside every crisis |
# | peak ratio | rapport au pic | extra posts at the peak, in middling hours |
# | half-life | demi-vie | time from the peak until half of the extra talk is gone |
# | time to answer | temps de réaction | from the onset to the organisation's first public words on it |
# | scapegoat | bouc émissaire | the one whom an organisation blames in its own place |

# %% [markdown]
# ## Sources
#
# - The case of 2009: the six articles listed in section 1, each with its publisher and date.
# - Coombs, W. T. (2007). Protecting organization reputations during a crisis. *Corporate Reputation
#   Review* 10(3), 163-176. doi:10.1057/palgrave.crr.1550049
# - Fink, S. (1986). *Crisis Management: Planning for the Inevitable*. AMACOM. (The phases.)
# - Roberts, S. W. (1959). Control chart tests based on geometric moving averages. *Technometrics* 1.
#   doi:10.1080/00401706.1959.10489860 (The moving average behind the alarm.)
# - Hampel, F. R. (1974). The influence curve and its role in robust estimation. *JASA* 69.
#   doi:10.1080/01621459.1974.10482962 (Medians that one wild evening cannot move.)
