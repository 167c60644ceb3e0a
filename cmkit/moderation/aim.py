"""Whom a word is aimed at, by the few words before and after it.

The patterns read tokens with a blank around each: " tu es vraiment un " before, " . " after. A
handle is "@", a hashtag "#". French and English stand side by side: the word tells the language.
"""

import re

__all__ = [
    "at_somebody",
    "at_you",
    "called",
    "called_plainly",
    "fits",
    "is_told",
    "is_unmeant",
    "named",
]

# What may stand between a person and the word: adverbs, articles, what makes it worse.
_ADVERB = (
    r"vraiment|trop|tellement|bien|qu|que|juste|quand|meme|tous|toutes|tres|si|aussi|completement"
    r"|carrement|encore|toujours|franchement|grave|donc|quoi|un peu|peu|plus|rien|d autre"
    r"|so|such|really|just|all|still|very|complete|completely|total|totally|absolute|utter|utterly"
    r"|real|right|proper|nothing but|literally|clearly|being|as|both|too|pretty|quite|bunch|pack"
    r"|load|lot|of|only|even|kind of|no better than|simply|obviously|people|guys|vachement"
)
_ARTICLE = r"un|une|des|le|la|les|l|de|du|d|a|an|the|some|your|vos|sa|son"
_WORSE = (
    r"sales?|gros|grosses?|pauvres?|petite?s?|vieux|vieilles?|putains? de|especes? (?:de|d)"
    r"|bandes? (?:de|d)|tas (?:de|d)|ramassis (?:de|d)|enorme|parfaite?|fieffee?|sombre|sacree?"
    r"|beau|belle|premier|vrais?|vraies?|triste|fucking|bloody|damn|damned|goddamn|freaking|poor"
    r"|little|big|old|silly|stupid|dumb|dirty|lying|filthy|miserable|pathetic|sad|useless|fat|ugly"
    r"|ignorant|arrogant|lazy|greedy|dim|worthless|idiotic|overpaid"
)
_BETWEEN = rf"(?: (?:{_ADVERB}|{_ARTICLE}|{_WORSE}))*"
_YOU = re.compile(
    rf" (?:(?:tu|t|vous) (?:n )?(?:me |nous )?(?:es|est|etes|etais|etiez|seras|restes|fais|faites"
    rf"|as l air|avez l air)|(?:es|etes) (?:tu|vous)|toi|tes (?:un|une|qu un|qu une|vraiment|trop)"
    rf"|va donc|you|u|ya|ye|yall|y all|(?:you|u|y all|they) (?:are|re|r)|are (?:you|u)|r u|youre"
    rf"|you (?:people|guys|lot|two|all)(?: are| re)?|you (?:sound|look|act) like|you must be"
    rf"|you (?:have to|gotta|got to|need to) be|(?:ur|your) (?:a|an|such)){_BETWEEN} $"
)
_CALLED = re.compile(
    rf" (?:(?:especes?|bandes?|tas|ramassis) (?:de|d)|pauvres?|sales?|(?:bunch|pack|load) of|stupid"
    rf"|dumb|fucking|bloody|silly old){_BETWEEN} $"
)
_CALLED_PLAINLY = re.compile(
    r" (?:(?<!une )(?<!cette )(?<!la )(?:especes?|bandes?|ramassis) (?:de|d)"
    r"|(?:what a|you|such a|re a|are a|all a) (?:bunch|pack) of)(?: gros| vieux| sales?)? $"
)
_SOMEBODY = re.compile(
    rf" (?:(?:il|elle|ils|elles|qui|ce|c|ceux ci|lui) (?:est|sont|etait|etaient) (?:\w+ )?(?:un|une"
    rf"|des|d)|est (?:vraiment )?(?:un|une)|sont (?:vraiment |tous )?des|quels?|quelles?|ce|cet"
    rf"|cette|ces|encore une?|faut (?:vraiment )?etre|(?:he|she|they|who|boss|manager|seller|guy"
    rf"|driver) (?:is|s|are|re|was|were)|what|these|those|this|only|another){_BETWEEN} $"
)
_UNMEANT = re.compile(
    rf" (?:(?:je|j|me|on|nous) (?:ne )?(?:me |m )?(?:suis|etais|ai ete|sens|sentais|passe|sommes"
    rf"|fais|serai|serais)|passer|comme|pour|pas|jamais|(?:i|we) (?:am|m|was|were|feel|felt|look"
    rf"|looked|must be|re|ve been)|look|feel|like|for|me|myself|not|never|isn t|aren t|n t|no)"
    rf"{_BETWEEN} $"
)
_OWN = re.compile(r"^ (?:que |comme )?(?:je suis|moi|de ma part|i am|i m|i was|me|i ve been) ")
_TOLD = re.compile(
    r" (?:(?:traitee?s?|traiter|traitait|qualifiee?s?|insultee?s?|called|calls|calling)"
    r"(?: [a-z]+){0,3}|(?:dit|disent|repondu|lance|crie|told|tell|wrote|said|says|replied)"
    r"(?: (?:a|de|d|m|moi|nous|on|aux|clients?|me|us|him|her|them|to|all|every|customers))*) $"
)
_BEFORE_NAME = re.compile(r" (?:[.,;:!?]|@|toi|mon|ma|mes|va|hey|eh|he|oh|hein) $|^ $")
_AFTER_NAME = re.compile(r"^ (?:[.,;:!?)\]»”\"]|$|@|#|va |toi |you |mate |lol |mdr |ptdr |haha)")
_FITTING = re.compile(
    r"^ (?:[.,;:!?)\]»”\"]|$|@|#|(?:qui|que|qu|de|du|d|au|a|ne|n|et|ou|en|va|celui|celle|pareil"
    r"|comme|tous|toutes|ai|m|vous|pour|ce|se|lol|mdr|who|that|at|from|in|like|and|on|you|works?"
    r"|wrote|writes|of|is|are|has|with|these|this|would|could|to|buys|pays|or|if|enough) )"
)


def at_you(before: str) -> bool:
    """Tell "tu es vraiment un ...", "you stupid ..." from the rest."""
    return bool(_YOU.search(before))


def called(before: str) -> bool:
    """Tell a name called out: "espèce de ...", "pauvre ...", "bunch of ..."."""
    return bool(_CALLED.search(before))


def called_plainly(before: str) -> bool:
    """Tell the same for words that mostly mean an animal: "une bande de pigeons" are birds."""
    return bool(_CALLED_PLAINLY.search(before))


def at_somebody(before: str) -> bool:
    """Tell a word said of a third person: "c'est un ...", "quel ...", "what a ..."."""
    return bool(_SOMEBODY.search(before))


def named(before: str, after: str) -> bool:
    """Tell a word that stands alone in its clause: "..., guignol !"."""
    return bool(_BEFORE_NAME.search(before) and _AFTER_NAME.search(after))


def fits(after: str) -> bool:
    """Tell whether the word can be the end of what is said of a person: no "clown lamp"."""
    return bool(_FITTING.search(after))


def is_unmeant(before: str, after: str) -> bool:
    """Tell what is said of oneself, compared or denied: "je suis ...", "comme un ...", "not"."""
    return bool(_UNMEANT.search(before) or _OWN.search(after))


def is_told(before: str) -> bool:
    """Tell what somebody else said: "il m'a traité de ...", "she told me to ..."."""
    return bool(_TOLD.search(before))
