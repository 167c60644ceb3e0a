"""readers: tables of any dialect, encoding and way of writing dates."""

import csv
import io
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmkit import posts, readers
from cmkit.errors import CmkitError
from cmkit.readers import dates

EXPORTS = Path(__file__).parent / "exports" / "csv"
KEY = b"a key of these tests"


def written(tmp_path, *lines: str, encoding: str = "utf-8", end: str = "\n") -> Path:
    path = tmp_path / "export.csv"
    path.write_bytes(end.join(lines).encode(encoding))
    return path


def read(path: Path, **wishes) -> pd.DataFrame:
    return readers.read(path, **({"pseudonymise": False} | wishes))


# --- exports of known tools ---------------------------------------------------------------------


def test_a_spreadsheet_of_windows_in_french():
    with pytest.warns(UserWarning, match="read as cp1252, which is a guess"):
        table = read(EXPORTS / "excel_fr.csv", timezone="Europe/Paris")
    assert table["text"].tolist() == [
        "Le canapé est arrivé cassé, déçue !",
        "Désolés, @Ana\r\nnous vous écrivons ; l’équipe",
    ]
    assert table["created_at"].dt.strftime("%d.%m %H:%M").tolist() == ["03.03 08:00", "25.03 17:30"]
    assert table["author_id"].tolist() == ["ana", "maison lupin"]


def test_four_cat_prefers_exact_seconds_and_reads_lists():
    table = read(EXPORTS / "four_cat.csv")
    assert table["created_at"].iloc[1] == pd.Timestamp("2025-03-03 08:05", tz="UTC")
    assert table["mentions"].tolist() == [[], ["ana", "ben"]]
    assert table["reply_to"].tolist()[1] == "11"


def test_netlytic_names_whom_a_post_answers():
    table = read(EXPORTS / "netlytic.csv")
    assert table["reply_to_author_id"].tolist()[0] == "maison_lupin"
    assert table["kind"].tolist() == ["reply", "post"]
    assert table["text"].tolist()[1] == "We are sorry"


def test_twarc_csv_tells_reposts_from_quotes():
    table = read(EXPORTS / "twarc.csv")
    assert table["kind"].tolist() == ["repost", "reply", "quote"]
    assert table["author_id"].tolist() == ["ben_atelier", "maison_lupin", "cho_deco"]
    assert table["repost_of_author_id"].tolist()[::2] == ["ana_bois", "ben_atelier"]
    assert table["mentions"].tolist()[1] == ["ana_bois"]
    assert set(table["platform"]) == {"x"}


def test_damaged_rows_are_left_out_and_told():
    with pytest.warns(UserWarning, match="5 of 9 lines or posts were left out"):
        table = read(EXPORTS / "damaged.csv")
    assert table["post_id"].tolist() == ["1", "6", "7", "8"]
    _, rejects = readers.read_with_rejects(EXPORTS / "damaged.csv", key=KEY)
    assert rejects["line"].tolist() == [3, 4, 6, 7, 9]
    assert rejects["reason"].tolist()[:3] == [
        "3 cells where the header has 4", "no author", "its date cannot be read: soon",
    ]  # fmt: skip


# --- round trip ----------------------------------------------------------------------------------

texts = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=30
)
latin = st.text(st.sampled_from("abc éèàçùô,;|\t\"'’€«»\n@#x"), min_size=1, max_size=30)


@st.composite
def tables(draw: st.DrawFn, words: st.SearchStrategy[str]) -> pd.DataFrame:
    size = draw(st.integers(1, 8))
    rows = []
    for number in range(size):
        answers = draw(st.sampled_from([None, *range(number)])) if number else None
        rows.append(
            {
                "post_id": str(number),
                "author_id": draw(st.sampled_from(["ana", "ben", "éva", "maison lupin"])),
                "created_at": pd.Timestamp(draw(st.integers(0, 2**31)), unit="s", tz="UTC"),
                "text": draw(words),
                "lang": draw(st.sampled_from(["fr", "en", None])),
                "platform": draw(st.sampled_from(["x", None])),
                "reply_to": None if answers is None else str(answers),
                "mentions": draw(st.lists(st.sampled_from(["ana", "ben"]), max_size=2)),
                "hashtags": draw(st.lists(st.sampled_from(["lupin", "été"]), max_size=2)),
            }
        )
    return posts.validate(pd.DataFrame(rows))


