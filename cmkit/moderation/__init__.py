"""Moderation: flags for a person to read, a charter as data, and what it proposes.

Nothing here judges hate or irony, and nothing is removed by machine.
"""

from cmkit.moderation.charter import charter, decide
from cmkit.moderation.flagging import flags

__all__ = ["charter", "decide", "flags"]
