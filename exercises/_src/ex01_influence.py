# ---
# title: "Exercise 1: who matters here?"
# lang: en
# minutes: 50
# needs: 01_contributors_and_prescribers
# ---

# %% [markdown] kind="given"
# # Exercise 1: who matters here?
#
# Maison Lupin wants to invite people from a community that you have never seen. You will build the
# pieces of a ranking yourself, then use them.
#
# - Write your answers **in the answer cells** (those with `# your code here`). Cells that you add
#   are not graded.
# - A check stays silent when you are right, and gives a hint when you are not.
# - Some tests are hidden: they call your functions on other communities. A number typed in by hand
#   wins nothing.
#
# Six questions, 20 marks, and a text worth 4. *The data are simulated; nobody in them is real.*

# %% kind="given"
import pandas as pd

import cmkit as cm
from cmkit import checks

SEED = 1105
posts = cm.simulator.community(seed=SEED, n_members=600, weeks=3, episodes=[]).posts
SHOP = ["maison_lupin", "maison_lupin_aide", "maison_lupin_help"]


def arrows(*pairs):
    """Make a small table of reposts: who reposted whom, once each."""
    table = pd.DataFrame(list(pairs), columns=["source", "target"])
    return table.assign(kind="repost", weight=1.0)


print(len(posts), "posts by", posts["author_id"].nunique(), "people")

# %% [markdown] kind="given"
# ## 1. Answers received (2 marks)
#
# Complete `answers_received`: it takes a table of posts and the name of an author, and returns **how
# many replies (`kind` is `"reply"`) by other people** answered her. `author_id` is who wrote a post,
# `reply_to_author_id` is who is answered.
#
# By hand: Ana writes, Ben and Cho answer her, Ana answers Ben, and then herself. Ana received two
# answers, Ben one.


# %% grade_id="q1" kind="answer"
def answers_received(posts, author):
    ### BEGIN SOLUTION
    is_answer = (posts["kind"] == "reply") & (posts["reply_to_author_id"] == author)
    return int((is_answer & (posts["author_id"] != author)).sum())
    ### END SOLUTION


# %% grade_id="q1-check" kind="check" points=2
CHAT = cm.posts.validate(
    pd.DataFrame(
        {
            "post_id": ["1", "2", "3", "4", "5"],
            "author_id": ["ana", "ben", "cho", "ana", "ana"],
            "created_at": pd.date_range("2025-03-01", periods=5, freq="h", tz="UTC"),
            "reply_to": [None, "1", "1", "2", "1"],
        }
    )
)
checks.function(
    answers_received,
    lambda _posts, author: {"ana": 2, "ben": 1, "cho": 0}[author],
    cases=[(CHAT, "ana"), (CHAT, "ben"), (CHAT, "cho")],
    hint="three things must hold: it is a reply, it answers her, and she did not write it",
)
### BEGIN HIDDEN TESTS
OTHER = cm.simulator.community(seed=7741, n_members=400, weeks=1, episodes=[]).posts


def counted_answers(posts, author):
    edges = cm.graph.interactions(posts, kinds=["reply"])
    quoted = posts[(posts["kind"] == "quote") & (posts["reply_to_author_id"] == author)]
    quoted = quoted[quoted["author_id"] != author]
    return int(edges.loc[edges["target"] == author, "weight"].sum()) - len(quoted)


NAMES = OTHER["reply_to_author_id"].value_counts().index[:4]
checks.function(answers_received, counted_answers, cases=[(OTHER, name) for name in NAMES])
MIXED = CHAT.assign(kind=["post", "reply", "quote", "reply", "reply"])
checks.function(answers_received, lambda *_: 1, cases=[(MIXED, "ana")])
### END HIDDEN TESTS


# %% wrong="q1/counts-what-she-wrote" marks=0
def answers_received(posts, author):
    return int(((posts["kind"] == "reply") & (posts["author_id"] == author)).sum())


# %% wrong="q1/counts-answers-to-herself" marks=0
def answers_received(posts, author):
    return int(((posts["kind"] == "reply") & (posts["reply_to_author_id"] == author)).sum())


# %% wrong="q1/counts-every-kind" marks=0
def answers_received(posts, author):
    answered = posts["reply_to_author_id"] == author
    return int((answered & (posts["author_id"] != author)).sum())