def agrees(table: pd.DataFrame, again: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(again[list(table.columns)], table)


@settings(max_examples=25)
@given(tables(texts), st.sampled_from(",;\t|"), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_a_table_written_as_csv_is_read_back(tmp_path_factory, table, separator, encoding):
    path = tmp_path_factory.mktemp("csv") / "posts.csv"
    table.to_csv(path, index=False, sep=separator, encoding=encoding, quoting=csv.QUOTE_ALL)
    agrees(table, read(path, separator=separator))


@settings(max_examples=25)
@given(tables(latin), st.sampled_from(["cp1252", "utf-8", "utf-16-le"]), st.sampled_from([0, 1]))
def test_it_is_read_back_in_an_encoding_that_is_told(tmp_path_factory, table, encoding, quoting):
    path = tmp_path_factory.mktemp("csv") / "posts.csv"
    table.to_csv(path, index=False, encoding=encoding, quoting=quoting, lineterminator="\r\n")
    agrees(table, read(path, encoding=encoding, separator=","))


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_separator_encoding_and_line_ends_are_found(tmp_path, separator, encoding, end):
    lines = [["id", "auteur", "date", "texte"], ["1", "éva", "2025-03-03T08:00Z", "déçue, oui"],
             ["2", "ben", "2025-03-03T09:00Z", "12,5; 3"]]  # fmt: skip
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator, lineterminator=end).writerows(lines)
    path = tmp_path / "export.csv"
    path.write_bytes(text.getvalue().encode(encoding))
    assert read(path)["text"].tolist() == ["déçue, oui", "12,5; 3"]


# --- encodings -----------------------------------------------------------------------------------

FRENCH = (
    "Très déçue par ce canapé reçu abîmé, où est le service après-vente ? Ça suffit, l’été arrive"
)
RUSSIAN = "Где мой диван? Я жду уже три недели, и никто не отвечает на мои письма и звонки"
POLISH = "Gdzie jest moja kanapa? Czekam już trzy tygodnie i nikt się nie odzywa, źle, żałuję"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(FRENCH, "cp1252"), (FRENCH, "mac_roman"), (RUSSIAN, "cp1251"), (POLISH, "cp1250")],
)
def test_other_encodings_are_guessed_and_told(tmp_path, text, encoding):
    rows = [f"{n};ana;2025-03-03T08:00Z;{text} {n}" for n in range(30)]
    path = written(tmp_path, "id;author;date;text", *rows, encoding=encoding)
    with pytest.warns(UserWarning, match="which is a guess"):
        table = read(path)
    assert set(table["text"].str.replace(r" \d+$", "", regex=True)) == {text}


def test_accents_that_come_late_in_a_long_file_count(tmp_path):
    rows = [f"{n};ana;2025-03-03T08:00Z;{'plain ' * 40}" for n in range(5_000)]
    path = written(
        tmp_path,
        "id;author;date;text",
        *rows,
        f"x;ana;2025-03-03T08:00Z;{FRENCH}",
        encoding="cp1252",
    )
    assert path.stat().st_size > 1 << 20
    with pytest.warns(UserWarning, match="cp1252"):
        assert FRENCH in set(read(path)["text"])


def test_a_few_damaged_bytes_cost_their_rows_only(tmp_path):
    rows = [f"{n};ana;2025-03-03T08:00Z;{FRENCH}" for n in range(100)]
    path = written(tmp_path, "id;author;date;text", *rows)
    whole = path.read_bytes()
    path.write_bytes(
        whole.replace(
            "7;ana;2025-03-03T08:00Z;Très".encode(), b"7;ana;2025-03-03T08:00Z;Tr\xe8s", 1
        )
    )
    table, rejects = readers.read_with_rejects(path, key=KEY)
    assert len(table) == 99
    assert rejects["line"].tolist() == [9]
    assert "bytes are no text" in rejects["reason"].iloc[0]


def test_an_unknown_encoding_is_named():
    with pytest.raises(CmkitError, match="encoding is not known"):
        read(EXPORTS / "four_cat.csv", encoding="utf-9")


# --- columns -------------------------------------------------------------------------------------


def test_columns_may_be_told(tmp_path):
    path = written(
        tmp_path, "a;b;c;d", "x1;Ana;2025-03-03T08:00Z;Hello", "x2;@Ben;2025-03-03T09:00Z;Hi"
    )
    columns = {"post_id": "a", "author_id": "b", "created_at": "c", "text": "d"}
    table = read(path, columns=columns)
    assert table["post_id"].tolist() == ["x1", "x2"]
    assert table["author_id"].tolist() == ["ana", "ben"]


