from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoutkit.invariants import compare, markup_fault, safe_markup
from handoutkit.model import Message
from handoutkit.problems import Place

PO = Place(PurePath("locales/es/LC_MESSAGES/handouts.po"), 12)
NUMBER = "translation-changes-number"
UNIT = "translation-changes-unit"
PLACEHOLDER = "translation-changes-placeholder"
LINK = "translation-changes-link"
MARKUP = "translation-changes-markup"

SCRIPTS = {
    "ar": "٠١٢٣٤٥٦٧٨٩",
    "fa": "۰۱۲۳۴۵۶۷۸۹",
    "hi": "०१२३४५६७८९",
    "ja": "０１２３４５６７８９",
}


def codes(english: str, translation: str, locale: str = "es", plural: str = "") -> set[str]:
    message = Message(english, Place(PurePath("section.html"), 3), plural)
    texts = tuple(translation.split(" | ")) if plural else (translation,)
    return {problem.code for problem in compare(message, texts, locale, PO)}


@pytest.mark.parametrize(
    ("english", "translation", "locale"),
    [
        ("Take 12.5 mg", "Tome 12,5 mg", "es"),
        ("About 1,500 people", "Unas 1500 personas", "es"),
        ("About 1,500 people", "Unas 1.500 personas", "es"),
        ("About 175,000 women", "Environ 175 000 femmes", "fr"),
        ("About 175,000 women", "Environ 175\u202f000 femmes", "fr"),
        ("About 175,000 women", "约17.5万名女性", "zh-Hans"),
        ("2.8 million people", "2,8 millones de personas", "es"),
        ("2.8 million people", "280 万人", "zh-Hans"),
        ("About 175,000 women", "लगभग १,७५,००० महिलाएँ", "hi"),
        ("18.7%% of people", "18,7 %% de las personas", "es"),
        ("18.7%% of people", "%%18,7 kişi", "tr"),
        ("18.7%% of people", "١٨٫٧٪ من الناس", "ar"),
        ("40 to 80 mg", "40–80 mg", "es"),
        ("Take 5 mg 3 times", "每天3次，每次5 mg", "zh-Hans"),
        ("Wait 12 hours, then 2 more", "等待12，2小时", "zh-Hans"),
        ("vitamin B12", "فيتامين ب12", "ar"),
        ("vitamin B12", "витамин B₁₂", "ru"),
        ("Call at 8 a.m.", "Llame a las 8:00", "es"),
        ("Come at 3 pm", "Pumunta nang alas-3 ng hapon", "fil"),
        ("10⁹ cells", "10⁹ células", "es"),
        ("½ tablet", "1/2 tableta", "es"),
        ("0.5 L of water", "0,5 l de agua", "es"),
        ("below 30 ng/mL", "أقل من \u206630 ng/mL\u2069".replace("\u2066", "").replace("\u2069", ""), "ar"),
        ("Hb < 12 g/dL", "Hb inferior a 12 g/dL", "es"),
        ("Call 1-800-222-1222 now", "请立即拨打1-800-222-1222。", "zh-Hans"),
        ("See https://www.nhs.uk/iron.", "请看https://www.nhs.uk/iron。", "zh-Hans"),
        ("Write to iron@clinic.org", "Escriba a iron@clinic.org", "es"),
        ("Iron &amp; MS", "Hierro y EM", "es"),
        ("from 2019 to 2024", "2019-2024", "es"),
        ("Half of all people", "La mitad", "es"),
        ("50% of people", "el 50% de las personas", "es"),
        ("take 5-10 mL", "5–10 ml", "de"),
        ("a 3 T scanner", "un escáner de 3 T", "es"),
    ],
)
def test_a_translation_that_keeps_everything_raises_no_alarm(english: str, translation: str, locale: str) -> None:
    assert codes(english, translation, locale) == set()