# %% wrong="q1/the-worked-example-typed-in" marks=0
def answers_received(_posts, author):
    return {"ana": 2, "ben": 1}.get(author, 0)


# %% [markdown] kind="given"
# ## 2. Which way does credit flow? (3 marks)
#
# Complete `repost_edges`: it takes a table of posts and returns one row per pair of people, with the
# columns `source`, `target` and `weight`. **`target` is the one who gains**; `weight` is how often.
# Only reposts count (`kind` is `"repost"`; the author reposted stands in `repost_of_author_id`).
# Leave out people who repost themselves, and reposts of an author who is not known. The order of rows
# does not matter.


# %% grade_id="q2" kind="answer"
def repost_edges(posts):
    ### BEGIN SOLUTION
    reposts = posts[(posts["kind"] == "repost") & posts["repost_of_author_id"].notna()]
    reposts = reposts[reposts["author_id"] != reposts["repost_of_author_id"]]
    pairs = reposts.groupby(["author_id", "repost_of_author_id"]).size().reset_index()
    pairs.columns = ["source", "target", "weight"]
    return pairs
    ### END SOLUTION


# %% grade_id="q2-check" kind="check" points=3
SHARED = cm.posts.validate(
    pd.DataFrame(
        {
            "post_id": ["1", "2", "3", "4", "5"],
            "author_id": ["ana", "ben", "ben", "ana", "cho"],
            "created_at": pd.date_range("2025-03-01", periods=5, freq="h", tz="UTC"),
            "repost_of": [None, "1", "1", "1", "900"],
        }
    )
)
checks.function(
    lambda posts: repost_edges(posts)[["source", "target", "weight"]],
    lambda posts: cm.graph.interactions(posts, kinds=["repost"]).drop(columns="kind"),
    cases=[SHARED],
    hint="Ben reposts Ana twice: who gains, and in how many rows does the pair stand? Ana reposts "
    "herself, and nobody knows whom Cho reposted",
)
### BEGIN HIDDEN TESTS
WIDE = cm.simulator.community(seed=7742, n_members=400, weeks=1, episodes=[]).posts
checks.function(
    lambda posts: repost_edges(posts)[["source", "target", "weight"]],
    lambda posts: cm.graph.interactions(posts, kinds=["repost"]).drop(columns="kind"),
    cases=[WIDE],
)
### END HIDDEN TESTS


# %% wrong="q2/arrows-turned-around" marks=0
def repost_edges(posts):
    edges = cm.graph.interactions(posts, kinds=["repost"])
    return edges.rename(columns={"source": "target", "target": "source"})


# %% wrong="q2/self-reposts-kept" marks=0
def repost_edges(posts):
    return cm.graph.interactions(posts, kinds=["repost"], drop_self=False)


# %% wrong="q2/every-kind-counted" marks=0
def repost_edges(posts):
    edges = cm.graph.interactions(posts)
    return edges.groupby(["source", "target"])["weight"].sum().reset_index()


# %% wrong="q2/each-pair-counted-once" marks=0
def repost_edges(posts):
    return cm.graph.interactions(posts, kinds=["repost"]).assign(weight=1)


# %% [markdown] kind="given"
# ## 3. One turn of PageRank (4 marks)
#
# PageRank goes round and round. In one turn, everybody hands her score on to those she engages with,
# in equal parts here; everybody then gets `(1 - damping) / n` on top of `damping` times what she was
# handed, where `n` is the number of people.
#
# Complete `one_turn`: `scores` is a dictionary from name to score; `links` is a dictionary from each
# name to the list of people she engages with (never empty). Return the dictionary of new scores.
#
# By hand, with damping 0.5: Ana (0.5) engages with Ben and Cho, Ben (0.3) with Cho, Cho (0.2) with
# Ana. Ben is handed half of 0.5, so he gets 0.5 / 3 + 0.5 × 0.25.


# %% grade_id="q3" kind="answer"
def one_turn(scores, links, damping):
    ### BEGIN SOLUTION
    handed = dict.fromkeys(scores, 0.0)
    for name, friends in links.items():
        for friend in friends:
            handed[friend] += scores[name] / len(friends)
    base = (1 - damping) / len(scores)
    return {name: base + damping * handed[name] for name in scores}
    ### END SOLUTION