def test_unknown_columns_give_the_call_to_write(tmp_path):
    path = written(tmp_path, "a;b;texte", "1;2;3")
    with pytest.raises(CmkitError) as caught:
        read(path)
    told = str(caught.value)
    assert "['a', 'b', 'texte']" in told
    assert "columns={'author_id': '...', 'created_at': '...', 'text': 'texte'}" in told
    assert "(author_id) or when (created_at)" in told


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ({"author_id": "Auteurs"}, "did you mean 'Auteur'"),
        ({"auteur": "Auteur"}, "names something that posts do not have"),
        ({"Auteur": "author_id"}, r"the other way round: columns=\{'author_id': 'Auteur'\}"),
        (["Auteur"], "wants a mapping"),
        ({"author_id": None}, r"\(author_id\)"),
    ],
)
def test_a_wrong_column_map_is_explained(tmp_path, columns, told):
    path = written(tmp_path, "id;Auteur;Date;Texte", "1;ana;2025-03-03T08:00Z;Bonjour")
    with pytest.raises(CmkitError, match=told):
        read(path, columns=columns)


def test_a_column_may_be_told_not_to_be_there(tmp_path):
    path = written(tmp_path, "id;auteur;date", "1;ana;2025-03-03T08:00Z")
    table = read(path, columns={"text": None, "post_id": None})
    assert table["post_id"].tolist() == ["row-1"]
    assert table["text"].fillna("").tolist() == [""]


def test_without_identifiers_rows_are_counted(tmp_path):
    path = written(
        tmp_path, "auteur;date;texte", "ana;2025-03-03T08:00Z;a", "ben", "cho;2025-03-03T08:01Z;b"
    )
    table, rejects = readers.read_with_rejects(path, key=KEY)
    assert table["post_id"].tolist() == ["row-1", "row-3"]
    assert rejects["line"].tolist() == [3]


def test_identifiers_that_a_spreadsheet_has_rounded_are_refused(tmp_path):
    path = written(
        tmp_path,
        "id;auteur;date;texte",
        "1,39474E+18;ana;2025-03-03T08:00Z;a",
        "2;ben;2025-03-03T08:00Z;b",
    )
    table, rejects = readers.read_with_rejects(path, key=KEY)
    assert table["post_id"].tolist() == ["2"]
    assert "rounded" in rejects["reason"].iloc[0]
    path = written(tmp_path, "id;auteur;date;texte", "1,39474E+18;ana;2025-03-03T08:00Z;a")
    with pytest.raises(CmkitError, match="rounded"):
        read(path)


@pytest.mark.parametrize("nothing", ["", "nan", "NULL", "NA", "None"])
def test_ways_of_writing_nothing(tmp_path, nothing):
    path = written(
        tmp_path, "id,author,date,text,reply_to,in_reply_to_username,mentions,lang",
        f"1,ana,2025-03-03T08:00Z,a,{nothing},{nothing},{nothing},{nothing}",
    )  # fmt: skip
    row = read(path).iloc[0]
    assert row["kind"] == "post"
    assert row[["reply_to", "reply_to_author_id", "lang"]].isna().all()
    assert row["mentions"] == []


def test_a_text_that_says_rt_is_a_repost_where_no_column_tells(tmp_path):
    path = written(tmp_path, "id,author,date,text", "1,ana,2025-03-03T08:00Z,RT @Ben: hello")
    row = read(path).iloc[0]
    assert row[["kind", "repost_of_author_id"]].tolist() == ["repost", "ben"]


def test_kinds_have_many_names_and_a_strange_one_is_told(tmp_path):
    path = written(
        tmp_path, "id,author,date,text,kind", "1,a,2025-03-03T08:00Z,x,Retweet",
        "2,a,2025-03-03T08:00Z,x,réponse", "3,a,2025-03-03T08:00Z,x,poem",
        "4,a,2025-03-03T08:00Z,x,",
    )  # fmt: skip
    table, rejects = readers.read_with_rejects(path, key=KEY)
    assert table["kind"].tolist() == ["repost", "reply", "post"]
    assert "'poem'" in rejects["reason"].iloc[0]


