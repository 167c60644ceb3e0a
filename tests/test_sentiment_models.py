"""Layers, trained models and engines from outside."""

import json

import numpy as np
import pandas as pd
import pytest

from cmkit import datasets, evaluation, linear, sentiment
from cmkit.errors import CmkitError
from cmkit.posts import validate
from cmkit.sentiment.features import FEATURES
from cmkit.sentiment.models import shipped
from cmkit.sentiment.scoring import read_all
from cmkit.text import ngrams


def posts_of(texts):
    n = len(texts)
    times = pd.date_range("2025-03-01", periods=n, freq="min", tz="UTC")
    ids = [f"p{i:05}" for i in range(n)]
    table = {"post_id": ids, "author_id": ["ana"] * n, "created_at": times}
    return validate(pd.DataFrame(table | {"text": pd.Series(texts, dtype="str")}))


@pytest.fixture(scope="module")
def labelled():
    """Posts in English and French with a word that no lexicon knows deciding the label."""
    rng = np.random.default_rng(7)
    deciding = {"negative": "zorgle", "neutral": "plim", "positive": "vantu"}
    rows = []
    for lang, frame in (
        ("en", "the sofa is {} and it was in the shop"),
        ("fr", "le canapé est {}"),
    ):
        for i in range(150):
            label = ("negative", "neutral", "positive")[int(rng.integers(3))]
            rows.append((frame.format(deciding[label]) + f" {i}", label, lang))
    table = posts_of([text for text, _, _ in rows])
    return table.assign(lang=pd.Series([lang for *_, lang in rows], dtype="str")), [
        label for _, label, _ in rows
    ]


def test_a_layer_separates_what_can_be_separated():
    rng = np.random.default_rng(1)
    centres = {"a": (0, 0), "b": (4, 0), "c": (0, 4)}
    labels = ["a", "b", "c"] * 60
    features = np.array([centres[label] for label in labels]) + rng.normal(0, 0.4, (180, 2))
    layer = linear.fit(features, labels)
    likely = linear.probabilities(layer, features)
    assert likely.sum(axis=1) == pytest.approx(1)
    assert (np.array(layer.classes)[likely.argmax(axis=1)] == labels).all()
    # at the least loss, the mean of what is predicted equals the share of each class
    assert likely.mean(axis=0) == pytest.approx(1 / 3, abs=1e-4)


@pytest.mark.parametrize(
    ("labels", "l2", "said"),
    [
        (["a", "a"], 1.0, "two classes"),
        (["a", None], 1.0, "two classes"),
        (["a"], 1.0, "one label per example"),
        (["a", "b"], 0.0, "above 0"),
    ],
)
def test_a_layer_refuses(labels, l2, said):
    with pytest.raises(CmkitError, match=said):
        linear.fit(np.zeros((2, 1)), labels, l2=l2)


def test_saved_layers_are_arrays_alone(tmp_path):
    layer = linear.fit(np.array([[0.0], [1.0]]), ["no", "yes"])
    again = linear.load(linear.save(layer, tmp_path / "layer.npz"))
    assert again.classes == layer.classes
    assert again.weights == pytest.approx(layer.weights, rel=1e-6)
    with pytest.raises(CmkitError, match="npz"):
        linear.save(layer, tmp_path / "layer.pkl")
    np.savez(tmp_path / "evil.npz", classes=np.array([print], dtype=object))
    for name in ("evil.npz", "none.npz"):
        with pytest.raises(CmkitError, match="not a saved layer"):
            linear.load(tmp_path / name)
    with pytest.raises(CmkitError, match="not those of the layer"):
        linear.probabilities(layer, np.zeros((1, 3)))


def test_ngrams_are_of_the_text_alone():
    texts = ["Late again!", None, "late AGAIN !", "", "retard énorme", "x" * 5_000]
    together = ngrams(texts)
    assert (together[0] != together[2]).nnz == 0
    assert np.diff(together.indptr)[[1, 3]].tolist() == [0, 0]
    for i, text in enumerate(texts):
        assert (ngrams([text]) != together[i]).nnz == 0
    lengths = np.sqrt(together.multiply(together).sum(axis=1))
    assert np.asarray(lengths).ravel()[[0, 4, 5]] == pytest.approx(1)
    assert ngrams([]).shape == (0, 2**15)
    with pytest.raises(CmkitError, match="at least 16"):
        ngrams(["a"], buckets=3)