# %% grade_id="q3-check" kind="check" points=4
THREE = {"ana": ["ben", "cho"], "ben": ["cho"], "cho": ["ana"]}
START = {"ana": 0.5, "ben": 0.3, "cho": 0.2}
checks.function(
    lambda *given: sorted(one_turn(*given)),
    lambda scores, *_: sorted(scores),
    cases=[(START, THREE, 0.5)],
    hint="return a dictionary with one score a name",
)
checks.function(
    lambda *given: one_turn(*given)["ben"],
    lambda *_: 0.5 / 3 + 0.5 * 0.25,
    cases=[(START, THREE, 0.5)],
    hint="is what Ana gives shared among both, and is the base (1 - damping) / n?",
)
checks.function(
    lambda *given: sum(one_turn(*given).values()),
    lambda *_: 1.0,
    cases=[(START, THREE, 0.5)],
    hint="scores are handed on, not made: they add up to 1 before and after",
)
### BEGIN HIDDEN TESTS
FIVE = {"a": ["b"], "b": ["c", "a"], "c": ["a", "b", "d"], "d": ["e"], "e": ["a", "d"]}


def settled(turn):
    scores = dict.fromkeys(FIVE, 1 / 5)
    for _ in range(300):
        scores = turn(scores, FIVE, 0.85)
    return [scores[name] for name in sorted(FIVE)]


EDGES5 = arrows(*[(name, friend) for name, friends in FIVE.items() for friend in friends])
TRUE5 = cm.influence.pagerank(EDGES5, tolerance=1e-13).sort_values("author_id")["score"].tolist()
checks.close(settled(one_turn), TRUE5, tolerance=1e-6)
checks.close(one_turn({"a": 0.9, "b": 0.1}, {"a": ["b"], "b": ["a"]}, 0.0)["a"], 0.5)
### END HIDDEN TESTS


# %% wrong="q3/not-shared-among-friends" marks=0
def one_turn(scores, links, damping):
    handed = dict.fromkeys(scores, 0.0)
    for name, friends in links.items():
        for friend in friends:
            handed[friend] += scores[name]
    return {name: (1 - damping) / len(scores) + damping * handed[name] for name in scores}


# %% wrong="q3/direction-turned-around" marks=0
def one_turn(scores, links, damping):
    base = (1 - damping) / len(scores)
    return {
        name: base + damping * sum(scores[friend] for friend in links[name]) / len(links[name])
        for name in scores
    }


# %% wrong="q3/base-not-divided" marks=0
def one_turn(scores, links, damping):
    handed = dict.fromkeys(scores, 0.0)
    for name, friends in links.items():
        for friend in friends:
            handed[friend] += scores[name] / len(friends)
    return {name: (1 - damping) + damping * handed[name] for name in scores}


# %% wrong="q3/damping-and-rest-swapped" marks=0
def one_turn(scores, links, damping):
    handed = dict.fromkeys(scores, 0.0)
    for name, friends in links.items():
        for friend in friends:
            handed[friend] += scores[name] / len(friends)
    return {name: damping / len(scores) + (1 - damping) * handed[name] for name in scores}


# %% [markdown] kind="given"
# ## 4. Whom to invite (4 marks)
#
# Complete `prescribers`: it takes a table of posts, a list of accounts of the `shop`, and `k`, and
# returns **a list of the `k` people whom the greatest number of different people reposted**, highest
# first. The shop is not invited. Where two tie, the one who comes first in the alphabet goes first.


# %% grade_id="q4" kind="answer"
def prescribers(posts, shop, k):
    ### BEGIN SOLUTION
    edges = cm.graph.interactions(posts, kinds=["repost"])
    edges = edges[~edges["target"].isin(shop)]
    return cm.influence.distinct_engagers(edges)["author_id"].head(k).tolist()
    ### END SOLUTION


# %% grade_id="q4-check" kind="check" points=4
def many(*pairs):
    """Make posts: each pair is (who reposts, whom), after one post of everybody's."""
    names = sorted({name for pair in pairs for name in pair})
    rows = [{"post_id": name, "author_id": name} for name in names]
    rows += [
        {"post_id": f"r{i}", "author_id": who, "repost_of": whom}
        for i, (who, whom) in enumerate(pairs)
    ]
    table = pd.DataFrame(rows)
    table["created_at"] = pd.date_range("2025-03-01", periods=len(table), freq="h", tz="UTC")
    return cm.posts.validate(table)


