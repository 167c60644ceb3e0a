# ---
# title: Contributors and prescribers
# lang: en
# minutes: 45
# needs: 00_start_here
# ---

# %% [markdown]
# # Contributors and prescribers
#
# A community manager is asked to "spot the people who matter". Two kinds matter in different
# ways: **contributors** keep the community alive by writing and answering; **prescribers** write
# little, but what they say is passed on. They are seldom the same people, and neither are they
# the people with the largest audience.
#
# After this lesson you can
#
# - **build** the network of who engages with whom, and **say** which way credit flows;
# - **compute** PageRank by hand on a small network, and by cmkit on a large one;
# - **compare** three measures, and **explain** what each rewards;
# - **detect** a ring of accounts that inflates a ranking;
# - **judge** a ranking against the truth, which is known here because the data are simulated.

# %% [markdown]
# ## The question
#
# Maison Lupin can invite ten members to see its new collection. Whom would *you* invite: those
# who write most, those with the most followers, or somebody else? Write your guess down.

# %%
import cmkit as cm

posts = cm.datasets.load("maison_lupin")
posts["kind"].value_counts()

# %% [markdown]
# ## Who engages with whom
#
# An interaction is an arrow from the one who engages to the one who is engaged with. Credit
# flows **along** the arrow:
#
# | what happens | arrow |
# |---|---|
# | Ben answers Ana | Ben → Ana, `reply` |
# | Cho reposts Ana | Cho → Ana, `repost` |
# | Cho names Ben in a post | Cho → Ben, `mention` |
#
# **Predict:** when Cho reposts Ana, who gains influence?

# %%
edges = cm.graph.interactions(posts)
edges.head()

# %% [markdown]
# One row is a pair of people and a kind of interaction; `weight` says how often. The shop itself
# is part of the network. We know its accounts, and we are looking for members, so we leave
# arrows *to* the shop out.

# %%
SHOP = ["maison_lupin", "maison_lupin_aide", "maison_lupin_help"]
edges = edges[~edges["target"].isin(SHOP)]
len(edges)

# %% [markdown]
# ## Two ways to count
#
# `in_strength` adds up the interactions that a person received. `distinct_engagers` counts the
# *people* behind them: one tireless friend counts once.

# %%
received = cm.influence.in_strength(edges)
cm.plots.show(cm.plots.ranking(received, top=10))

# %%
people = cm.influence.distinct_engagers(edges)
cm.plots.show(cm.plots.ranking(people, top=10))

# %% [markdown]
# ## PageRank, by hand
#
# Should a word from somebody important count for more? PageRank says yes. Everybody hands her
# score on to those she engages with; a small part, `1 - damping`, is spread over everybody.
#
# Four people: Ana and Ben engage with Cho, Cho engages with Dia, Dia engages with Cho.
# **Predict:** Dia has one admirer only. Can she come second?

# %%
import pandas as pd

four = pd.DataFrame(
    [("ana", "cho"), ("ben", "cho"), ("cho", "dia"), ("dia", "cho")], columns=["source", "target"]
).assign(kind="reply", weight=1.0)
d, n = 0.85, 4
ana = ben = (1 - d) / n  # nobody engages with them
cho = ((1 - d) / n + d * (ana + ben) + d * (1 - d) / n) / (1 - d * d)
dia = (1 - d) / n + d * cho
print(f"ana {ana:.4f}  ben {ben:.4f}  cho {cho:.4f}  dia {dia:.4f}")

# %% [markdown]
# Dia's only admirer is Cho, and Cho matters. The formula for Cho comes from writing down both
# equations, `cho = base + d (ana + ben + dia)` and `dia = base + d cho`, and solving them. Now let
# cmkit do it:

# %%
cm.influence.pagerank(four)

# %% [markdown]
# ## PageRank of the community

# %%
ranks = cm.influence.pagerank(edges)
cm.plots.show(cm.plots.ranking(ranks, top=10))

# %% [markdown]
# ## Move it yourself
#
# Choose a measure and which interactions count. **Predict first:** which names will change when
# only *reposts* count?

# %%
cm.widgets.influencers(posts)

# %% [markdown]
# Without the widget, the same in three lines:

# %%
reposts = cm.graph.interactions(posts, kinds=["repost"])
reposts = reposts[~reposts["target"].isin(SHOP)]
cm.plots.show(cm.plots.ranking(cm.influence.in_strength(reposts), top=10))

# %% [markdown]
# ## Groups, and something odd
#
# People engage more inside their group than outside. Louvain's method looks for such groups.
# It visits people in a random order, so a **seed** is in sight.

