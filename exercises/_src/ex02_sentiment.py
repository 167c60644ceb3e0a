# ---
# title: "Exercise 2: is everybody angry?"
# lang: en
# minutes: 50
# needs: 02_what_do_they_feel
# ---

# %% [markdown] kind="given"
# # Exercise 2: is everybody angry?
#
# The director of Maison Lupin has read one angry post. You will build what you need to answer her:
# a small tagger of your own, the figures that say how good it is, and a share that can be trusted.
#
# - Write your answers **in the answer cells** (those with `# your code here`). Cells that you add
#   are not graded.
# - A check stays silent when you are right, and gives a hint when you are not.
# - Some tests are hidden: they call your functions on other posts. A number typed in by hand wins
#   nothing.
#
# Five questions, 18 marks, and a text worth 4. *The data are simulated; nobody in them is real.*

# %% kind="given"
import pandas as pd

import cmkit as cm
from cmkit import checks

SEED = 2208
posts, truth = cm.simulator.community(seed=SEED, n_members=600, weeks=3, episodes=[])
tags = cm.sentiment.tag(posts)
LABELS = ["negative", "neutral", "positive"]
print(len(posts), "posts,", (tags["label"] == "negative").sum(), "of them tagged negative")

# %% [markdown] kind="given"
# ## 1. A tagger in four lines (4 marks)
#
# Complete `small_score`: it takes a text and a `lexicon` (a dictionary from word to valence) and
# returns **the sum of the valences of its words**. Words are separated by spaces; capitals do not
# matter. A word that follows directly after `not` counts with its sign turned around.
#
# By hand, with `{"good": 2, "slow": -1}`: "Good but SLOW" gives 2 - 1 = 1, and "not good" gives -2.


# %% grade_id="q1" kind="answer"
def small_score(text, lexicon):
    ### BEGIN SOLUTION
    words = text.lower().split()
    before = ["", *words][:-1]
    signs = [-1 if word == "not" else 1 for word in before]
    return sum(sign * lexicon.get(word, 0) for sign, word in zip(signs, words, strict=True))
    ### END SOLUTION


# %% grade_id="q1-check" kind="check" points=4
FEW = {"good": 2, "slow": -1}
checks.function(
    small_score,
    lambda text, _: {"Good but SLOW": 1, "not good": -2, "a chair": 0}[text],
    cases=[("Good but SLOW", FEW), ("not good", FEW), ("a chair", FEW)],
    hint="lower case first; then look at each word together with the one before it",
)
### BEGIN HIDDEN TESTS
MORE = {"love": 3, "nice": 1.5, "broken": -2.5, "late": -1, "not": 0}


def scored(text, lexicon):
    total, turned = 0, False
    for word in text.lower().split():
        total += -lexicon.get(word, 0) if turned else lexicon.get(word, 0)
        turned = word == "not"
    return total


TEXTS = [
    "I LOVE it but it is late",
    "not late not broken",
    "not a nice lamp",
    "nice not",
    "",
    "broken broken NOT nice",
    "notnice late",
]
checks.function(small_score, scored, cases=[(text, MORE) for text in TEXTS])
### END HIDDEN TESTS


# %% wrong="q1/negation-forgotten" marks=0
def small_score(text, lexicon):
    return sum(lexicon.get(word, 0) for word in text.lower().split())


# %% wrong="q1/capitals-forgotten" marks=0
def small_score(text, lexicon):
    words = text.split()
    signs = [-1 if word == "not" else 1 for word in ["", *words][:-1]]
    return sum(sign * lexicon.get(word, 0) for sign, word in zip(signs, words, strict=True))


# %% wrong="q1/not-turns-everything-around" marks=0
def small_score(text, lexicon):
    words = text.lower().split()
    total = sum(lexicon.get(word, 0) for word in words)
    return -total if "not" in words else total


# %% wrong="q1/looks-for-pieces-of-words" marks=0
def small_score(text, lexicon):
    text = text.lower()
    total = sum(valence for word, valence in lexicon.items() if word in text)
    return total - 2 * sum(v for word, v in lexicon.items() if f"not {word}" in text)