LOUD = many(
    *[("fan", "ana")] * 5,
    ("ben", "cho"),
    ("dia", "cho"),
    ("eli", "cho"),
    ("ben", "dia"),
    ("cho", "dia"),
    ("ben", "shop"),
    ("cho", "shop"),
    ("dia", "shop"),
    ("eli", "shop"),
)
checks.same_ranking(
    prescribers(LOUD, ["shop"], 3),
    ["cho", "dia", "ana"],
    k=3,
    hint="count different people, not reposts; and is the shop left out?",
)
checks.equal(len(prescribers(LOUD, ["shop"], 2)), 2, hint="return k people, no more")
### BEGIN HIDDEN TESTS
FRESH = cm.simulator.community(seed=7743, n_members=600, weeks=2, episodes=[]).posts


def most_reposted(posts, shop, k):
    reposts = posts[(posts["kind"] == "repost") & ~posts["repost_of_author_id"].isin(shop)]
    reposts = reposts[reposts["author_id"] != reposts["repost_of_author_id"]]
    people = reposts.groupby("repost_of_author_id")["author_id"].nunique().reset_index()
    people.columns = ["author_id", "n"]
    people = people.sort_values(["n", "author_id"], ascending=[False, True])
    return people["author_id"].head(k).tolist()


checks.function(prescribers, most_reposted, cases=[(FRESH, SHOP, 5), (FRESH, [], 12)])
### END HIDDEN TESTS


# %% wrong="q4/counts-reposts-not-people" marks=0
def prescribers(posts, shop, k):
    edges = cm.graph.interactions(posts, kinds=["repost"])
    edges = edges[~edges["target"].isin(shop)]
    return cm.influence.in_strength(edges)["author_id"].head(k).tolist()


# %% wrong="q4/the-shop-is-invited" marks=0
def prescribers(posts, _shop, k):
    edges = cm.graph.interactions(posts, kinds=["repost"])
    return cm.influence.distinct_engagers(edges)["author_id"].head(k).tolist()


# %% wrong="q4/every-interaction" marks=0
def prescribers(posts, shop, k):
    edges = cm.graph.interactions(posts)
    edges = edges[~edges["target"].isin(shop)]
    return cm.influence.distinct_engagers(edges)["author_id"].head(k).tolist()


# %% wrong="q4/those-who-repost-most" marks=0
def prescribers(posts, shop, k):
    reposts = posts[(posts["kind"] == "repost") & ~posts["author_id"].isin(shop)]
    return reposts["author_id"].value_counts().index[:k].tolist()


# %% [markdown] kind="given"
# ## 5. Do they scratch each other's backs? (4 marks)
#
# In a ring, people repost each other. Complete `reciprocity`: it takes edges (`source`, `target`) and
# an author, and returns **the share, 0 to 1, of the different people who engaged with her that she
# engaged with too**. Where nobody engaged with her, return `0.0`.
#
# By hand: Ben and Cho repost Ana; Ana reposts Ben and Dia. One of the two came back: 0.5.


# %% grade_id="q5" kind="answer"
def reciprocity(edges, author):
    ### BEGIN SOLUTION
    engagers = set(edges.loc[edges["target"] == author, "source"])
    engaged = set(edges.loc[edges["source"] == author, "target"])
    return len(engagers & engaged) / len(engagers) if engagers else 0.0
    ### END SOLUTION


# %% grade_id="q5-check" kind="check" points=4
BACK = arrows(("ben", "ana"), ("cho", "ana"), ("ana", "ben"), ("ana", "dia"))
checks.function(
    reciprocity,
    lambda _edges, author: {"ana": 0.5, "ben": 1.0}[author],
    cases=[(BACK, "ana"), (BACK, "ben")],
    hint="of those who engaged with her: with how many of them did she engage?",
)
checks.close(reciprocity(BACK, "cho"), 0.0, hint="and when nobody engaged with her?")
### BEGIN HIDDEN TESTS
NET = cm.graph.interactions(
    cm.simulator.community(seed=7744, n_members=500, weeks=2, episodes=[]).posts
)


