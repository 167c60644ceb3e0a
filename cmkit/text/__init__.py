"""What a post's text holds: people, hashtags, links, words, and the language it is in.

Texts are read once per distinct value: a repost costs a look-up.
"""

from cmkit.text.entities import hashtags, links, mentions
from cmkit.text.ngrams import ngrams
from cmkit.text.tokens import words
from cmkit.text.voting import language

__all__ = ["hashtags", "language", "links", "mentions", "ngrams", "words"]
