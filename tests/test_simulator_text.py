"""simulator: the texts. They vary, agree, name nobody real, and a lexicon is often right."""

import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from cmkit import simulator
from cmkit.simulator import grammar as grammar_module
from cmkit.simulator.grammar import grammar
from cmkit.simulator.meanings import DEPARTMENT_OF, POLARITY, TOPICS, TYPES, department
from cmkit.simulator.presets import PRESETS
from cmkit.simulator.responses import STRATEGIES
from cmkit.simulator.slips import slipped

WORDS = Path(grammar_module.__file__).parent / "words"
LANGS = ["fr", "en"]


def rules(lang):
    return tomllib.loads((WORDS / f"{lang}.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def written():
    """Return every text that somebody wrote, with its truth; reposts only copy."""
    posts, truth = simulator.community(
        seed=21, n_members=1_500, weeks=6, episodes=["campaign", "hashtag_blunder"]
    )
    joined = posts.merge(truth.posts, on="post_id")
    return joined[joined["kind"] != "repost"]


def test_texts_are_distinct(written):
    assert len(written) > 5_000
    assert written["text"].head(5_000).nunique() > 0.95 * 5_000


@pytest.mark.slow
def test_fifty_thousand_texts_are_distinct_and_words_keep_coming():
    """Floors of the literature: 85 % distinct, Heaps' exponent from 0.5 to 0.75, per language."""
    posts, _ = simulator.community(seed=22, n_members=8_000, weeks=6, episodes=[])
    assert posts["text"].head(50_000).nunique() > 0.85 * 50_000  # reposts included
    own = posts[posts["kind"] != "repost"]
    assert own["text"].head(50_000).nunique() > 0.93 * 50_000
    for lang in LANGS:
        found = simulator.describe(posts[posts["lang"] == lang]).set_index("statistic")["value"]
        assert 0.5 < found["heaps_exponent"] < 0.75, lang


def test_no_text_is_one_template_with_other_words(written):
    """The most frequent first four words open less than 3 % of the texts of a language."""
    for lang in LANGS:
        texts = written.loc[
            (written["lang"] == lang) & ~written["intent"].str.startswith("staff"), "text"
        ]
        openings = Counter(" ".join(text.lower().split()[:4]) for text in texts)
        assert openings.most_common(1)[0][1] < 0.03 * len(texts)


def test_nothing_is_left_unfilled(written):
    assert not written["text"].str.contains(r"[{}\[\]<>|]|  |\bnan\b").any()
    assert written["text"].str.len().between(2, 400).all()


def test_links_lead_to_reserved_domains_only(written):
    links = written["text"].str.findall(r"\b[\w-]+\.(?:com|org|net|fr|io|[a-z]{2,3})\b").explode()
    hosts = written["text"].str.findall(r"\S+\.example\.org").explode().dropna()
    assert len(hosts) > 0
    assert links.dropna().str.endswith(".org").all()


def test_languages_do_not_mix(written):
    written = written[written["intent"] != "mixed"]  # which mix on purpose
    english = written.loc[written["lang"] == "en", "text"].str.lower()
    french = written.loc[written["lang"] == "fr", "text"].str.lower()
    assert not english.str.contains(r"\b(?:avec|canapé|pas|c'est|merci)\b").any()
    assert not french.str.contains(r"\b(?:with|sofa|thanks|delivery)\b").any()


def test_french_agrees():
    words = grammar("fr")
    found = {}
    for turn in range(400):
        given = words.product(iter([turn, 50, 0, 0]))
        found[given["p"]] = given
    assert found["canapé"]["le_p"] == "le canapé"
    assert found["canapé"]["du_p"] == "du canapé"
    assert found["table basse"]["cette_p" if "cette_p" in found["table basse"] else "ce_p"] == (
        "cette table basse"
    )
    wardrobe = found["armoire"]
    forms = [wardrobe[name] for name in ("le_p", "mon_p", "du_p", "ce_p", "de_p", "au_p", "un_p")]
    assert forms == [
        *("l'armoire", "mon armoire", "de l'armoire", "cette armoire", "d'armoire"),
        *("à l'armoire", "une armoire"),
    ]


def test_sentences_agree_with_the_product_and_the_speaker():
    words = grammar("fr")
    parts = grammar_module._cut_all(["livr[é|ée], je suis content<|e> de {3-3} {Day}"])[0]
    given = {"gender": "1", "speaker": "1", "day": "lundi"}
    assert words._fill(parts, given, iter(range(9))) == "livrée, je suis contente de 3 Lundi"


@pytest.mark.parametrize("lang", LANGS)
def test_the_grammar_knows_every_intent_topic_and_slot(lang):
    known = rules(lang)
    assert set(POLARITY) - {"accusation"} <= set(known)
    for intent in ("complaint", "praise", "question", "suggestion", "thanks", "tip", "advice"):
        assert set(known[intent]) == {*TOPICS, "any"}
    crises = {kind for kind, preset in PRESETS.items() if preset.is_crisis}
    for intent in ("outrage", "mockery", "bystander", "defence"):
        assert set(known[intent]) == {*crises, "any"}
    assert set(known["trigger"]) >= crises | {"campaign"}
    for rule in ("statement", "reply"):
        assert set(known[rule]) == set(STRATEGIES) - {"deletion"}
    assert {"any", "lupin"} == set(known["homonym"])
    forms = set(grammar(lang).product(iter([0] * 9)))
    given = forms | {"brand", "brand_name", "name", "tag", "friend_handle"}
    given |= {"model", "town", "street", "order", "hour", "date"}
    sentences = [
        text
        for name, rule in known.items()
        if name != "invented"
        for v in rule.values()
        if isinstance(v, list)
        for text in v
    ]
    for text in sentences:
        for slot in re.findall(r"\{([^}]*)\}", text):
            is_range = re.fullmatch(r"\d+-\d+", slot)
            assert is_range or slot.lower() in given | set(known["slots"]), (slot, text)


@pytest.mark.parametrize("lang", LANGS)
def test_no_sentence_stands_twice(lang):
    known = rules(lang)
    for name in set(POLARITY) - {"accusation"}:
        texts = [text for topic in known[name].values() for text in topic]
        assert len(texts) == len(set(texts)), name


def test_both_languages_have_the_same_rules():
    english, french = rules("en"), rules("fr")
    assert set(english) == set(french)
    for name in set(POLARITY) - {"accusation"}:
        assert set(english[name]) == set(french[name])
        both = [sum(len(t) for t in r[name].values()) for r in (english, french)]
        assert min(both) > 0.4 * max(both), name
        assert min(both) >= 8, name


def test_slips_leave_handles_tags_and_links_alone():
    words = grammar("fr")
    text = "Vraiment déçu du canapé Odéon @maison_lupin #SolidaritéCrue !"
    rng_rows = ([(7 * turn + 31 * place) % 100 for place in range(9)] for turn in range(300))
    for row in rng_rows:
        typed = slipped(text, words, iter(row))
        assert "@maison_lupin" in typed
        assert "#SolidaritéCrue" in typed


def test_slips_are_there_but_rare(written):
    members = written[~written["intent"].str.startswith(("staff", "news", "spam"))]
    lower = members["text"].str.replace(r"[@#]\w+", "", regex=True)
    share = (lower == lower.str.lower()).mean()
    assert 0.1 < share < 0.5
    assert 0.01 < members["text"].str.contains("!!").mean() < 0.1
    spaced = members.loc[members["lang"] == "fr", "text"]
    assert spaced.str.contains(r"\w \?").any()
    assert spaced.str.contains(r"\w\?").any()


def test_staff_write_carefully_and_say_hello(written):
    answers = written.loc[written["intent"].isin(["staff_answer", "staff_apology"]), "text"]
    assert answers.str.match(r"(?:Hello|Hi|Bonjour) @").all()


def test_irony_says_one_thing_and_means_another(written):
    irony = written[written["is_ironic"]]
    assert (irony["polarity"] == "negative").all()
    kind = r"great|wonderful|thank|bravo|love|merci|super|génial|merveilleux|happy|top|brav"
    assert irony["text"].str.lower().str.contains(kind).mean() > 0.4


def test_a_lexicon_is_right_often_but_not_always(written):
    """An ordinary English lexicon of valence (VADER): realistic, so neither perfect nor useless."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    english = written[written["lang"] == "en"]
    valence = SentimentIntensityAnalyzer()
    scores = english["text"].map(lambda text: valence.polarity_scores(text)["compound"])
    labels = scores.map(
        lambda s: "positive" if s >= 0.05 else "negative" if s <= -0.05 else "neutral"
    )
    f1 = []
    for label in ("negative", "neutral", "positive"):
        both = ((labels == label) & (english["polarity"] == label)).sum()
        f1.append(2 * both / ((labels == label).sum() + (english["polarity"] == label).sum()))
    assert 0.55 < sum(f1) / 3 < 0.85


def test_every_intent_has_a_type_and_every_aspect_a_department():
    assert set(TYPES) == set(POLARITY)
    assert set(DEPARTMENT_OF) == set(TOPICS)
    assert {department(kind, aspect) for kind in TYPES.values() for aspect in TOPICS} >= {
        *("logistics", "sales", "product", "information technology", "customer service"),
        *("stores", "public relations", "marketing", "moderation", "none"),
    }


def test_other_meanings_name_the_word_and_not_the_brand(written):
    other = written[written["intent"] == "homonym"]
    assert len(other) > 20
    assert not other["text"].str.contains("@maison_lupin|#MaisonLupin").any()
    assert other["text"].str.lower().str.contains("lupin").mean() > 0.8
    assert not other["is_about_brand"].any()


def test_negation_is_as_frequent_as_in_real_posts(written):
    for lang, words in {
        "fr": r"\b(?:pas|jamais|rien|aucune?|plus)\b",
        "en": r"\b(?:not|no|never|nothing|nobody)\b|n't\b",
    }.items():
        texts = written.loc[written["lang"] == lang, "text"].str.lower()
        assert 0.08 < texts.str.contains(words).mean() < 0.35, lang


def test_members_change_languages_now_and_then(written):
    assert 0.004 < (written["intent"] == "mixed").mean() < 0.03


def test_a_text_depends_on_its_post_alone():
    """Common random numbers: the same post says the same, whatever stands beside it."""
    plain, richer = (
        simulator.community(seed=4, n_members=200, weeks=2, episodes=episodes).posts
        for episodes in ([], ["service_outage"])
    )
    both = plain.merge(richer, on="post_id", suffixes=("", "_again"))
    assert len(both) == len(plain)
    assert (both["text"] == both["text_again"]).all()


def test_no_word_of_the_grammar_is_a_real_brand_or_domain():
    for lang in LANGS:
        text = (WORDS / f"{lang}.toml").read_text(encoding="utf-8").lower()
        real = r"\b(?:ikea|amazon|facebook|twitter|instagram|tiktok|google|youtube|conforama)\b"
        assert not re.search(real, text)
        hosts = re.findall(r"\b[\w{}-]+\.(?:com|net|org|fr|io)\b", text)
        assert all(host.endswith("example.org") or host == "example.org" for host in hosts), hosts