# %% [markdown] kind="given"
# ## 2. From score to label (3 marks)
#
# Complete `label`: it takes a score and two limits, and returns `"negative"` when the score is **at
# or below** `low`, `"positive"` when it is **at or above** `high`, `"neutral"` between them, and
# `"unknown"` when the score is missing (NaN).


# %% grade_id="q2" kind="answer"
def label(score, low, high):
    ### BEGIN SOLUTION
    if pd.isna(score):
        return "unknown"
    if score <= low:
        return "negative"
    return "positive" if score >= high else "neutral"
    ### END SOLUTION


# %% grade_id="q2-check" kind="check" points=3
checks.function(
    label,
    lambda score, *_: {-0.5: "negative", 0.0: "neutral", 0.9: "positive"}[score],
    cases=[(-0.5, -0.1, 0.3), (0.0, -0.1, 0.3), (0.9, -0.1, 0.3)],
    hint="compare the score with both limits",
)
checks.equal(label(float("nan"), -0.1, 0.3), "unknown", hint="NaN is neither above nor below")
### BEGIN HIDDEN TESTS
checks.equal(
    [label(score, -0.2, 0.4) for score in (-0.2, 0.4, 0.39, -0.19, 1, -1)],
    ["negative", "positive", "neutral", "neutral", "positive", "negative"],
)
checks.equal(label(0.1, 0.2, 0.2), "negative")
### END HIDDEN TESTS


# %% wrong="q2/limits-left-out" marks=0
def label(score, low, high):
    if pd.isna(score):
        return "unknown"
    return "negative" if score < low else "positive" if score > high else "neutral"


# %% wrong="q2/missing-is-neutral" marks=0
def label(score, low, high):
    return "negative" if score <= low else "positive" if score >= high else "neutral"


# %% wrong="q2/the-sign-alone" marks=0
def label(score, _low, _high):
    if pd.isna(score):
        return "unknown"
    return "negative" if score < 0 else "positive" if score > 0 else "neutral"


# %% [markdown] kind="given"
# ## 3. Recall and precision (4 marks)
#
# Complete `recall_and_precision`: it takes the `said` labels, the `true` labels (two lists of the
# same length) and one label `wanted`, and returns a pair: **recall** (of the posts that truly have
# the wanted label, the share that were said to have it) and **precision** (of the posts that were
# said to have it, the share that truly have it). Each is between 0 and 1; where there is nothing to
# divide by, it is `0.0`.


# %% grade_id="q3" kind="answer"
def recall_and_precision(said, true, wanted):
    ### BEGIN SOLUTION
    hits = sum(s == wanted and t == wanted for s, t in zip(said, true, strict=True))
    n_true, n_said = list(true).count(wanted), list(said).count(wanted)
    return hits / n_true if n_true else 0.0, hits / n_said if n_said else 0.0
    ### END SOLUTION


# %% grade_id="q3-check" kind="check" points=4
SAID = ["negative", "negative", "neutral", "positive", "neutral"]
TRUE = ["negative", "neutral", "negative", "positive", "negative"]
checks.function(
    lambda *given: list(recall_and_precision(*given)),
    lambda *_: [1 / 3, 1 / 2],
    cases=[(SAID, TRUE, "negative")],
    hint="three are truly negative, two were said to be; one is both. Recall comes first",
)
### BEGIN HIDDEN TESTS
OTHER = cm.simulator.community(seed=5150, n_members=400, weeks=1, episodes=[])
SAID2 = cm.sentiment.tag(OTHER.posts)["label"].tolist()
TRUE2 = OTHER.truth.posts.set_index("post_id")["polarity"]
TRUE2 = TRUE2.reindex(OTHER.posts["post_id"]).tolist()


def measured(said, true, wanted):
    pair = pd.DataFrame({"said": said, "true": true}) == wanted
    both = (pair["said"] & pair["true"]).sum()
    return [float(both / max(pair["true"].sum(), 1)), float(both / max(pair["said"].sum(), 1))]


