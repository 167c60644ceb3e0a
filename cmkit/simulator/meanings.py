"""What the truth says of a post: polarity, type and department, by what the post does.

An intent is what a sentence is written for; the truth files tell it as it is. A type is the coarser
word that a community manager sorts by; a department is where the message should go.
"""

__all__ = ["DEPARTMENT_OF", "POLARITY", "TOPICS", "TYPES", "department"]

#: The aspects of the brand that members speak of.
TOPICS = (
    *("delivery", "price", "quality", "app", "website", "stock"),
    *("staff", "returns", "design", "sustainability", "event", "contest"),
)

#: Intents by polarity. Irony is written with kind words and stays negative.
_NEGATIVE = (
    *("complaint", "irony", "insult", "same_trouble", "contradiction", "still_waiting"),
    *("outrage", "mockery", "blame", "grumble", "accusation"),
)
_POSITIVE = ("praise", "showing", "thanks", "agreement", "defence", "entry", "cheer")
_NEUTRAL = (
    *("question", "suggestion", "chatter", "off_topic", "homonym", "mixed", "tip", "spam", "news"),
    *("advice", "asking_more", "banter", "sympathy", "staff_answer", "staff_apology"),
    *("trigger", "bystander", "statement", "reply", "rules", "bot"),
)
#: The polarity of each intent.
POLARITY = {
    **dict.fromkeys(_NEGATIVE, "negative"),
    **dict.fromkeys(_NEUTRAL, "neutral"),
    **dict.fromkeys(_POSITIVE, "positive"),
}

#: The type of each intent.
TYPES = {
    **dict.fromkeys(_NEGATIVE, "complaint"),
    **dict.fromkeys(("praise", "showing", "agreement", "defence", "entry", "cheer"), "praise"),
    **dict.fromkeys(("question", "asking_more", "bystander", "rules"), "question"),
    **dict.fromkeys(("chatter", "mixed", "tip", "advice", "banter", "sympathy"), "chatter"),
    **dict.fromkeys(("off_topic", "homonym"), "off-topic"),
    **dict.fromkeys(("spam", "bot"), "spam"),
    **dict.fromkeys(("news", "staff_answer", "staff_apology", "statement", "reply"), "brand"),
    "trigger": "trigger",
    "suggestion": "suggestion",
    "thanks": "thanks",
    "insult": "insult",
}

#: Where a complaint or a question about an aspect goes.
DEPARTMENT_OF = {
    "delivery": "logistics",
    "stock": "logistics",
    "returns": "customer service",
    "staff": "stores",
    "price": "sales",
    "quality": "product",
    "design": "product",
    "app": "information technology",
    "website": "information technology",
    "sustainability": "public relations",
    "event": "marketing",
    "contest": "marketing",
}
_BY_TYPE = {
    "praise": "marketing",
    "suggestion": "product",
    "spam": "moderation",
    "insult": "moderation",
}


def department(kind_of_post: str, aspect: str) -> str:
    """Return the department that a post of this type about this aspect belongs to, or "none".

    Examples
    --------
    >>> department("complaint", "delivery"), department("chatter", "price")
    ('logistics', 'none')
    """
    if kind_of_post in ("complaint", "question"):
        return DEPARTMENT_OF.get(aspect, "customer service")
    return _BY_TYPE.get(kind_of_post, "none")
