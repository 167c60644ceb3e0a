"""A miniature exercise with every feature of the format, for the tests of course and grading."""

HEADER = "# ---\n# title: Miniature\n# lang: en\n# minutes: 5\n# needs: 01_first\n# ---\n\n"

BODY = """\
# %% [markdown]
# # Miniature

# %% kind="given"
import warnings

import pandas as pd

from cmkit import checks

EDGES = pd.DataFrame({"source": ["ana", "ana"], "target": ["ben", "cho"], "weight": [2, 1]})

# %% [markdown] kind="given"
# ## 1. Received
# Answer in the answer cell.

# %% grade_id="q1" kind="answer"
def received(edges):
    ### BEGIN SOLUTION
    return edges.groupby("target")["weight"].sum().to_dict()
    ### END SOLUTION

# %% grade_id="q1-check" kind="check" points=2
checks.equal(received(EDGES), {"ben": 2, "cho": 1}, hint="look at the targets")
### BEGIN HIDDEN TESTS
HIDDEN_EDGES = pd.DataFrame({"source": ["x", "y"], "target": ["z", "z"], "weight": [30, 12]})
checks.equal(received(HIDDEN_EDGES), {"z": 42}, hint="add the weights up")
### END HIDDEN TESTS

# %% grade_id="q1-check-empty" kind="check" points=1
### BEGIN HIDDEN TESTS
checks.equal(received(EDGES.iloc[:0]), {}, hint="and without any row?")
### END HIDDEN TESTS
warnings.warn("this costs nothing", stacklevel=1)

# %% wrong="q1/forgot-direction" marks=1
def received(edges):
    return edges.groupby("source")["weight"].sum().to_dict()

# %% wrong="q1/copied-the-visible" marks=0
def received(edges):
    return {"ben": 2, "cho": 1}

# %% wrong="q1/warns" marks=1
import warnings

def received(edges):
    warnings.warn("look out", stacklevel=1)
    return edges.groupby("target")["weight"].sum().to_dict() if len(edges) == 0 else {}

# %% [markdown]
# ## 2. Share

# %% grade_id="q2" kind="answer"
share = ...
### BEGIN SOLUTION
share = received(EDGES)["ben"] / 3
### END SOLUTION

# %%
scratch = 1

# %% grade_id="q2-check" kind="check" points=2.5
checks.close(share, 2 / 3, tolerance=0.01, hint="of all weights")

# %% wrong="q2/nan" marks=0
share = float("nan")

# %% wrong="q2/of-all-rows" marks=0
share = 1 / 2

# %% [markdown] grade_id="reflection" kind="manual" points=4
# ## 3. Say why
# One mark each: claim, reason, evidence, limit.
#
# ### BEGIN SOLUTION
# A model answer, seen by markers alone.
# ### END SOLUTION
"""

SCRIPT = HEADER + BODY


def write(folder, text=SCRIPT, name="ex01_mini"):
    """Write a script into a course folder; return the folder."""
    (folder / "_src").mkdir(parents=True, exist_ok=True)
    (folder / "_src" / f"{name}.py").write_text(text, encoding="utf-8", newline="\n")
    return folder