checks.function(
    lambda *given: list(recall_and_precision(*given)),
    measured,
    cases=[(SAID2, TRUE2, name) for name in LABELS] + [(["a"], ["b"], "c"), ([], [], "a")],
)
### END HIDDEN TESTS


# %% wrong="q3/the-wrong-way-round" marks=0
def recall_and_precision(said, true, wanted):
    hits = sum(s == wanted and t == wanted for s, t in zip(said, true, strict=True))
    n_true, n_said = list(true).count(wanted), list(said).count(wanted)
    return hits / n_said if n_said else 0.0, hits / n_true if n_true else 0.0


# %% wrong="q3/divided-by-all-posts" marks=0
def recall_and_precision(said, true, wanted):
    hits = sum(s == wanted and t == wanted for s, t in zip(said, true, strict=True))
    return hits / max(len(said), 1), hits / max(len(said), 1)


# %% wrong="q3/accuracy-twice" marks=0
def recall_and_precision(said, true, _wanted):
    right = sum(s == t for s, t in zip(said, true, strict=True)) / max(len(said), 1)
    return right, right


# %% wrong="q3/stops-when-there-is-nothing" marks=0
def recall_and_precision(said, true, wanted):
    hits = sum(s == wanted and t == wanted for s, t in zip(said, true, strict=True))
    return hits / list(true).count(wanted), hits / list(said).count(wanted)


# %% [markdown] kind="given"
# ## 4. Net sentiment by language (3 marks)
#
# **Net sentiment** is (positive - negative) / (positive + negative), between -1 and 1: neutral and
# unknown posts do not count. Complete `net_sentiment`: it takes a table of tags (`lang`, `label`) and
# returns a dictionary from each language to its net sentiment, for the languages that have at least
# one positive or negative post.


# %% grade_id="q4" kind="answer"
def net_sentiment(tags):
    ### BEGIN SOLUTION
    felt = tags[tags["label"].isin(["positive", "negative"])]
    value = felt["label"].map({"positive": 1, "negative": -1})
    return value.groupby(felt["lang"]).mean().to_dict()
    ### END SOLUTION


# %% grade_id="q4-check" kind="check" points=3
TOY = pd.DataFrame(
    {
        "lang": ["fr", "fr", "fr", "fr", "en", "en", "de"],
        "label": ["positive", "positive", "positive", "negative", "negative", "neutral", "neutral"],
    }
)
checks.equal(
    net_sentiment(TOY),
    {"fr": 0.5, "en": -1.0},
    hint="leave neutral posts out before you count; what is left of each language?",
)
### BEGIN HIDDEN TESTS


def net(tags):
    answer = {}
    for lang, part in tags.dropna(subset=["lang"]).groupby("lang"):
        n_positive, n_negative = (
            (part["label"] == name).sum() for name in ("positive", "negative")
        )
        if n_positive + n_negative:
            answer[lang] = (n_positive - n_negative) / (n_positive + n_negative)
    return [(lang, round(float(value), 9)) for lang, value in sorted(answer.items())]


# made here: the hidden part of question 3 does not run when its answer is missing
WEEK = cm.simulator.community(seed=5151, n_members=400, weeks=1, episodes=[])
FRESH = cm.sentiment.tag(WEEK.posts)
checks.function(
    lambda table: [(k, round(float(v), 9)) for k, v in sorted(net_sentiment(table).items())],
    net,
    cases=[FRESH, FRESH[FRESH["label"] != "positive"]],
)
### END HIDDEN TESTS


# %% wrong="q4/neutral-posts-counted" marks=0
def net_sentiment(tags):
    value = tags["label"].map({"positive": 1, "negative": -1}).fillna(0)
    return value.groupby(tags["lang"]).mean().to_dict()


# %% wrong="q4/share-of-positive" marks=0
def net_sentiment(tags):
    felt = tags[tags["label"].isin(["positive", "negative"])]
    return (felt["label"] == "positive").groupby(felt["lang"]).mean().to_dict()