def test_features_say_what_they_count():
    text = "I really LOVE it!! but 😍 not good, awful?"
    found = dict(zip(FEATURES, read_all([text], "en").features[0], strict=True))
    assert found["n_positive"] == 2  # love and the face
    assert found["n_negative"] == 2  # "not good" and awful
    assert (found["exclamations"], found["questions"], found["negated"]) == (2, 1, 1)
    assert found["faces"] > 0 > found["last"]
    empty = dict(zip(FEATURES, read_all([""], "fr").features[0], strict=True))
    assert not any(empty.values())


def test_a_trained_model_learns_words_and_keeps_them(labelled, tmp_path):
    posts, labels = labelled
    model = sentiment.train(posts.iloc[:240], labels[:240])
    tags = sentiment.tag(posts.iloc[240:], engine="model", model=model)
    assert tags["label"].tolist() == labels[240:]
    again = sentiment.load(sentiment.save(model, tmp_path / "mine.npz"))
    kept = sentiment.tag(posts.iloc[240:], engine="model", model=again)
    assert kept["label"].tolist() == labels[240:]
    assert kept["score"].to_numpy() == pytest.approx(tags["score"].to_numpy(), abs=0.03)
    rules = sentiment.tag(posts.iloc[240:], engine="rules")
    assert set(rules["label"]) == {"neutral"}


def test_training_takes_labels_as_they_come(labelled):
    posts, labels = labelled
    named = pd.Series(labels, index=posts.index)
    by_index = sentiment.train(posts, named.sample(frac=1, random_state=1), buckets=0)
    in_order = sentiment.train(posts, labels, buckets=0)
    assert np.array_equal(by_index.layers["en"].layer.weights, in_order.layers["en"].layer.weights)
    some = named.where(np.arange(len(named)) % 2 == 0)
    assert set(sentiment.train(posts, some, buckets=0).layers) == {"en", "fr"}
    english = sentiment.train(posts[posts["lang"] == "en"], labels[:150], buckets=0)
    tags = sentiment.tag(posts, engine="model", model=english)
    assert set(tags.loc[posts["lang"] == "fr", "label"]) == {"unknown"}


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        (["good"] * 300, "negative, neutral or positive"),
        (["negative"] * 299, "one label per post"),
        (["negative"] * 300, "not enough to learn"),
        ([None] * 300, "not enough to learn"),
        (pd.Series(["negative"] * 3), "same index"),
    ],
)
def test_training_refuses(labelled, labels, said):
    with pytest.raises(CmkitError, match=said):
        sentiment.train(labelled[0], labels)


def test_a_file_that_is_no_model_is_refused(tmp_path):
    (tmp_path / "text.npz").write_text("no zip", encoding="utf-8")
    np.savez(tmp_path / "other.npz", a=np.zeros(3))
    np.savez(tmp_path / "evil.npz", en_classes=np.array([print], dtype=object))
    for name in ("text.npz", "other.npz", "evil.npz", "none.npz"):
        with pytest.raises(CmkitError, match="not a saved sentiment model"):
            sentiment.load(tmp_path / name)
    with pytest.raises(CmkitError, match="npz"):
        sentiment.save(shipped("calibrated"), tmp_path / "model.pkl")


@pytest.mark.parametrize("engine", ["calibrated", "model"])
def test_shipped_layers_are_fitted_and_read_both_languages(engine):
    model = shipped(engine)
    assert set(model.layers) == {"en", "fr"}
    for part in model.layers.values():
        assert part.layer.classes == ("negative", "neutral", "positive")
        assert (part.scale > 0).all()
    tags = sentiment.tag(posts_of(["I love this sofa", "c'est nul, je suis déçue"]), engine=engine)
    assert tags["label"].tolist() == ["positive", "negative"]
    assert tags["confidence"].between(1 / 3, 1).all()


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_surest_labels_are_right_more_often(lang):
    posts, truth = datasets.load("handwritten"), datasets.truth("handwritten")
    labels = truth.labels.set_index("post_id")["label_1"]
    posts = posts[posts["lang"] == lang]
    tags = sentiment.tag(posts_of(posts["text"].tolist()), lang=lang)
    right = tags["label"].to_numpy() == labels.reindex(posts["post_id"]).to_numpy()
    sure = tags["confidence"].to_numpy() >= tags["confidence"].median()
    assert right[sure].mean() > right[~sure].mean() + 0.1
    assert (
        evaluation.macro_f1(tags["label"].tolist(), labels.reindex(posts["post_id"]).tolist()) > 0.4
    )


