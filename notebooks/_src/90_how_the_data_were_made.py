# ---
# title: How the data were made
# lang: en
# minutes: 30
# ---

# %% [markdown]
# # How the data were made
#
# Every post of this course is **simulated**. Real posts may not be passed on, and nobody knows what
# their authors meant, who moved whom, or when exactly a crisis began. A simulator knows, because it
# decides. This page shows what it decides, and holds each decision against published measurements.
#
# By the end you will be able to
#
# - **say** what is realistic in these data, and what is not;
# - **compare** your own posts with the same statistics;
# - **make** a community of your own, and **rehearse** another answer to its crisis.

# %% [markdown]
# ## A community from a seed
#
# The same seed gives the same posts, byte for byte, on any machine. `truth` holds what a reader of real
# posts never has.

# %%
import numpy as np
import pandas as pd

import cmkit as cm

posts, truth = cm.simulator.community(seed=90, n_members=8_000, weeks=6, episodes=[])
print(f"{len(posts)} posts by {posts['author_id'].nunique()} of {len(truth.members)} members")
truth.members[["author_id", "role", "community", "lang", "influence", "audience"]].head(4)

# %% [markdown]
# **Before you run the next cell, guess:** which of these facts will a simulator miss?
#
# Each grey bar is a band from the literature (sources in the table below), each mark is this community.
# In a smaller community the busiest hundredth is a handful of people, and some marks lie outside.

# %%
described = cm.simulator.describe(posts, labels=truth.posts["polarity"])
cm.plots.show(cm.plots.facts(described))

# %%
described.dropna(subset=["low"])[["statistic", "value", "low", "high", "source"]]

# %% [markdown]
# `cm.simulator.describe` takes **any** table of posts. On your own export, a mark outside its band is
# no fault: it tells you how your community differs, or what your search left out.

# %% [markdown]
# ## A few write most
#
# In four health forums, one actor in a hundred wrote three quarters of the posts (van Mierlo 2014,
# doi:10.2196/jmir.2966). The rule of thumb 90-9-1 says: ninety read, nine contribute a little, one
# contributes most.

# %%
counts = posts["author_id"].value_counts().reindex(truth.members["author_id"], fill_value=0)
shares = np.cumsum(np.sort(counts.to_numpy())[::-1]) / counts.sum()
people = np.arange(1, len(shares) + 1) / len(shares)
simulated = pd.DataFrame({"share of members": people, "share of posts": shares}).iloc[::40]
published = pd.DataFrame(
    {"share of members": [0.01, 0.10, 1.0], "share of posts": [0.747, 0.987, 1.0]}
)
both = pd.concat(
    [simulated.assign(source="simulated"), published.assign(source="four health forums")]
)
cm.plots.show(cm.plots.lines(both, x="share of members", y="share of posts", by="source"))

# %% [markdown]
# ## A day has an evening
#
# The profile was drawn after mentions of ten large brands, five minutes by five minutes (Numenta Anomaly
# Benchmark, 2015), and moved to a European evening. People live by a local clock: when summer time begins,
# the evening moves in UTC and stays where it is in Paris.

# %%
local = posts["created_at"].dt.tz_convert("Europe/Paris").dt.hour.value_counts().sort_index()
benchmark = [0.91, 0.83, 0.74, 0.68, 0.53, 0.47, 0.46, 0.57, 0.51, 0.60, 0.67, 0.82,
             0.97, 1.24, 1.39, 1.49, 1.46, 1.54, 1.52, 1.49, 1.42, 1.29, 1.11, 1.02]  # fmt: skip
hours = pd.concat(
    [
        pd.DataFrame(
            {"hour": local.index, "level": local / local.mean(), "source": "simulated, Paris"}
        ),
        pd.DataFrame({"hour": range(24), "level": benchmark, "source": "ten brands, file time"}),
    ]
)
cm.plots.show(cm.plots.lines(hours, x="hour", y="level", by="source"))

# %% [markdown]
# Counts are **noisier than chance**: a sitting of one member is several posts, a question draws replies, the
# level drifts. For pure chance (Poisson) the variance of five-minute counts would equal their mean; for the
# ten brands it is 1.3 to 21 times the mean, here

# %%
value = described.set_index("statistic")["value"]
print(f"{value['dispersion_5_minutes']:.1f} times")

# %% [markdown]
# ## Most posts get nothing
#
# Of 1.2 billion tweets, 71 % drew no reaction (Sysomos 2010). Reposts come fast, with a long tail: half
# within an hour, three quarters within a day (Kwak et al. 2010). The kernel is that of SEISMIC (Zhao et al.
# 2015): flat for five minutes, then a power law.