def test_lists_in_cells_are_written_in_many_ways(tmp_path):
    cells = ["\"['Ana', 'ben']\"", '"[""Ana"", ""ben""]"', '"Ana, ben"', "@Ana @ben", "Ana|ben",
             '"[{""username"": ""Ana""}, {""username"": ""ben""}]"', "[Ana ben]"]  # fmt: skip
    rows = [f"{n},x,2025-03-03T08:00Z,t,{cell}" for n, cell in enumerate(cells)]
    table = read(written(tmp_path, "id,author,date,text,mentions", *rows))
    assert table["mentions"].tolist() == [["ana", "ben"]] * len(cells)


def test_one_cell_too_many_is_told_unless_it_is_empty(tmp_path):
    path = written(
        tmp_path, "id,author,date,text", "1,a,2025-03-03T08:00Z,x,,", "2,a,2025-03-03T08:00Z,x,y"
    )
    table, rejects = readers.read_with_rejects(path, key=KEY)
    assert table["post_id"].tolist() == ["1"]
    assert rejects["reason"].tolist() == ["5 cells where the header has 4"]


def test_a_header_alone_is_an_empty_table(tmp_path):
    assert read(written(tmp_path, "id,author,date,text")).empty


def test_a_wrong_separator_is_refused(tmp_path):
    with pytest.raises(CmkitError, match="one character"):
        read(EXPORTS / "four_cat.csv", separator=", ")


# --- dates ---------------------------------------------------------------------------------------

SAME = pd.Timestamp("2025-03-04 17:05", tz="UTC")


@pytest.mark.parametrize(
    "written_as",
    [
        "2025-03-04T17:05:00Z", "2025-03-04T17:05:00.000Z", "2025-03-04 17:05:00+00:00",
        "2025-03-04T18:05:00+01:00", "2025-03-04T18:05+0100", "2025-03-04 17:05:00 UTC",
        "2025/03/04 17:05 UTC", "1741107900", "1741107900.0", "1741107900000", "1741107900000000",
        "Tue, 04 Mar 2025 17:05:00 +0000", "Tue, 04 Mar 2025 18:05:00 +0100",
        "4 Mar 2025 17:05:00 GMT", "Tue Mar 04 17:05:00 +0000 2025",
        "Tue Mar 04 12:05:00 -0500 2025",
        "04 mars 2025 à 17h05 UTC", "March 4, 2025 5:05 PM UTC", "Mar 4, 2025, 5:05:00 pm +00:00",
        "1741107900000000000",
    ],
)  # fmt: skip
def test_dates_with_a_zone_need_nothing(written_as):
    assert dates.parse(pd.Series([written_as])).times.tolist() == [SAME]


@pytest.mark.parametrize(
    "written_as",
    [
        "2025-03-04 18:05", "2025-03-04T18:05:00", "2025-3-4 18:05", "2025/03/04 18:05:00",
        "20250304180500",
        "4 mars 2025 18h05", "mardi 4 mars 2025 à 18:05", "4 Mar 2025, 18:05",
        "March 4, 2025 6:05 PM",
        "Mar 04, 2025 at 6:05 p.m.", "Tue Mar 4 18:05:00 2025",
    ],
)  # fmt: skip
def test_local_dates_need_a_zone(written_as):
    column = pd.Series([written_as])
    assert dates.parse(column, timezone="Europe/Paris").times.tolist() == [SAME]
    with pytest.raises(CmkitError, match="timezone='Europe/Paris'"):
        dates.parse(column)


@pytest.mark.parametrize("mark", "/-.")
def test_one_date_tells_for_the_column_whether_the_day_comes_first(mark):
    day_first = pd.Series([f"04{mark}03{mark}2025 17:05", f"25{mark}03{mark}2025 17:05"])
    month_first = pd.Series([f"03{mark}04{mark}2025 5:05 PM", f"3{mark}25{mark}25 5:05 PM"])
    for column in (day_first, month_first):
        found = dates.parse(column, timezone="UTC").times
        assert found.tolist() == [SAME, SAME + pd.Timedelta(days=21)]


def test_what_the_column_does_not_tell_is_asked_for():
    column = pd.Series(["04/03/2025 17:05", "03/03/2025 17:05"])
    with pytest.raises(CmkitError, match=r"'04/03/2025 17:05'[\s\S]*dayfirst=True"):
        dates.parse(column, timezone="UTC")
    assert dates.parse(column, timezone="UTC", dayfirst=True).times[0] == SAME
    assert dates.parse(column, timezone="UTC", dayfirst=False).times[0].month == 4
    # the same both ways: nothing to ask
    assert dates.parse(column[1:], timezone="UTC").times.iloc[0].day == 3


