# ---
# title: What do they feel?
# lang: en
# minutes: 45
# needs: 00_start_here
# ---

# %% [markdown]
# # What do they feel?
#
# "What is the mood?" A community manager hears it every Monday. Nobody can read ten thousand posts,
# so a machine tags each of them: negative, neutral or positive. It is often wrong. This lesson is
# about using it all the same.
#
# After this lesson you can
#
# - **explain** how a lexicon and a few rules give a sentence its score;
# - **tag** posts in English and French;
# - **measure** how often the tags are right, and **say** why one figure is not enough;
# - **correct** a share for the errors of the tagger;
# - **decide** when a chart of sentiment may be shown to the board.

# %% [markdown]
# ## The question
#
# Maison Lupin's director has read one angry post and asks: "Is *everybody* angry?" What would you
# need to know before you answer?

# %%
import cmkit as cm

posts = cm.datasets.load("maison_lupin")
posts.loc[posts["kind"] == "post", ["lang", "text"]].sample(6, random_state=3)

# %% [markdown]
# ## A score by hand
#
# A **lexicon** gives words a valence: *good* +1.9, *great* +3.1, *late* 0. **Rules** change it:
# *not* turns it around, *very* makes it stronger, *but* lets the second half count for more.
#
# **Predict:** is "The sofa is not good, but delivery was GREAT!!" positive or negative?

# %%
cm.sentiment.explain("The sofa is not good, but delivery was GREAT!!", lang="en")

# %% [markdown]
# The last value of `running_score` is the score: between -1 and +1. French has rules of its own:
# *ne ... pas*, *pas mal*, *vraiment*, *mais*.

# %%
cm.sentiment.explain("Livraison pas mal, mais service client vraiment nul", lang="fr")

# %% [markdown]
# ## Try to fool it
#
# Write a sentence of your own. Can you make a complaint that scores as praise?

# %%
cm.widgets.explain("Brilliant, my third armchair this month.")

# %% [markdown]
# Without the widget:

# %%
ironic = [
    "Brilliant, my third armchair this month.",
    "Bravo, encore un lundi à attendre le livreur.",
]
cm.sentiment.score(ironic)

# %% [markdown]
# Both are complaints and both score as praise. A lexicon does not hear **irony**, and irony grows
# in a crisis, just when you need the figure.

# %% [markdown]
# ## Tag every post
#
# By default a small **calibrated** layer weighs what the rules found: the sum of the good words, of
# the bad ones, the last word, faces, negations. It was fitted on posts that people had labelled.
# `score` is the probability of positive less that of negative; `confidence` says how often such a label
# was right. `engine="rules"` gives the score that you have just explained.

# %%
tags = cm.sentiment.tag(posts)
tags[["lang", "score", "label", "confidence"]].head()

# %%
tags["label"].value_counts(normalize=True).round(2)

# %% [markdown]
# ## Compare with the truth
#
# In this simulated community we know what each post was meant to say. A **confusion matrix** counts
# each combination: rows are the truth, columns what the tagger said. **Predict:** will it mistake
# more neutral posts for positive, or more negative ones?

# %%
truth = cm.datasets.truth("maison_lupin").posts
known = tags.merge(truth, on="post_id")
cm.evaluation.confusion(known["label"], known["polarity"])

# %% [markdown]
# ## One figure, and why not that one
#
# **Accuracy** is the share of posts with the right label. A tagger that always says *neutral* can be
# proud of it:

# %%
right = (known["label"] == known["polarity"]).mean()
lazy = (known["polarity"] == "neutral").mean()
print(f"our tagger is right on {right:.0%} of posts, 'always neutral' on {lazy:.0%}")

# %% [markdown]
# **Macro-F1** looks at each label by itself and takes the mean, so that a rare label weighs as much
# as a frequent one. The lazy tagger cannot win it.

# %%
import pandas as pd

always_neutral = pd.Series("neutral", index=known.index)
print("ours          ", round(cm.evaluation.macro_f1(known["label"], known["polarity"]), 2))
print("always neutral", round(cm.evaluation.macro_f1(always_neutral, known["polarity"]), 2))

# %% [markdown]
# ## Put it to the test
#
# An average hides *what* a tagger cannot do. A **checklist** asks one thing at a time: a negation, a
# *but*, an emoji, a name. **Predict:** which will it fail?

# %%
cases = cm.evaluation.checklist(lang="en")
abilities = cm.evaluation.by_capability(cases)
cm.plots.show(cm.plots.checklist(abilities.sort_values("share").head(12)))

# %% [markdown]
# Read some of what it failed. The engine was mended while its authors looked at these cases, so on
# sentences of your own it will fail more often.

# %%
failed = cases[cases["passed"].eq(other=False)]
failed[["capability", "text", "expected", "got"]].sample(6, random_state=1)

# %% [markdown]
# ## Which posts need a person?
#
# `confidence` is worth something only if it is honest: of the labels given with 0.7, about 70 % should
# be right. **Predict:** is the tagger too sure of itself, or too modest?