@pytest.mark.parametrize(
    ("english", "translation", "locale", "code"),
    [
        ("Take 5 mg", "Tome mg", "es", NUMBER),
        ("Take 5 mg", "Tome 50 mg", "es", NUMBER),
        ("Take 12.5 mg", "Tome 12.5 mg", "es", NUMBER),
        ("Take 1.500 mg", "Tome 1.500 mg", "es", NUMBER),
        ("40–80 mg", "4080 mg", "es", NUMBER),
        ("40 to 80 mg", "80 a 40 mg", "es", NUMBER),
        ("between 40 and 80", "entre 80 y 40", "es", NUMBER),
        ("H63D", "H36D", "es", NUMBER),
        ("10⁹ cells", "10⁶ células", "es", NUMBER),
        ("Hb < 12 g/dL", "Hb > 12 g/dL", "es", NUMBER),
        ("−5 °C", "5 °C", "es", NUMBER),
        ("Call 112", "Llame al 911", "es", NUMBER),
        ("1<sup>2</sup>", "1<strong>2</strong>", "es", NUMBER),
        ("Take 5 mg", "Tome 5 mcg", "es", UNIT),
        ("Take 5 mg", "Tome 5", "es", UNIT),
        ("Take 5 mg", "Принимайте 5 мг", "ru", UNIT),
        ("Take 5 mg, not 10 mcg", "Tome 5 mcg, no 10 mg", "es", UNIT),
        ("18%% of people", "18 personas", "es", UNIT),
        ("12 g/dL", "12 g/L", "es", UNIT),
        ("Ferritin (ng/mL)", "Ferritina", "es", UNIT),
        ("%(dose)s mg", "%(dose)s mcg", "es", UNIT),
        ("Call %(phone)s", "Llame", "es", PLACEHOLDER),
        ("Call %(phone)s", "Llame al %(telefono)s", "es", PLACEHOLDER),
        ("Call %(phone)s", "Llame al %(phone)", "es", PLACEHOLDER),
        ("Call %(phone)s", "Llame al %(phone)d", "es", PLACEHOLDER),
        ("Call %(phone)s", "Llame al %(phone)*s", "es", PLACEHOLDER),
        ("Call %(phone)s", "Llame al %(phone)1500000000s", "es", PLACEHOLDER),
        ("Call %(phone)s", "Llame al %s", "es", PLACEHOLDER),
        ("Call %(phone)s", "Llame al %(phone)s o %(phone)s", "es", PLACEHOLDER),
        ("Call us", "100% llame", "es", PLACEHOLDER),
        ("<strong>Call</strong> us", "Llame", "es", MARKUP),
        ("Call us", "<strong>Llame</strong>", "es", MARKUP),
        ("<strong>Call</strong>", "<strong>Llame<strong>", "es", MARKUP),
        ("<strong>Call</strong>", "</strong>Llame<strong>", "es", MARKUP),
        ("<strong>Call</strong>", '<strong class="x">Llame</strong>', "es", MARKUP),
        ("Call us", '<a href="https://evil.example">Llame</a>', "es", MARKUP),
        ("Call us", "<script>x</script>", "es", MARKUP),
        ("Take 12", "Tome \u202e12", "es", MARKUP),
        ("See https://nhs.uk", "Vea https://nhs.uk.evil.org", "es", LINK),
        ("See https://nhs.uk", "Vea el sitio", "es", LINK),
        ("Look it up", "Vea evil.com", "es", LINK),
        ("iron@clinic.org", "hierro@clinic.org", "es", LINK),
        ("Call 1-800-222-1222", "Llame al 1-800-222-1223", "es", LINK),
        ("Call 1-800-222-1222", "با ۱-۸۰۰-۲۲۲-۱۲۲۲ تماس بگیرید", "fa", LINK),
        ("Call +44 20 7946 0000", "Llame al 44 20 7946 0000", "es", LINK),
    ],
)
def test_a_translation_that_changes_something_is_refused(
    english: str, translation: str, locale: str, code: str
) -> None:
    assert code in codes(english, translation, locale)


def test_a_sign_where_the_english_has_words_is_refused_because_it_can_turn_around() -> None:
    assert codes("less than 13 g/dL", "> 13 g/dL") == {"translation-changes-number"}
    assert codes("less than 13 g/dL", "menos de 13 g/dL") == set()