# %%
at = posts.set_index("post_id")["created_at"]
reposts = posts[posts["kind"] == "repost"]
delay = (
    (reposts["created_at"] - reposts["repost_of"].map(at)).dt.total_seconds() / 3600
).sort_values()
arrived = pd.DataFrame(
    {"hours": delay.to_numpy(), "share arrived": np.arange(1, len(delay) + 1) / len(delay)}
)
kwak = pd.DataFrame({"hours": [1, 24], "share arrived": [0.55, 0.75]})
both = pd.concat(
    [
        arrived.iloc[:: max(len(arrived) // 30, 1)].assign(source="simulated"),
        kwak.assign(source="Kwak et al. 2010"),
    ]
)
both = both[both["hours"] > 0.02]
picture = cm.plots.lines(both, x="hours", y="share arrived", by="source", scale="log")
cm.plots.show(picture)

# %% [markdown]
# ## Words keep coming
#
# In any text, new words appear ever more slowly, as a power of its length: Heaps' law, with an exponent
# between 0.5 and 0.75 in social posts. A grammar with slots runs dry; this one invents names of towns,
# product lines and streets, slips while typing, and changes languages.

# %%
written = posts.loc[posts["kind"] != "repost", "text"]
seen, tokens, points = set(), 0, []
for text in written.str.lower().str.findall(r"\w+"):
    seen.update(text)
    tokens += len(text)
    if tokens >= 500 * 1.4 ** len(points):
        points.append((tokens, len(seen)))
growth = pd.DataFrame(points, columns=["words", "different words"]).assign(source="simulated")
start = growth.iloc[0]
for exponent in (0.5, 0.75):
    line = start["different words"] * (growth["words"] / start["words"]) ** exponent
    growth = pd.concat(
        [
            growth,
            pd.DataFrame(
                {
                    "words": growth["words"].head(len(points)),
                    "different words": line.head(len(points)),
                    "source": f"exponent {exponent}",
                }
            ),
        ]
    )
cm.plots.show(cm.plots.lines(growth, x="words", y="different words", by="source", scale="log"))

# %% [markdown]
# Read some, and judge for yourself. **What gives them away?**

# %%
for text in written.sample(8, random_state=3):
    print("-", text)

# %% [markdown]
# ## A welcome brings back
#
# Of 2,777 newcomers to newsgroups, 56 % of those who got a reply came back, and 44 % of the others (Joyce
# and Kraut 2006). In these data the reply **causes** 12 points; questions draw replies, too, and bring people
# back a little by themselves: a confounder to find in module 4.

# %%
newcomers = cm.datasets.load("members").merge(cm.datasets.truth("members").members)
newcomers.groupby("is_welcomed")["returns"].agg(["mean", "size"])

# %% [markdown]
# ## Episodes have shapes
#
# An episode is a **pulse** from outside and what each post **brings about**: a branching process. The time
# constant of the pulse sets the peak and the half-life, the branching number sets the length of the tail.
# Shapes are calibrated on documented cases.

# %%
curves = []
for kind in ["hashtag_blunder", "service_outage", "campaign", "bot_burst"]:
    lived = cm.simulator.community(seed=91, n_members=2_000, weeks=4, episodes=[kind])
    excess = lived.posts[lived.truth.posts["is_excess"]]
    since = (
        excess["created_at"] - lived.truth.episodes["onset"].iloc[0]
    ).dt.total_seconds() // 3600
    hourly = since.value_counts().reindex(range(48), fill_value=0).sort_index()
    curves.append(
        pd.DataFrame(
            {
                "hours since the onset": hourly.index,
                "share of the peak": hourly / hourly.max(),
                "episode": kind,
            }
        )
    )
cm.plots.show(
    cm.plots.lines(
        pd.concat(curves), x="hours since the onset", y="share of the peak", by="episode"
    )
)

# %% [markdown]
# ## Rehearse another answer
#
# What the brand answers, and when, multiplies the branching number. **This table is a toy**: experiments
# measure what answers do to attitudes, nobody has measured dependably what they do to volumes.

# %%
cm.simulator.effects()

# %% [markdown]
# `replay` lives through the same weeks again with other answers. Everything else stays the same, post for
# post, so the difference is the answer's doing alone.

# %%
world = {"seed": 92, "n_members": 1_500, "weeks": 4, "episodes": ["unjust_decision"]}
answers = {
    "silence": [],
    "apology after 30 minutes": [{"after": 0.5, "strategy": "apology"}],
    "attack after 2 hours": [{"after": 2, "strategy": "attack"}],
}
for name, responses in answers.items():
    again = cm.simulator.replay(world, responses=responses)
    print(f"{name}: {again.truth.episodes['n_excess'].iloc[0]} posts too many")

# %% [markdown]
# ## What is not realistic
#
# - **Texts are sentences with slots.** Taggers trained on them look too good. `cm.datasets.load("handwritten")`
#   holds posts written by hand, in other words: our own rules reach a macro-F1 of 0.54 (English) and 0.56 (French)
#   on simulated posts, and of 0.40 and 0.48 on those.
# - **Influence is what the generator makes it**: the expected number of reposts and quotes of one post.
# - **The effect of answers is invented**, as said above.
# - A repost comes from a random member of a group, not from a follower; no images, no private groups, no
#   ranking of the feed by an algorithm.
# - Shares and rhythms come from platforms of 2009 to 2015.
#
# What you learn here is about **methods**, not about brands or people.

# %% [markdown]
# ## In short
#
# A seed makes a world; its statistics lie where published ones do; its truth is known. `describe` your own
# posts, `calibrate` a world on them, `observe` it through a collector's gaps, `replay` its crisis.
#
# **Glossary** — *stylised fact*, fait stylisé: what holds in most data of a kind. *Seed*, graine: the number
# that all chance follows from. *Branching number*, nombre de reproduction: posts that one post brings about.