# %%
honest = cm.evaluation.calibration(known["confidence"], known["label"], known["polarity"])
cm.plots.show(cm.plots.calibration(honest))

# %% [markdown]
# Neither: it was fitted on other posts, and here it is too modest at 0.55, where most posts are
# neutral, and too sure at 0.65, where a weak feeling was found. Only its surest labels keep their word.
# Confidence, like recall, must be measured where you use it.

# %% [markdown]
# ## What do the complaints talk about?
#
# **Keywords** are words that some posts use more than others do; their forms are counted together.

# %%
english = (posts["lang"] == "en").to_numpy()
angry = (tags["label"] == "negative").to_numpy()
cm.text.keywords(
    posts["text"][english & angry], against=posts["text"][english & ~angry], lang="en", top=8
)

# %% [markdown]
# ## In each language
#
# **Predict:** in which language is it better?

# %%
by_language = known.groupby(posts["lang"].to_numpy())
by_language.apply(lambda part: cm.evaluation.macro_f1(part["label"], part["polarity"])).round(2)

# %% [markdown]
# A difference between two languages may be a difference between two *taggers*. Do not tell the board
# that the French are happier before you have looked at this.

# %% [markdown]
# ## Over time
#
# Shares of many posts are safer than single posts: errors partly cancel out.

# %%
days = cm.timeline.activity(posts, every="1D", tags=tags)
cm.plots.show(cm.plots.sentiment(days))

# %% [markdown]
# ## Correct the share
#
# Suppose the tagger finds a share `recall` of the truly negative posts, and keeps a share
# `specificity` of the others out. Then a share of negative tags is not the share of negative posts,
# but one can be computed from the other (Rogan and Gladen, 1978). You measure the two on posts that
# people have labelled; here, on the truth.

# %%
is_negative, said_negative = known["polarity"] == "negative", known["label"] == "negative"
recall = said_negative[is_negative].mean()
specificity = (~said_negative)[~is_negative].mean()
observed = said_negative.mean()
corrected = cm.evaluation.corrected_share(observed, recall=recall, specificity=specificity)
print(f"recall {recall:.2f}, specificity {specificity:.2f}")
print(f"tagged {observed:.1%}, corrected {corrected:.1%}, true {is_negative.mean():.1%}")

# %% [markdown]
# On the posts on which you measured it, the correction is exact, and so it proves nothing. Measure
# on the calm weeks, and use it on the week of the crisis. **Predict:** will it hold?

# %%
april = posts["created_at"].between("2025-04-08", "2025-04-11").to_numpy()
recall = said_negative[~april & is_negative].mean()
specificity = (~said_negative)[~april & ~is_negative].mean()
observed = said_negative[april].mean()
corrected = cm.evaluation.corrected_share(observed, recall=recall, specificity=specificity)
print(f"the crisis: tagged {observed:.0%}, corrected {corrected:.0%}", end=", ")
print(f"true {is_negative[april].mean():.0%}")

# %% [markdown]
# Without the correction, the crisis looks far milder than it is: the tagger misses four negative posts
# in ten. Here the correction comes near, because over all negative posts recall happens to be
# nearly the same in both weeks. Nothing promises that: label a hundred posts of the *crisis* week
# before you trust the figure.

# %% [markdown]
# ## What could go wrong
#
# - **Irony, quotation, and who is meant**: "they said it was perfect" is nobody's praise.
# - **Topic for mood**: *flood* and *war* sound negative in a message of sympathy.
# - **Few posts**: three negative posts out of four is not a trend. Look at the grey bars.
# - **A target**: once a team is paid by net sentiment, it will answer happy people first.
# - **A single person**: a tag is a guess about a text, never a fact about its author.

# %% [markdown]
# ## In short
#
# A lexicon plus rules gives a score; two limits make a label. Look at the confusion matrix, not at
# accuracy. Shares are safer than posts, and can be corrected if you measured the errors where you
# use them. Irony stays.
#
# Now solve [exercise 2](../exercises/release/ex02_sentiment/ex02_sentiment.ipynb).
#
# ## Glossary
#
# | English | français |
# |---|---|
# | sentiment, mood | sentiment, tonalité |
# | lexicon | lexique |
# | label | étiquette |
# | confidence, calibration | confiance, calibration |
# | keyword | mot-clé |
# | recall | rappel |
# | share | part, proportion |
# | e-reputation | e-réputation |
#
# ## Sources
#
# - Hutto and Gilbert (2014), *VADER: a parsimonious rule-based model for sentiment analysis of social
#   media text*, doi:10.1609/icwsm.v8i1.14550.
# - Ribeiro et al. (2020), *Beyond accuracy: behavioral testing of NLP models with CheckList*,
#   doi:10.18653/v1/2020.acl-main.442.
# - Rogan and Gladen (1978), *Estimating prevalence from the results of a screening test*,
#   doi:10.1093/oxfordjournals.aje.a112510.
#
# *Maison Lupin and everybody in it are simulated.*