def test_contradicting_dates_are_shown():
    column = pd.Series(["25/03/2025", "03/25/2025"])
    with pytest.raises(CmkitError, match=r"'25/03/2025' and '03/25/2025'"):
        dates.parse(column, timezone="UTC")
    found = dates.parse(column, timezone="UTC", dayfirst=True)
    assert found.times.isna().tolist() == [False, True]


def test_a_format_may_be_told():
    assert dates.parse(
        pd.Series(["17h05, 4/3/25"]), date_format="%Hh%M, %d/%m/%y", timezone="UTC"
    ).times.tolist() == [SAME]
    column = pd.Series(["2025.063 17:05 +0000"])
    assert dates.parse(column, date_format="%Y.%j %H:%M %z").times.tolist() == [SAME]
    with pytest.raises(CmkitError, match="date_format"):
        dates.parse(column, date_format="%Q")
    with pytest.raises(CmkitError, match="dates cannot be read"):
        dates.parse(column, date_format="%d/%m/%Y")


def test_hours_that_the_change_of_clocks_spoils_are_left_out():
    column = pd.Series(
        ["2025-03-30 02:30", "2025-10-26 02:30", "2025-10-26 03:30", "2025-07-01 12:00"]
    )
    found = dates.parse(column, timezone="Europe/Paris")
    assert found.times.isna().tolist() == [True, True, False, False]
    assert "did not exist" in found.reasons[0]
    assert "happened twice" in found.reasons[1]
    assert found.times[3].hour == 10
    assert dates.parse(column, timezone="UTC").times.notna().all()


@pytest.mark.parametrize(
    "zone", ["Europe/Lutece", "", "../../etc/passwd", "/etc/passwd", "Europe", 3]
)
def test_an_unknown_zone_is_named(zone):
    with pytest.raises(CmkitError, match="time zone is not known"):
        dates.parse(pd.Series(["2025-03-04 17:05"]), timezone=zone)


@pytest.mark.parametrize(
    "bad",
    ["soon", "", "2025-02-30T10:00Z", "31/04/2025 10:00", "32 mars 2025", "4 brumaire 2025",
     "99999999999999999999", "12", "45717.42", "2025-03-04T25:00Z", "13:65 4/3/2025", "٣/٣/٢٠٢٥"],
)  # fmt: skip
def test_what_is_no_date_is_left_out(bad):
    column = pd.Series([bad, "2025-03-04T17:05:00Z", "13/04/2025 10:00"])
    found = dates.parse(column, timezone="UTC")
    assert found.times.isna().tolist() == [True, False, False]
    assert "cannot be read" in found.reasons[0]
    with pytest.raises(CmkitError, match="dates cannot be read"):
        dates.parse(pd.Series([bad]), timezone="UTC")


@settings(max_examples=40)
@given(st.lists(st.text(max_size=25), min_size=1, max_size=5))
def test_no_text_breaks_the_reading_of_dates(column):
    try:
        found = dates.parse(pd.Series(column, dtype="str"), timezone="UTC")
    except CmkitError:
        return
    assert len(found.times) == len(column)


@settings(max_examples=30)
@given(
    st.datetimes(pd.Timestamp("1990-01-01"), pd.Timestamp("2090-01-01")).map(
        lambda t: t.replace(microsecond=0)
    ),
    st.sampled_from(
        ["%d/%m/%Y %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%d.%m.%Y %H:%M:%S", "%Y%m%d%H%M%S"]
    ),
)
def test_dates_written_are_read_back(instant, shape):
    column = pd.Series([instant.strftime(shape)])
    found = dates.parse(column, timezone="UTC", dayfirst=True)
    assert found.times[0] == pd.Timestamp(instant, tz="UTC")


def test_dates_keep_their_rows_and_index():
    column = pd.Series(["2025-03-04T17:05:00Z", "x", "2025-03-04T17:05:00Z"], index=[5, 3, 9])
    found = dates.parse(column)
    assert found.times.index.tolist() == [5, 3, 9]
    np.testing.assert_array_equal(found.times.isna(), [False, True, False])
