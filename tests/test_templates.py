from __future__ import annotations

from pathlib import PurePath

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import TemplateError, UndefinedError
from markupsafe import Markup

from handoutkit.model import Cited, Message, Param, Template
from handoutkit.problems import Place
from handoutkit.templates import compile_environment, read_messages, read_template, render_fragment

PATH = PurePath("section.html")
PARAMS = (
    Param("clinic_phone", "phone", "", Place(PATH)),
    Param("weeks", "count", "", Place(PATH)),
    Param("setting", "choice", "", Place(PATH), choices=("home", "hospital")),
)


def at(line: int) -> Place:
    return Place(PATH, line)


def faults(source: str) -> list[str]:
    problems = read_template(source, PATH, PARAMS)[1]
    return [f"{problem.place.line}: {problem.code}" for problem in problems if problem.place]


def template(source: str) -> Template:
    read, problems = read_template(source, PATH, PARAMS)
    assert problems == ()
    return read


def gettext(text: str, /, context: str = "") -> Markup:
    return Markup(f"{context}[{text}]")  # noqa: S704


def ngettext(text: str, plural: str, number: int | str, /, context: str = "") -> Markup:
    return gettext(text if number == 1 else plural, context=context)


def rendered(source: str, **values: object) -> str:
    return render_fragment(template(source), compile_environment(gettext, ngettext), values)


GOOD = [
    "<p>{% trans %}Iron{% endtrans %}</p>",
    "<p>{% trans phone=clinic_phone %}Call {{ phone }}.{% endtrans %} – (✓)</p>",
    "<p>{% trans clinic_phone %}Call {{ clinic_phone }}{% endtrans %}{{ cite('sena2008') }}.</p>",
    "{% if clinic_phone %}<p>{{ clinic_phone }}</p>{% else %}<p></p>{% endif %}",
    "{% if not weeks %}{% elif setting == 'home' %}{% endif %}",
    "{% if poison_number %}{{ emergency_number }}{% endif %}",
    "<table><tr><th scope='col'>{{ weekdays[0] }}</th><td>{{ weekdays[6] }}</td></tr></table>",
    "{% for row in range(40) %}{% for cell in range(7) %}<p>{{ row }}</p>{% endfor %}{% endfor %}",
    "<h3>{% trans %}a{% endtrans %}</h3><h4>{% trans %}b{% endtrans %}</h4><h3>{% trans %}c{% endtrans %}</h3>",
    '<figure><img src="brain.svg" alt="{% trans %}A brain{% endtrans %}"></figure>',
    '<img src="line.svg" alt="" aria-hidden="true">',
    '<a href="https://www.nhs.uk">{% trans %}NHS{% endtrans %}</a> <a href="{{ clinic_phone }}">…</a>',
    '<abbr title="{% trans %}multiple sclerosis{% endtrans %}">{% trans %}MS{% endtrans %}</abbr>',
    "{% trans trimmed %}\n  a\n  b\n{% endtrans %}",
    '{# a remark #}<p class="write">&nbsp;</p>',
]


@pytest.mark.parametrize("source", GOOD)
def test_what_sections_need_is_allowed(source: str) -> None:
    assert faults(source) == []