# --- from outside ------------------------------------------------------------------------------


def by_word(texts):
    return ["positive" if "good" in text else "negative" for text in texts]


def as_pipeline(texts):
    return [{"label": "POS" if "good" in text else "NEG", "score": 0.9} for text in texts]


def with_all_classes(texts):
    good = [{"label": "1 star", "score": 0.1}, {"label": "5 stars", "score": 0.9}]
    return [good if "good" in text else good[:1] for text in texts]


def as_table(texts):
    return pd.DataFrame({"label": by_word(texts), "score": 0.9})


@pytest.mark.parametrize("engine", [by_word, as_pipeline, with_all_classes, as_table])
def test_a_function_is_an_engine(engine):
    posts = posts_of(["good", "bad", None, "", "gut oder good", "good"])
    tags = sentiment.tag(posts, engine=engine)
    assert tags["label"].tolist() == [
        "positive", "negative", "unknown", "unknown", "positive", "positive",
    ]  # fmt: skip
    assert tags["score"].iloc[0] > 0 > tags["score"].iloc[1]
    assert sentiment.score("so good", engine=engine) > 0


@pytest.mark.parametrize(
    ("engine", "said"),
    [
        (lambda texts: texts[0], "did not answer for each"),
        (len, "did not answer for each"),
        (lambda texts: [*texts, "positive"], "did not answer for each"),
        (lambda texts: [{"score": 1}] * len(texts), "has no label"),
        (lambda texts: ["LABEL_0"] * len(texts), "does not know"),
    ],
)
def test_a_function_that_answers_otherwise_is_told_so(engine, said):
    with pytest.raises(CmkitError, match=said):
        sentiment.tag(posts_of(["a", "b"]), engine=engine)


def labelled_two(texts):
    return ["LABEL_2"] * len(texts)


def test_labels_of_an_engine_can_be_named():
    posts = posts_of(["a"])
    tags = sentiment.tag(posts, engine=labelled_two, names={"LABEL_2": "positive"})
    assert tags["label"].tolist() == ["positive"]
    with pytest.raises(CmkitError, match="names lead to"):
        sentiment.tag(posts, engine=lambda texts: ["x"] * len(texts), names={"x": "great"})


def test_a_model_goes_with_its_engine(labelled):
    with pytest.raises(CmkitError, match="goes with engine='model'"):
        sentiment.tag(labelled[0], engine="rules", model=shipped("model"))


def test_a_folder_needs_transformers_or_a_model(tmp_path):
    with pytest.raises(CmkitError, match=r"needs the package transformers|holds no transformers"):
        sentiment.score("good", engine=tmp_path)


@pytest.mark.slow
def test_a_transformers_model_from_a_folder(tmp_path):
    """A tiny classifier with random weights: the road is tested, not its judgement."""
    transformers = pytest.importorskip("transformers")
    pytest.importorskip("torch")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "good", "bad", "sofa"]
    (tmp_path / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    names = {0: "negative", 1: "neutral", 2: "positive"}
    config = transformers.BertConfig(
        vocab_size=len(words),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=32,
        id2label=names,
        label2id={name: number for number, name in names.items()},
    )
    transformers.BertForSequenceClassification(config).save_pretrained(tmp_path)
    transformers.BertTokenizerFast(str(tmp_path / "vocab.txt")).save_pretrained(tmp_path)
    assert json.loads((tmp_path / "config.json").read_text(encoding="utf-8"))["id2label"]
    tags = sentiment.tag(posts_of(["good sofa", "bad " * 300, None]), engine=tmp_path)
    assert tags["label"].isin(["negative", "neutral", "positive"]).tolist() == [True, True, False]
    assert tags["confidence"].iloc[:2].between(1 / 3, 1).all()