# %%
groups = cm.influence.communities(edges, seed=1)
cm.plots.show(cm.plots.network(edges, communities=groups, seed=1))

# %% [markdown]
# Colour *and* shape tell the groups apart. Look for a small group that is tied to itself and to
# hardly anybody else. How many of each person's engagers are inside her own group?

# %%
group_of = groups.set_index("author_id")["community"]
inside = edges["source"].map(group_of) == edges["target"].map(group_of)
share_inside = inside.groupby(edges["target"].map(group_of)).mean()
size = groups.groupby("community").size()
table = pd.DataFrame({"members": size, "share inside": share_inside.round(2)})
table[table["members"].between(5, 40)]

# %% [markdown]
# A small group whose engagement comes nearly all from within may be a club of friends, or a
# **ring**: accounts that repost each other to look important. Read their posts before you say
# so aloud. `distinct_engagers` is harder to inflate than `in_strength`: each new engager costs
# the ring a new account.

# %% [markdown]
# ## The truth
#
# In a simulated community each member's influence is known: how many reposts one of her posts
# is expected to bring. Nobody has that table in real life. **Predict:** which measure finds the
# most of the twelve true prescribers?

# %%
truth = cm.datasets.truth("maison_lupin").members
members = truth[truth["role"] != "staff"]
tries = {
    "all, in_strength": received,
    "all, distinct_engagers": people,
    "all, pagerank": ranks,
    "reposts, in_strength": cm.influence.in_strength(reposts),
    "reposts, distinct_engagers": cm.influence.distinct_engagers(reposts),
}
found = {
    name: cm.evaluation.overlap(scores, members["author_id"], k=12)["n_common"].iloc[0]
    for name, scores in tries.items()
}
pd.Series(found, name="of the 12 found")

# %% [markdown]
# And who are the people that each of them puts first?

# %%
role_of = truth.set_index("author_id")["role"]
first = {name: scores["author_id"].head(12).map(role_of) for name, scores in tries.items()}
pd.DataFrame({name: roles.value_counts() for name, roles in first.items()}).fillna(0).astype(int)

# %% [markdown]
# Counting **all** interactions finds those who talk: superusers and contributors. Counting the
# different people who **repost** finds those who are passed on: prescribers. Counting reposts
# without looking at who makes them finds spammers too. No measure is wrong; each answers another
# question.

# %% [markdown]
# ## Activity, audience, influence
#
# Were you going to invite those who write most, or those with the most followers?

# %%
writes = posts["author_id"].value_counts().head(12).index
followed = truth.sort_values("audience", ascending=False)["author_id"].head(12)
pd.DataFrame(
    {
        "write most": pd.Series(writes).map(role_of).value_counts(),
        "most followers": followed.map(role_of).value_counts(),
    }
).fillna(0).astype(int)

# %% [markdown]
# ## What could go wrong
#
# - **The direction.** Turn the arrows around, and you rank those who repost most.
# - **The brand.** It is nearly always first; say whether you left it out.
# - **Ties.** Two people with equal scores share a rank; the order between them means nothing.
# - **Anger.** Being answered by hundreds may mean that hundreds are angry: read with lesson 2.
# - **Small numbers.** One link can lift a person by hundreds of ranks. Do not invite, blame or
#   pay anybody on a rank alone.
# - **Privacy.** A list of names with scores is personal data about each of them.

# %% [markdown]
# ## In short
#
# An edge points to the one who gains. In-strength counts interactions, distinct engagers count
# people, PageRank asks who those people are. Contributors are found among answers, prescribers
# among reposts. A ranking is a reason to read somebody's posts, not a verdict.
#
# Now solve [exercise 1](../exercises/release/ex01_influence/ex01_influence.ipynb).
#
# ## Glossary
#
# | English | français |
# |---|---|
# | contributor | contributeur, contributrice |
# | prescriber | prescripteur, prescriptrice |
# | repost | partage, repartage |
# | reply | réponse |
# | ranking | classement |
# | audience | audience, public |
#
# ## Sources
#
# - Brin and Page (1998), *The anatomy of a large-scale hypertextual Web search engine*,
#   doi:10.1016/S0169-7552(98)00110-X.
# - Cha et al. (2010), *Measuring user influence in Twitter: the million follower fallacy*,
#   doi:10.1609/icwsm.v4i1.14033.
# - Blondel et al. (2008), *Fast unfolding of communities in large networks*,
#   doi:10.1088/1742-5468/2008/10/P10008.
#
# *Maison Lupin and everybody in it are simulated.*