@pytest.mark.parametrize(
    "source",
    [
        "{{ clinic_phone|safe }}",
        "{{ clinic_phone.upper }}",
        "{{ clinic_phone['a'] }}",
        "{{ clinic_phone ~ weeks }}",
        "{{ 9**9**9 }}",
        "{{ 'words' }}",
        "{{ [1] }}",
        "{{ clinic_phone() }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ cite() }}",
        "{{ cite(clinic_phone) }}",
        "{{ cite('a', 'b') }}",
        "{{ cite(*weeks) }}",
        "{{ gettext('a') }}",
        "{{ _('a') }}",
        "{{ weekdays }}",
        "{{ weekdays[7] }}",
        "{{ weekdays[-1] }}",
        "{{ weekdays[weeks] }}",
        "{{ weekdays[true] }}",
        "{% set a = 1 %}",
        "{% set a %}{% endset %}",
        "{% include 'a' %}",
        "{% import 'a' as b %}",
        "{% from 'a' import b %}",
        "{% extends 'a' %}",
        "{% block a %}{% endblock %}",
        "{% macro a() %}{% endmacro %}",
        "{% call clinic_phone() %}{% endcall %}",
        "{% filter upper %}{% endfilter %}",
        "{% with %}{% endwith %}",
        "{% autoescape false %}{% endautoescape %}",
        "{% raw %}{% endraw %}",
        "{% for a in weeks %}{% endfor %}",
        "{% for a in range(41) %}{% endfor %}",
        "{% for a in range(0) %}{% endfor %}",
        "{% for a in range(weeks) %}{% endfor %}",
        "{% for a in range(1, 9) %}{% endfor %}",
        "{% for a, b in range(2) %}{% endfor %}",
        "{% for a in range(2) if weeks %}{% endfor %}",
        "{% for a in range(2) %}{% else %}…{% endfor %}",
        "{% for a in range(2) recursive %}{% endfor %}",
        "{% for a in range(2) %}{% for b in range(2) %}{% for c in range(2) %}{% endfor %}{% endfor %}{% endfor %}",
        "{% if weeks and clinic_phone %}{% endif %}",
        "{% if weeks > 3 %}{% endif %}",
        "{% if weeks == 3 %}{% endif %}",
        "{% if weeks is defined %}{% endif %}",
        "{% trans a=weeks.b %}{{ a }}{% endtrans %}",
        "{% trans a=weeks() %}{{ a }}{% endtrans %}",
        "{% trans a=weeks|safe %}{{ a }}{% endtrans %}",
        "{% trans n=9**9 %}{{ n }} a{% pluralize %}{{ n }} b{% endtrans %}",
    ],
)
def test_everything_else_of_jinja_is_refused_with_its_line(source: str) -> None:
    assert "2: template-not-allowed" in faults("\n" + source)


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("{% if %}", "1: broken-template"),
        ("\n{{ a", "2: broken-template"),
        ("{% nonsense %}", "1: broken-template"),
        ("\n\n{% trans %}a", "3: broken-template"),
        ("{% trans %}{% endtrans %}", "1: broken-template"),
        ("{% trans %} a{% endtrans %}", "1: broken-template"),
        ("{% trans %}a\nb{% endtrans %}", "1: broken-template"),
        ("<ul><li></ul>", "1: broken-template"),
        ("</p>", "1: broken-template"),
        ("<p>\n<em></em>", "1: broken-template"),
        ("<p>\nWords</p>", "2: text-outside-trans"),
        ("<p>{{ weeks }} weeks</p>", "1: text-outside-trans"),
        ("<p>\n{% trans %}a{% endtrans %} 5</p>", "2: text-outside-trans"),
        ('<img src="a.svg" alt="Words">', "1: text-outside-trans"),
        ("<h1></h1>", "1: heading-not-allowed"),
        ("\n<h2></h2>", "2: heading-not-allowed"),
        ("<h4></h4>", "1: heading-skips"),
        ('\n<img src="a.svg">', "2: missing-alt"),
        ('<img src="a.svg" alt=" ">', "1: missing-alt"),
        ("<table><tr><td></td></tr></table>", "1: table-without-headers"),
        ('<p style="color: red"></p>', "1: markup-not-allowed"),
        ('<p onclick="x"></p>', "1: markup-not-allowed"),
        ('<p id="x"></p>', "1: markup-not-allowed"),
        ("<script></script>", "1: markup-not-allowed"),
        ("<style></style>", "1: markup-not-allowed"),
        ("<form></form>", "1: markup-not-allowed"),
        ("<!-- x -->", "1: markup-not-allowed"),
        ("<!DOCTYPE html>", "1: markup-not-allowed"),
        ("<?php ?>", "1: markup-not-allowed"),
        ("<p class={{ weeks }}></p>", "1: markup-not-allowed"),
        ("<p {{ weeks }}></p>", "1: markup-not-allowed"),
        ('<p data-standing="unverified"></p>', "1: markup-not-allowed"),
        ('<ul><li data-standing="fine"></li></ul>', "1: markup-not-allowed"),
        ('{% trans %}<a href="x">a</a>{% endtrans %}', "1: markup-not-allowed"),
        ("{% trans %}<strong>a{% endtrans %}", "1: markup-not-allowed"),
        ('<a href="javascript:x"></a>', "1: link-not-allowed"),
        ('<a href="http://x"></a>', "1: link-not-allowed"),
        ('<img src="../a.svg" alt="{% trans %}a{% endtrans %}">', "1: resource-not-allowed"),
        ('<img src="{{ weeks }}" alt="{% trans %}a{% endtrans %}">', "1: resource-not-allowed"),
        ("\n{{ clinic_fone }}", "2: wrong-param"),
        ("{% if loop %}{% endif %}", "1: wrong-param"),
        ("{% for row in range(2) %}{% endfor %}\n{{ row }}", "2: wrong-param"),
    ],
)
def test_a_fault_is_reported_with_its_code_and_line(source: str, fault: str) -> None:
    assert fault in faults(source)


