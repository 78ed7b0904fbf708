from __future__ import annotations

from pathlib import PurePath

import pytest

from handoutkit.catalogs import read_catalog
from handoutkit.loading import load
from handoutkit.messages import CatalogStatus, catalog_status, messages_of_pack, update_catalog, write_template_catalog
from handoutkit.model import Message
from handoutkit.problems import HandoutError, Place

PO = PurePath("locales/es/LC_MESSAGES/handouts.po")
SECTION = PurePath("handouts/sections/iron/section.html")


def message(text: str, line: int = 1, plural: str = "", context: str = "", comment: str = "") -> Message:
    return Message(text, Place(SECTION, line), plural, context, comment)


IRON, DAYS = message("Iron", 1), message("%(n)s day", 2, plural="%(n)s days")


def translated(text: str, *pairs: tuple[str, str]) -> str:
    for english, translation in pairs:
        text = text.replace(f'msgid "{english}"\nmsgstr ""', f'msgid "{english}"\nmsgstr "{translation}"')
    return text


def start(*messages: Message) -> str:
    return update_catalog("", messages, "es")


def body(text: str) -> str:
    return text.split("\n\n", 1)[1] if "\n\n" in text else ""


def test_the_template_has_references_comments_contexts_plurals_and_flags_and_no_dates() -> None:
    messages = (message("lead", 3, context="metal", comment="Not the verb."), DAYS, message("lead", 9, context="metal"))
    assert write_template_catalog(messages) == (
        'msgid ""\n'
        'msgstr ""\n'
        '"Language: \\n"\n'
        '"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        "\n"
        "#. Not the verb.\n"
        "#: handouts/sections/iron/section.html:3 handouts/sections/iron/section.html:9\n"
        'msgctxt "metal"\n'
        'msgid "lead"\n'
        'msgstr ""\n'
        "\n"
        "#: handouts/sections/iron/section.html:2\n"
        "#, python-format\n"
        'msgid "%(n)s day"\n'
        'msgid_plural "%(n)s days"\n'
        'msgstr[0] ""\n'
        'msgstr[1] ""\n'
    )


def test_a_new_catalog_has_the_plural_forms_of_cldr() -> None:
    text = update_catalog("", [DAYS], "ar")
    assert '"Language: ar\\n"' in text
    assert "nplurals=6" in text
    assert 'msgstr[5] ""' in text
    assert read_catalog(text, "ar", PO)[1] == ()


def test_an_update_keeps_translations_comments_and_foreign_headers() -> None:
    old = translated(start(IRON), ("Iron", "Hierro")).replace("#: handouts", "# Ask Ana.\n#: handouts")
    old = old.replace('"MIME', '"X-Review: yes\\n"\n"MIME')
    new = update_catalog(old, [message("Blood", 1), message("Iron", 2)], "es")
    assert "# Ask Ana.\n#: handouts/sections/iron/section.html:2\n" in new
    assert 'msgid "Iron"\nmsgstr "Hierro"' in new
    assert '"X-Review: yes\\n"' in new
    assert 'msgid "Blood"\nmsgstr ""' in new


def test_a_changed_sentence_stays_fuzzy_beside_the_english_it_was_made_from() -> None:
    old = translated(start(message("Take 5 mg a day")), ("Take 5 mg a day", "Tome 5 mg al día"))
    assert body(update_catalog(old, [message("Take 10 mg a day")], "es")) == (
        "#: handouts/sections/iron/section.html:1\n"
        "#, fuzzy\n"
        '#| msgid "Take 5 mg a day"\n'
        'msgid "Take 10 mg a day"\n'
        'msgstr "Tome 5 mg al día"\n'
    )


def test_a_sentence_that_still_stands_lends_its_translation_to_no_other() -> None:
    old = translated(start(message("Take 5 mg a day")), ("Take 5 mg a day", "Tome 5 mg al día"))
    new = update_catalog(old, [message("Take 5 mg a day"), message("Take 6 mg a day")], "es")
    assert 'msgid "Take 6 mg a day"\nmsgstr ""' in new


def test_a_changed_plural_makes_the_translation_fuzzy() -> None:
    old = start(DAYS).replace('msgstr[0] ""\nmsgstr[1] ""', 'msgstr[0] "%(n)s día"\nmsgstr[1] "%(n)s días"')
    new = update_catalog(old, [message("%(n)s day", 2, plural="%(n)s whole days")], "es")
    assert "#, fuzzy, python-format" in new
    assert '#| msgid_plural "%(n)s days"' in new


def test_a_sentence_that_is_gone_becomes_obsolete_and_comes_back_with_its_english() -> None:
    old = translated(start(IRON, message("Something quite different")), ("Iron", "Hierro"))
    gone = update_catalog(old, [message("Something quite different")], "es")
    assert gone.endswith('#~ msgid "Iron"\n#~ msgstr "Hierro"\n')
    assert update_catalog(gone, [IRON, message("Something quite different")], "es") == old


def test_a_fuzzy_translation_stays_fuzzy_until_a_person_removes_the_mark() -> None:
    old = translated(start(message("Take 5 mg a day")), ("Take 5 mg a day", "Tome 5 mg al día"))
    fuzzy = update_catalog(old, [message("Take 10 mg a day")], "es")
    assert update_catalog(fuzzy, [message("Take 10 mg a day")], "es") == fuzzy
    assert read_catalog(fuzzy, "es", PO)[0].entries["", "Take 10 mg a day"].fuzzy


@pytest.mark.parametrize("locale", ["es", "ar", "zh-Hans"])
def test_updating_twice_changes_nothing(locale: str) -> None:
    messages = [IRON, DAYS, message("A long sentence. " * 12, 5, comment="Long. " * 30)]
    once = update_catalog("", messages, locale)
    assert update_catalog(once, messages, locale) == once


def test_a_wrong_header_is_mended() -> None:
    text = 'msgid ""\nmsgstr "Plural-Forms: nplurals=2000000000; plural=0;\\n"\n\nmsgid "Iron"\nmsgstr "Hierro"\n'
    catalog, problems = read_catalog(update_catalog(text, [IRON], "es"), "es", PO)
    assert problems == ()
    assert catalog.entries["", "Iron"].texts == ("Hierro",)


@pytest.mark.parametrize("damage", ["garbage\n", 'msgid "Iron"\nmsgstr "a"\n\nmsgid "Iron"\nmsgstr "b"\n'])
def test_a_broken_catalog_is_refused_and_not_rewritten(damage: str) -> None:
    with pytest.raises(HandoutError, match="broken-catalog"):
        update_catalog(f"{start()}\n{damage}", [IRON], "es")


def test_the_status_counts_every_state() -> None:
    blood, old = message("Blood"), message("Old and gone")
    text = translated(start(IRON, blood, old), ("Iron", "Hierro"), ("Blood", "Sangre"), ("Old and gone", "Viejo"))
    text = text.replace('msgid "Blood"', '#, fuzzy\nmsgid "Blood"')
    catalog, _ = read_catalog(text, "es", PO)
    assert catalog_status([IRON, blood, DAYS], catalog) == CatalogStatus(1, 1, 1, 1)


def test_the_standard_pack_gives_its_own_messages_and_those_of_the_package_in_file_order() -> None:
    messages = messages_of_pack(load([])[0].packs[-1])
    files = [str(found.place.path) for found in messages]
    assert files == sorted(files)
    assert {"handoutkit/templates/document.html", "handouts/iron-and-ms.toml", "handouts/common/glossary.toml"} <= set(
        files
    )
