"""Replace people by pseudonyms, and tell what could still identify them.

A pseudonym is not anonymity: whoever has the key, or searches for a post's words, can find the
person. `remains` lists what is left.
"""

from cmkit.privacy.keys import local_key
from cmkit.privacy.pseudonyms import pseudonym, pseudonymise
from cmkit.privacy.remainder import remains

__all__ = ["local_key", "pseudonym", "pseudonymise", "remains"]