def test_the_problem_quotes_both_sentences_and_says_where_and_how_to_mend() -> None:
    message = Message("Take 5 mg", Place(PurePath("section.html"), 3))
    (problem,) = compare(message, ("Tome 50 mg",), "es", PO)[:1]
    assert str(problem) == (
        'error: the translation into es loses the number 5: "Take 5 mg" became "Tome 50 mg" '
        "[translation-changes-number]\n"
        "  at locales/es/LC_MESSAGES/handouts.po:12\n"
        "  fix: write the same numbers as the English text, in digits"
    )


def test_an_unclear_number_is_refused_by_name() -> None:
    message = Message("Take 12.5 mg", Place(PurePath("section.html"), 3))
    (problem,) = compare(message, ("Tome 12.5 mg",), "es", PO)
    assert "12.5, which is not how es writes numbers" in problem.message


ONE, MANY = "%(count)s tablet", "%(count)s tablets"


@pytest.mark.parametrize(
    ("forms", "locale"),
    [
        ("una tableta | %(count)s tabletas", "es"),
        ("1 tableta | %(count)s tabletas", "es"),
        ("%(count)s tableta | %(count)s tabletas", "es"),
        ("%(count)s таблетка | %(count)s таблетки | %(count)s таблеток", "ru"),
        ("لا أقراص | قرص واحد | قرصان | %(count)s أقراص | %(count)s قرصًا | %(count)s قرص", "ar"),
        ("%(count)s 片", "zh-Hans"),
    ],
)
def test_a_form_for_one_count_may_name_it_in_words(forms: str, locale: str) -> None:
    assert codes(ONE, forms, locale, plural=MANY) == set()


@pytest.mark.parametrize(
    ("forms", "locale"),
    [
        ("una tableta | unas tabletas", "es"),
        ("2 tabletas | %(count)s tabletas", "es"),
        ("одна таблетка | %(count)s таблетки | %(count)s таблеток", "ru"),
        ("un comprimé | %(count)s comprimés", "fr"),
        ("一片", "zh-Hans"),
    ],
)
def test_a_form_for_several_counts_keeps_the_number(forms: str, locale: str) -> None:
    assert codes(ONE, forms, locale, plural=MANY) & {PLACEHOLDER, NUMBER}


def test_an_english_singular_in_words_does_not_excuse_other_forms() -> None:
    assert codes("one tablet", "una tableta | %(count)s tabletas", plural=MANY) == set()
    assert codes("one tablet", "одна | %(count)s | %(count)s", "ru", plural=MANY) == {PLACEHOLDER}


def test_a_wrong_number_of_plural_forms_counts_as_missing() -> None:
    assert codes(ONE, "%(count)s tableta", "es", plural=MANY) == {"translation-missing"}


SENTENCES = (
    ("Take %(dose)s mg (5 mg to 10 mg) with <strong>200 mL</strong> of water.", "es"),
    ("Ferritin below 30 ng/mL: call 1-800-222-1222 or see https://www.nhs.uk/iron-7.", "es"),
    ("In 18.7%% of 187 people, hemoglobin was under 12.5 g/dL for %(weeks)s weeks.", "en-GB"),
    ("About 175,000 women, vitamin B12 and H63D, 10<sup>9</sup> cells.", "en-GB"),
)


def _mutations() -> dict[str, Callable[[str], str]]:
    return {
        "drop number": lambda text: re.sub(r"\b\d+\b", "", text, count=1),
        "change number": lambda text: re.sub(r"\d", lambda digit: str((int(digit[0]) + 1) % 10), text, count=1),
        "swap decimal": lambda text: text.replace("12.5", "125").replace("18.7", "1.87"),
        "drop placeholder": lambda text: re.sub(r"%\(\w+\)s", "", text, count=1),
        "rename placeholder": lambda text: text.replace("%(dose)s", "%(dosis)s").replace("%(weeks)s", "%(week)s"),
        "add tag": lambda text: f"<em>{text}</em>",
        "drop tag": lambda text: re.sub(r"</?(strong|sup)>", "", text),
        "unit mg to mcg": lambda text: text.replace(" mg", " mcg", 1),
        "unit g/dL to g/L": lambda text: text.replace("g/dL", "g/L"),
        "URL changed": lambda text: text.replace("nhs.uk", "nhs.co"),
        "phone changed": lambda text: text.replace("222-1222", "2221222"),
        "percent dropped": lambda text: text.replace("%%", ""),
    }