def test_all_faults_are_reported_at_once_in_the_order_of_their_lines() -> None:
    source = "<h1></h1>\n{{ a.b }}\n<p>words</p>\n{{ clinic_fone }}"
    assert faults(source) == [
        "1: heading-not-allowed",
        "2: template-not-allowed",
        "3: text-outside-trans",
        "4: wrong-param",
    ]


def test_an_unknown_name_is_answered_with_the_nearest_param() -> None:
    (problem,) = read_template("{{ clinic_fone }}", PATH, PARAMS)[1]
    assert problem.message == 'the section has no param "clinic_fone" (did you mean "clinic_phone"?)'


@pytest.mark.parametrize("source", ["{{ " + "(" * 4000 + "1" + ")" * 4000 + " }}", "{{ " + "9" * 5000 + " }}"])
def test_a_template_that_is_too_deep_or_too_long_is_a_problem_and_not_a_crash(source: str) -> None:
    assert [problem.code for problem in read_template(source, PATH, PARAMS)[1]] == ["broken-template"]


@pytest.mark.parametrize(
    "source",
    [
        "{% if setting == 'hospitl' %}{% endif %}",
        "{% if weeks == 'three' %}{% endif %}",
        "{% if emergency_number == '112' %}{% endif %}",
        "{% for row in range(2) %}{% if row == '1' %}{% endif %}{% endfor %}",
    ],
)
def test_a_comparison_that_can_never_hold_is_refused(source: str) -> None:
    assert faults(source) == ["1: wrong-param"]


def test_plural_forms_go_by_counts_only() -> None:
    source = "{{% trans n={} %}}{{{{ n }}}} a{{% pluralize %}}{{{{ n }}}} b{{% endtrans %}}"
    assert faults(source.format("weeks")) == []
    assert faults(source.format("clinic_phone")) == ["1: wrong-param"]
    assert faults(source.format("emergency_number")) == ["1: wrong-param"]


@pytest.mark.parametrize("name", ["cite", "weekdays", "weeks", "loop"])
def test_a_loop_cannot_take_the_name_of_something_else(name: str) -> None:
    assert faults(f"{{% for {name} in range(2) %}}{{% endfor %}}") == ["1: template-not-allowed"]


def test_messages_are_read_with_line_plural_context_and_comment() -> None:
    source = (
        "{# TRANSLATORS: not the verb,\n   the metal #}\n"
        '<p>{%- trans "metal" %}lead{% endtrans %} {% trans %}50% of {{ weeks }}{% endtrans %}</p>\n\n'
        "{% trans trimmed n=weeks %}\n  {{ n }} week\n{% pluralize %}\n  {{ n }} weeks\n{% endtrans %}"
    )
    assert template(source).messages == (
        Message("lead", at(3), context="metal", comment="not the verb, the metal"),
        Message("50%% of %(weeks)s", at(3)),
        Message("%(n)s week", at(5), plural="%(n)s weeks"),
    )


