from __future__ import annotations

import gettext
import re
from pathlib import PurePath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoutkit.catalogs import (
    merge_catalogs,
    plural_categories,
    plural_counts,
    plural_forms,
    plural_index,
    read_catalog,
)
from handoutkit.model import Catalog, Entry
from handoutkit.problems import Place

PO = PurePath("locales/es/LC_MESSAGES/handouts.po")
TYPE = "Content-Type: text/plain; charset=UTF-8"
SPANISH = "Plural-Forms: nplurals=2; plural=(n != 1);"
GOOD = 'msgid "iron"\nmsgstr "hierro"\n'


def po(body: str, *rows: str) -> str:
    header = "".join(f'"{row}\\n"\n' for row in rows or (TYPE, SPANISH))
    return f'msgid ""\nmsgstr ""\n{header}\n{body}'


def first_fault(text: str | bytes, locale: str = "es") -> str:
    catalog, problems = read_catalog(text, locale, PO)
    assert catalog.entries == {}
    assert {problem.code for problem in problems} == {"broken-catalog"}
    return problems[0].short().removeprefix(f"{PO}:").removesuffix(" [broken-catalog]")


def test_a_translation_is_read_with_its_line() -> None:
    catalog, problems = read_catalog(po(GOOD), "es", PO)
    assert problems == ()
    assert catalog == Catalog("es", {("", "iron"): Entry(("hierro",), fuzzy=False, place=Place(PO, 6))})


def test_bytes_and_windows_line_ends_are_read_alike() -> None:
    assert read_catalog(po(GOOD).replace("\n", "\r\n").encode(), "es", PO) == read_catalog(po(GOOD), "es", PO)


def test_context_plural_and_fuzzy_are_read() -> None:
    body = (
        '#, fuzzy\nmsgctxt "metal"\nmsgid "lead"\nmsgstr "plomo"\n\n'
        'msgid "%(n)s day"\nmsgid_plural "%(n)s days"\nmsgstr[0] "%(n)s día"\nmsgstr[1] "%(n)s días"\n'
    )
    entries = read_catalog(po(body), "es", PO)[0].entries
    assert entries["metal", "lead"].fuzzy
    assert entries["", "%(n)s day"].texts == ("%(n)s día", "%(n)s días")


def test_an_empty_translation_is_no_entry() -> None:
    body = 'msgid "iron"\nmsgstr ""\n\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] "x"\nmsgstr[1] ""\n'
    assert read_catalog(po(body), "es", PO) == (Catalog("es", {}), ())


def test_obsolete_translations_are_ignored_even_when_they_are_damaged() -> None:
    body = (
        GOOD
        + '#~ msgid "old"\n#~ msgstr "viejo"\n#~| msgid "older"\n#~ msgid garbage\n#~ msgid "iron"\n#~ msgstr "x"\n'
    )
    catalog, problems = read_catalog(po(body), "es", PO)
    assert problems == ()
    assert list(catalog.entries) == [("", "iron")]


def test_a_translation_may_hold_characters_that_python_takes_for_line_ends() -> None:
    catalog, _ = read_catalog(po('msgid "a"\nmsgstr "x\u2028y\x85z"\n\nmsgid "b"\nmsgstr "c"\n'), "es", PO)
    assert catalog.entries["", "a"].texts == ("x\u2028y\x85z",)
    assert catalog.entries["", "b"].place.line == 9


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ('msgid "Take"\nmsgstr "Tome 5 mg"\ncont\n', "8: error: this line is out of place: cont"),
        (GOOD + GOOD, '8: error: this sentence stands twice, first on line 6: "iron"'),
        ('msgid "a"\nmsgstr "b"\nmsgstr "c"\n', '8: error: this line is out of place: msgstr "c"'),
        ('msgid "a"\n\nmsgid "c"\nmsgstr "d"\n', '8: error: this line is out of place: msgid "c"'),
        ('msgid "a"\n# comment\nmsgstr "b"\n', "7: error: the message before this line is not complete"),
        ('msgid "a"\nmsgstr "b" c\n', '7: error: this line is out of place: msgstr "b" c'),
        ('msgid "a"\nmsgstr "b\\q"\n', '7: error: this line is out of place: msgstr "b\\q"'),
        ('"floating"\n', '6: error: this line is out of place: "floating"'),
        ('msgid "a"\n', "7: error: the message before this line is not complete"),
        ('msgctxt "x"\nmsgid ""\nmsgstr "nplurals=2000000000"\n', "6: error: this message has no English text"),
        ('msgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\n', "6: error: this sentence has 1 plural forms; es has 2"),
        ('msgid "a"\nmsgid_plural "b"\nmsgstr[1] "c"\n', '8: error: this line is out of place: msgstr[1] "c"'),
        (
            'msgid "a"\nmsgid_plural "b"\nmsgstr[99999999] "c"\n',
            '8: error: this line is out of place: msgstr[99999999] "c"',
        ),
    ],
)
def test_an_odd_line_is_an_error_at_its_line(body: str, fault: str) -> None:
    assert first_fault(po(body)) == fault


def test_all_odd_lines_are_reported_at_once() -> None:
    problems = read_catalog(po('odd\n\nmsgid "a"\nmsgstr "b"\nodd\nodd\n# c\nodd\n'), "es", PO)[1]
    assert [problem.place.line for problem in problems if problem.place] == [6, 10, 13]


def test_two_thousand_million_plural_forms_are_refused_at_once() -> None:
    bomb = po("", TYPE, "Plural-Forms: nplurals=2000000000; plural=0;")
    assert "the header has no readable Plural-Forms" in first_fault(bomb)


