"""What a post's text holds: people, tags, links, words, phrases, and the language it is in.

Texts are read once per distinct value: a repost costs a look-up.
"""

from cmkit.text.concordances import concordance
from cmkit.text.entities import hashtags, links, mentions
from cmkit.text.keyness import keywords
from cmkit.text.languages import language
from cmkit.text.ngrams import ngrams
from cmkit.text.phrases import phrases
from cmkit.text.repair import repair
from cmkit.text.symbols import cashtags, emoji
from cmkit.text.tokens import words

__all__ = [
    "cashtags",
    "concordance",
    "emoji",
    "hashtags",
    "keywords",
    "language",
    "links",
    "mentions",
    "ngrams",
    "phrases",
    "repair",
    "words",
]