@pytest.mark.parametrize("kind", _mutations())
def test_every_mutation_of_a_sentence_is_caught(kind: str) -> None:
    mutants = [(english, _mutations()[kind](english)) for english, _ in SENTENCES]
    real = [(english, mutant) for english, mutant in mutants if mutant != english]
    assert real
    assert [pair for pair in real if not codes(*pair, "en-GB")] == []


def test_sentences_without_a_mutation_raise_no_alarm() -> None:
    assert [english for english, _ in SENTENCES if codes(english, english, "en-GB")] == []


words = st.sampled_from(["take", "mg", "of", "up to", "B12", "H63D", "g/dL", "%%", "(", ")", ",", "and", "%(name)s"])
numbers = st.one_of(
    st.integers(0, 10**7).map(str),
    st.integers(0, 10**7).map(lambda number: f"{number:,}"),
    st.tuples(st.integers(0, 999), st.integers(0, 999)).map(lambda parts: f"{parts[0]}.{parts[1]}"),
)
sentences = st.lists(st.one_of(words, numbers), min_size=1, max_size=8).map("; ".join)


@given(text=st.one_of(sentences, st.sampled_from([english for english, _ in SENTENCES])), data=st.data())
def test_changing_any_digit_is_always_found(text: str, data: st.DataObject) -> None:
    positions = [index for index, char in enumerate(text) if char.isdigit()]
    if positions:
        index = data.draw(st.sampled_from(positions))
        other = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != text[index]]))
        assert codes(text, text[:index] + other + text[index + 1 :], "en-GB")


@given(text=sentences, locale=st.sampled_from(sorted(SCRIPTS)))
def test_swapping_the_digit_script_never_raises_a_false_alarm(text: str, locale: str) -> None:
    assert codes(text, text.translate(str.maketrans("0123456789", SCRIPTS[locale])), locale) == set()


@given(st.text(), st.text(), st.sampled_from(["es", "ar", "zh-Hans", "fr", "hi", "xx"]))
def test_no_text_breaks_the_comparison(english: str, translation: str, locale: str) -> None:
    message = Message(english, Place(PurePath("section.html"), 3))
    compare(message, (translation,), locale, PO)


@given(st.text(alphabet=st.sampled_from(list("<>/&;strongembidaltq \"'=%()")), max_size=40))
def test_safe_markup_never_lets_through_anything_but_its_tags(text: str) -> None:
    rest = re.sub(r"</?(strong|em|sub|sup|br|bdi)>", "", safe_markup(text))
    assert "<" not in rest
    assert ">" not in rest


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("A & B < C", "A &amp; B &lt; C"),
        ("A &amp; B", "A &amp; B"),
        ("&lt;strong&gt;x", "&lt;strong&gt;x"),
        ("<strong>5 mg</strong><br>now", "<strong>5 mg</strong><br>now"),
        ("<strong>5 mg", "&lt;strong&gt;5 mg"),
        ('<em onclick="x">a', "&lt;em onclick=&quot;x&quot;&gt;a"),
        ("%(name)s", "%(name)s"),
        ('brain" onerror="x', "brain&quot; onerror=&quot;x"),
    ],
)
def test_safe_markup_escapes_everything_else(text: str, markup: str) -> None:
    assert safe_markup(text) == markup


@pytest.mark.parametrize("text", ["plain", "a < b", "<strong>a<br></strong>", "<sub>2</sub> &amp;"])
def test_good_markup_has_no_fault(text: str) -> None:
    assert markup_fault(text) == ""


@pytest.mark.parametrize(
    "text", ["<b>a</b>", "<strong>", "</em>", "<em><sub></em></sub>", "<em >a</em>", "</br>", "<!-- -->"]
)
def test_wrong_markup_has_a_fault(text: str) -> None:
    assert markup_fault(text)