@pytest.mark.parametrize(
    "rule",
    [
        "nplurals=3; plural=(n != 1);",
        "nplurals=1; plural=0;",
        "nplurals=2; plural=1/(n-1);",
        "nplurals=2; plural=n%0;",
        "nplurals=2; plural=7;",
        "nplurals=2; plural=0-n;",
        "nplurals=2; plural=(n == 1);",
        "nplurals=2; plural=__import__('os');",
        f"nplurals=2; plural={'(' * 400}n{')' * 400};",
        "nplurals=two; plural=n;",
        "nplurals=2",
        "",
    ],
)
def test_a_plural_rule_that_is_not_the_one_of_cldr_is_refused(rule: str) -> None:
    assert "plural" in first_fault(po(GOOD, TYPE, f"Plural-Forms: {rule}")).lower()


@pytest.mark.parametrize("charset", ["utf-7", "ISO-8859-1", "utf-16", "CHARSET", ""])
def test_every_charset_but_utf_8_is_refused(charset: str) -> None:
    fault = first_fault(po(GOOD, f"Content-Type: text/plain; charset={charset}", SPANISH))
    assert fault == "1: error: the header does not say that the catalog is UTF-8"


def test_bytes_that_are_not_utf_8_are_refused_at_their_line() -> None:
    assert first_fault(po('msgid "a"\nmsgstr "é"\n').encode("latin-1")) == "7: error: the catalog is not UTF-8"


def test_a_byte_order_mark_is_refused() -> None:
    assert first_fault(b"\xef\xbb\xbf" + po(GOOD).encode()) == "1: error: the catalog starts with a byte order mark"


@pytest.mark.parametrize("text", ["", GOOD, "# only a comment\n"])
def test_a_catalog_without_a_header_is_refused(text: str) -> None:
    assert first_fault(text) == "1: error: the catalog does not begin with its header"


@pytest.mark.parametrize("row", ["no colon", "Plural-Forms: nplurals=2000000000; plural=0;", "X: a\\n b"])
def test_an_unreadable_or_repeated_header_line_is_refused(row: str) -> None:
    assert "the header has an unreadable or repeated line" in first_fault(po(GOOD, TYPE, SPANISH, row))


def test_a_malformed_date_in_the_header_is_a_problem_and_not_a_crash() -> None:
    assert "readable" in first_fault(po(GOOD, TYPE, SPANISH, "POT-Creation-Date: yesterday"))


def test_a_catalog_of_another_language_is_refused() -> None:
    assert first_fault(po(GOOD, "Language: fr", TYPE, SPANISH)) == '1: error: the header says "fr", the folder "es"'


def test_an_underscore_in_the_language_is_the_same_language() -> None:
    text = po(GOOD, "Language: zh_Hans", TYPE, "Plural-Forms: nplurals=1; plural=0;")
    assert read_catalog(text, "zh-Hans", PO)[1] == ()


def test_the_nearest_catalog_wins_sentence_by_sentence() -> None:
    near = read_catalog(po('msgid "iron"\nmsgstr "fierro"\n'), "es", PO)[0]
    far = read_catalog(po(GOOD + '\nmsgid "blood"\nmsgstr "sangre"\n'), "es", PO)[0]
    merged = merge_catalogs("es", (near, far))
    assert {key[1]: entry.texts[0] for key, entry in merged.entries.items()} == {"iron": "fierro", "blood": "sangre"}


@pytest.mark.parametrize(
    ("locale", "number", "index"),
    [("en", 1, 0), ("en", 0, 1), ("ar", 2, 2), ("ar", 11, 4), ("zh-Hans", 5, 0), ("ru", 21, 0)],
)
def test_the_plural_form_is_the_one_of_cldr(locale: str, number: int, index: int) -> None:
    assert plural_index(locale, number) == index


def test_forms_that_no_count_on_a_handout_has_are_left_out() -> None:
    assert plural_categories("es") == ("one", "other")
    assert plural_categories("pl") == ("one", "few", "other")


def test_a_language_that_cldr_does_not_know_has_one_form() -> None:
    assert plural_categories("hmn") == ("other",)
    assert plural_forms("hmn") == "nplurals=1; plural=0;"


def test_the_counts_of_a_form_tell_whether_it_may_be_in_words() -> None:
    assert plural_counts("ar", 1) == (1,)
    assert plural_counts("ru", 0)[:3] == (1, 21, 31)


LANGUAGES = "en es fr de it pl pt-BR zh-Hans zh-Hant vi ko fil ar ru ht fa pa ur ro tr uk bn gu hi ja nl da he lv cy ga"


@pytest.mark.parametrize("locale", LANGUAGES.split())
def test_the_plural_rule_that_we_write_is_the_one_of_cldr(locale: str) -> None:
    rule = re.search(r"plural=(.*);", plural_forms(locale))
    assert rule
    indexes = [gettext.c2py(rule[1])(number) for number in range(130)]
    assert indexes == [plural_index(locale, number) for number in range(130)]


pieces = st.sampled_from(
    [
        "msgid ",
        "msgstr ",
        'msgid "a"',
        'msgstr "b"',
        "msgid_plural ",
        "msgstr[0] ",
        '"x"',
        '"',
        "#, fuzzy",
        "#~ ",
        "\n",
        "\\n",
    ]
)


@given(st.lists(st.one_of(pieces, st.text(max_size=3)), max_size=20).map("".join))
def test_no_text_breaks_the_reader(body: str) -> None:
    read_catalog(po(body), "es", PO)
    read_catalog(body, "es", PO)


@given(st.binary(max_size=60))
def test_no_bytes_break_the_reader(body: bytes) -> None:
    read_catalog(po("").encode() + body, "es", PO)