def test_names_citations_pictures_and_red_flags_are_read() -> None:
    source = (
        '{{ clinic_phone }}{{ cite("a") }}\n{{ cite("b") }}{% if weeks %}{% endif %}{{ weekdays[1] }}\n'
        '<img src="x.svg" alt="{% trans %}x{% endtrans %}">\n'
        '<ul><li data-standing="unverified"></li></ul>{% for row in range(2) %}{{ row }}{% endfor %}'
    )
    read = template(source)
    assert read.names == {"clinic_phone", "weeks", "weekdays"}
    assert read.cited == (Cited("a", at(1)), Cited("b", at(2)))
    assert read.pictures == {"x.svg": at(3)}
    assert read.red_flags == (at(4),)


def test_lines_stay_true_behind_whitespace_control_comments_and_windows_line_ends() -> None:
    source = "{# a\nb #}\r\n\r\n{%- if weeks -%}\r\n\r\n{%- endif %}\r\nwords"
    assert faults(source) == ["7: text-outside-trans"]


def test_the_templates_of_the_package_may_use_all_of_jinja() -> None:
    messages = read_messages("{{ a.b|upper }}\n{# TRANSLATORS: x #}{% trans %}a{% endtrans %}", PATH)
    assert messages == (Message("a", at(2), comment="x"),)


def test_a_fragment_is_rendered_with_translations_and_escaped_values() -> None:
    source = '<p>{% trans phone=clinic_phone %}50% call {{ phone }}{% endtrans %}{{ weeks }}{{ cite("a") }}</p>'
    html = rendered(source, clinic_phone="<1>", weeks="&", cite=lambda name: Markup("<sup>{}</sup>").format(name))
    assert html == "<p>[50% call &lt;1&gt;]&amp;<sup>a</sup></p>"


def test_contexts_and_plurals_reach_the_translation_functions() -> None:
    source = '{% trans "metal" %}lead{% endtrans %} {% trans n=weeks %}{{ n }} a{% pluralize %}{{ n }} b{% endtrans %}'
    assert rendered(source, weeks=2) == "metal[lead] [2 b]"
    assert rendered(source, weeks=1) == "metal[lead] [1 a]"


def test_loops_and_conditions_are_rendered() -> None:
    source = "{% for row in range(3) %}{{ row }}{% endfor %}{% if setting == 'home' %}!{% endif %}"
    assert rendered(source, setting="home") == "012!"


def test_a_value_that_is_not_given_is_an_error_and_not_a_gap() -> None:
    with pytest.raises(UndefinedError):
        rendered("{{ weeks }}")


def test_the_environment_has_no_filters_tests_or_globals_to_misuse() -> None:
    environment = compile_environment(gettext, ngettext)
    with pytest.raises(TemplateError):
        environment.from_string("{{ a|upper }}")
    assert set(environment.globals) == {"gettext", "ngettext", "pgettext", "npgettext", "range"}


PIECES = (
    '{% trans %} {% endtrans %} {{ }} {% %} {# #} weeks if for range(2) <p </p> <img alt= " <!-- --> &# <![CDATA[ - ( )'
)
pieces = st.sampled_from([*PIECES.split(), "\n", "|"])


@given(st.lists(st.one_of(pieces, st.text(max_size=3)), max_size=15).map(" ".join))
def test_no_text_breaks_the_reader(source: str) -> None:
    read_template(source, PATH, PARAMS)


@given(st.lists(st.sampled_from(GOOD), max_size=6).map("\n".join))
def test_what_is_allowed_can_be_rendered(source: str) -> None:
    values = {"clinic_phone": "1", "weeks": "2", "setting": "home", "weekdays": list("MTWTFSS"), "cite": str}
    rendered(source, **values, emergency_number="112", poison_number="")


def test_elements_may_not_be_nested_without_end() -> None:
    assert faults("<div>" * 30 + "</div>" * 30) == []
    assert faults("<div>" * 31 + "</div>" * 31) == ["1: broken-template"]
