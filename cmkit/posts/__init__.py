"""The table of posts: make it sound, choose rows, follow threads."""

from cmkit.posts.selection import select, threads
from cmkit.posts.validation import validate

__all__ = ["select", "threads", "validate"]