def mutual(edges, author):
    graph = cm.graph.to_networkx(edges)
    before = set(graph.predecessors(author))
    return len(before & set(graph.successors(author))) / len(before) if before else 0.0


NAMES = NET["target"].value_counts().index[:25]
checks.function(reciprocity, mutual, cases=[(NET, name) for name in NAMES])
### END HIDDEN TESTS


# %% wrong="q5/divided-by-those-she-engaged-with" marks=0
def reciprocity(edges, author):
    engagers = set(edges.loc[edges["target"] == author, "source"])
    engaged = set(edges.loc[edges["source"] == author, "target"])
    return len(engagers & engaged) / len(engaged) if engaged else 0.0


# %% wrong="q5/counts-rows-not-people" marks=0
def reciprocity(edges, author):
    engagers = edges.loc[edges["target"] == author, "source"]
    engaged = edges.loc[edges["source"] == author, "target"]
    return float(engagers.isin(engaged).mean()) if len(engagers) else 0.0


# %% wrong="q5/nothing-said-of-nobody" marks=0
def reciprocity(edges, author):
    engagers = set(edges.loc[edges["target"] == author, "source"])
    engaged = set(edges.loc[edges["source"] == author, "target"])
    return len(engagers & engaged) / len(engagers) if engagers else float("nan")


# %% wrong="q5/share-of-everybody" marks=0
def reciprocity(edges, author):
    engagers = set(edges.loc[edges["target"] == author, "source"])
    engaged = set(edges.loc[edges["source"] == author, "target"])
    return len(engagers & engaged) / len(engagers | engaged) if engagers else 0.0


# %% [markdown] kind="given"
# ## 6. How much do two rankings agree? (3 marks)
#
# Complete `agreement`: it takes two lists of names, each highest first, and `k`, and returns **the
# share of the first `k` of one list that are among the first `k` of the other**.


# %% grade_id="q6" kind="answer"
def agreement(first, second, k):
    ### BEGIN SOLUTION
    return len(set(first[:k]) & set(second[:k])) / k
    ### END SOLUTION


# %% grade_id="q6-check" kind="check" points=3
checks.function(
    agreement,
    lambda *_: 0.5,
    cases=[(["ana", "ben", "cho"], ["ben", "dia", "ana"], 2)],
    hint="cut both lists at k before you compare, and divide by k",
)
### BEGIN HIDDEN TESTS
A, B = list("abcdefgh"), list("hgbaxyzc")
checks.function(
    agreement,
    lambda a, b, k: sum(name in b[:k] for name in a[:k]) / k,
    cases=[(A, B, 1), (A, B, 4), (A, B, 8), (A, A, 5)],
)
### END HIDDEN TESTS


# %% wrong="q6/second-list-not-cut" marks=0
def agreement(first, second, k):
    return len(set(first[:k]) & set(second)) / k


# %% wrong="q6/same-place-only" marks=0
def agreement(first, second, k):
    return sum(a == b for a, b in zip(first[:k], second[:k], strict=True)) / k


# %% wrong="q6/divided-by-both" marks=0
def agreement(first, second, k):
    return len(set(first[:k]) & set(second[:k])) / len(set(first[:k]) | set(second[:k]))


# %% [markdown] grade_id="reflection" kind="manual" points=4
# ## 7. Would you pay them? (4 marks)
#
# Use your functions on `posts` to find five prescribers, then write ten lines for the marketing
# department: whom would you invite, whom not, and what would you tell the people concerned?
#
# One mark for each: **(1)** names people and says by which measure; **(2)** says what that measure
# does not see, with a figure from these data; **(3)** says how you would tell a prescriber from a
# member of a ring, with a figure; **(4)** says what a person on the list has a right to know, and
# what you would not publish.
#
# ### BEGIN SOLUTION
# A good answer names five people by distinct reposters, not by reposts, and says that answers,
# mood and customers who do not post are not seen (for instance, how few of the five are among the
# most active). It compares reciprocity: near 1 within a ring, low for prescribers. It says that a
# list of names with scores is personal data: purpose, time of keeping, a way to object; and it
# publishes no names, or asks first.
# ### END SOLUTION
