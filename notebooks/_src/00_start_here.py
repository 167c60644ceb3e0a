# ---
# title: Start here
# lang: en
# minutes: 15
# ---

# %% [markdown]
# # Start here
#
# You are about to do the data side of a community manager's job: **listen** to what people say
# about a brand, find out **who matters**, measure **what they feel**, and notice **when it goes
# wrong**.
#
# By the end of this page you will be able to
#
# - **run** a notebook, cell by cell;
# - **describe** a table of posts: how many, by whom, when, in which language;
# - **name** the columns that tell something about a person.
#
# *Everything here is simulated. Maison Lupin is not a real brand and nobody in it is a real
# person.*

# %% [markdown]
# ## Run a cell
#
# Click on the cell below, then press **Shift + Enter**. The result appears under it. Work from
# top to bottom: a cell may need what an earlier one made.

# %%
import cmkit as cm

posts = cm.datasets.load("maison_lupin")
len(posts)

# %% [markdown]
# That is the number of posts about *Maison Lupin*, a furniture brand, over a few weeks.

# %% [markdown]
# ## One row, one post
#
# A table has **columns**. These are the first rows; a post that answers another has a
# `reply_to`, one that passes another on has a `repost_of`.

# %%
posts[["created_at", "author_id", "kind", "lang", "text"]].head(5)

# %% [markdown]
# **Before you run the next cell, guess:** do most people write often, or do a few write most?

# %%
by_author = posts["author_id"].value_counts()
share = by_author.head(len(by_author) // 100 + 1).sum() / len(posts)
print(f"{len(by_author)} authors wrote {len(posts)} posts.")
print(f"The busiest 1 % of them wrote {share:.0%}.")

# %% [markdown]
# A few write most. It is so in nearly every community, and it is why counting posts is not
# counting people.

# %% [markdown]
# ## When do they write?
#
# Times are kept in UTC, the clock of no country. People live in a time zone: convert before you
# speak of "the evening".

# %%
local = posts["created_at"].dt.tz_convert("Europe/Paris")
by_hour = local.dt.hour.value_counts().sort_index()
print("Busiest hour in Paris:", by_hour.idxmax(), "o'clock")

# %% [markdown]
# ## A picture
#
# Every picture of this kit has words behind it, for people who cannot see it, and for you when
# you write a report.

# %%
edges = cm.graph.interactions(posts)
scores = cm.influence.in_strength(edges)
picture = cm.plots.ranking(scores, top=8)
cm.plots.show(picture)

# %%
print(cm.plots.alt_text(picture))

# %% [markdown]
# ## Check your answer
#
# In the exercises a check tells you at once whether you are right: it stays silent when you are,
# and gives a hint when you are not. This answer is right, so nothing happens.

# %%
from cmkit import checks

n_languages = posts["lang"].nunique()
checks.equal(n_languages, 2, hint="count the different values of the column 'lang'")

# %% [markdown]
# Now change `nunique` to `count`, run the cell again and read the hint. Then mend it.

# %% [markdown]
# ## What tells something about a person?
#
# A handle, a photo, a place are **personal data**, and so is a post's text: anyone can paste it
# into a search engine. When you read a real export, cmkit replaces handles by pseudonyms; that
# makes people harder to recognise, not impossible. This says what is left:

# %%
cm.privacy.remains(posts)

# %% [markdown]
# ## Where to go next
#
# | lesson | you will learn to | then solve |
# |---|---|---|
# | [1. Contributors and prescribers](01_contributors_and_prescribers.ipynb) | rank who matters, and doubt the ranking | [exercise 1](../exercises/release/ex01_influence/ex01_influence.ipynb) |
# | [2. What do they feel?](02_what_do_they_feel.ipynb) | tag sentiment in two languages, and measure how wrong it is | [exercise 2](../exercises/release/ex02_sentiment/ex02_sentiment.ipynb) |
# | [3. The hashtag blunder](03_the_hashtag_blunder.ipynb) | detect a crisis without crying wolf | [exercise 3](../exercises/release/ex03_crisis/ex03_crisis.ipynb) |
#
# Curious where these posts come from? [How the data were made](90_how_the_data_were_made.ipynb).
#
# Before you solve an exercise, make a copy of your own: *File > Save Notebook As*, for instance
# `my_ex01.ipynb`. Your work then stays yours when the course is brought up to date.
#
# Your own posts: `cm.readers.read("my_export.csv")` reads a CSV, an X export or a Mastodon export.
#
# ## What could go wrong
#
# - **A red box** under a cell is an error: its last lines say what was found and what to do.
# - **Strange results** after much clicking: *Kernel > Restart Kernel and Run All Cells*.
# - **Nothing happens** while `[*]` stands beside a cell: it is still at work.
#
# ## In short
#
# A row is a post; a few people write most of them; times are UTC until you convert them; a
# pseudonym is not anonymity.