# %% wrong="q4/signs-swapped" marks=0
def net_sentiment(tags):
    felt = tags[tags["label"].isin(["positive", "negative"])]
    value = felt["label"].map({"positive": -1, "negative": 1})
    return value.groupby(felt["lang"]).mean().to_dict()


# %% wrong="q4/languages-thrown-together" marks=0
def net_sentiment(tags):
    felt = tags[tags["label"].isin(["positive", "negative"])]
    value = felt["label"].map({"positive": 1, "negative": -1}).mean()
    return dict.fromkeys(felt["lang"].unique(), value)


# %% [markdown] kind="given"
# ## 5. The share behind the share (4 marks)
#
# A tagger finds a share `recall` of the negative posts and wrongly accuses a share `1 - specificity`
# of the others. So, if `true` is the true share of negative posts,
#
# `observed = true × recall + (1 - true) × (1 - specificity)`.
#
# Complete `true_share`: solve this for `true`. An estimate below 0 or above 1 is cut to 0 or 1.
#
# By hand: with recall and specificity of 0.75, a true share of 20 % is observed as 35 %.


# %% grade_id="q5" kind="answer"
def true_share(observed, recall, specificity):
    ### BEGIN SOLUTION
    estimate = (observed + specificity - 1) / (recall + specificity - 1)
    return min(max(estimate, 0.0), 1.0)
    ### END SOLUTION


# %% grade_id="q5-check" kind="check" points=4
checks.function(
    true_share,
    lambda *_: 0.2,
    cases=[(0.35, 0.75, 0.75)],
    hint="bring all that is multiplied by true to one side",
)
checks.function(
    true_share,
    lambda *_: 0.0,
    cases=[(0.05, 0.8, 0.9)],
    hint="fewer negative tags than errors alone would give: what is the least that a share can be?",
)
### BEGIN HIDDEN TESTS
checks.function(
    true_share,
    lambda o, r, s: cm.evaluation.corrected_share(o, recall=r, specificity=s),
    cases=[(0.3, 0.6, 0.9), (0.1, 0.9, 0.95), (0.95, 0.7, 0.9), (0.5, 1.0, 1.0), (0.2, 0.55, 0.85)],
)
### END HIDDEN TESTS


# %% wrong="q5/not-corrected" marks=0
def true_share(observed, _recall, _specificity):
    return observed


# %% wrong="q5/divided-by-recall-alone" marks=0
def true_share(observed, recall, _specificity):
    return min(observed / recall, 1.0)


# %% wrong="q5/not-cut" marks=0
def true_share(observed, recall, specificity):
    return (observed + specificity - 1) / (recall + specificity - 1)


# %% wrong="q5/recall-and-specificity-swapped" marks=0
def true_share(observed, recall, specificity):
    estimate = (observed + recall - 1) / (recall + specificity - 1)
    return min(max(estimate, 0.0), 1.0)


# %% [markdown] grade_id="reflection" kind="manual" points=4
# ## 6. Answer the director (4 marks)
#
# Use your functions on `posts`, `tags` and `truth`, then answer in ten lines: is everybody angry? And
# should the team have a target for net sentiment?
#
# One mark for each: **(1)** gives a share with its correction, and says on which posts recall and
# specificity were measured; **(2)** compares the languages and says why the difference may come from
# the tagger; **(3)** names one kind of post that the tagger gets wrong, with an example found in these
# data; **(4)** takes a side on the target, with a consequence for the team.
#
# ### BEGIN SOLUTION
# A good answer says no, with the tagged and the corrected share of negative posts; that the two were
# measured on these simulated posts and may not hold elsewhere; that net sentiment differs by language
# while recall and precision do too; quotes an ironic or negated post with the wrong label; and argues
# for or against a target from what people would do to reach it (answer happy people first, delete
# criticism), or proposes another target, such as the time until a complaint is answered.
# ### END SOLUTION
