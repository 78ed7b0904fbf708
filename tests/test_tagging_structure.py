from __future__ import annotations

from textwrap import dedent

import pytest
from tagging_cases import DRAWING, PIXEL, TagTree, tag

LINK = "<a href='https://example.org/'>{}</a>"


def golden(text: str) -> str:
    """A tag tree written with the indentation of the test around it."""
    return dedent(text).strip()


def test_text_after_a_nested_list_is_read_after_it() -> None:
    assert tag("<ol><li>one<ul><li>sub</ul>after<li>two</ol>").tree == golden("""
        L ListNumbering=Decimal
          LI
            Lbl
              '1. '
            LBody
              P
                'one'
              L ListNumbering=Circle
                LI
                  Lbl
                    '◦ '
                  LBody
                    'sub'
              P
                'after'
          LI
            Lbl
              '2. '
            LBody
              'two'
    """)


def test_a_list_without_markers_has_no_labels() -> None:
    assert tag("<ul style='list-style:none'><li>one</ul>").tree == golden("""
        L ListNumbering=None
          LI
            LBody
              'one'
    """)


def test_a_number_that_the_style_draws_is_the_label() -> None:
    style = "<style>li { list-style: none } li::before { content: '1' }</style>"
    assert tag(f"{style}<ol><li>one</ol>").tree == golden("""
        L ListNumbering=Decimal
          LI
            Lbl
              '1'
            LBody
              'one'
    """)


def test_a_list_item_with_paragraphs_keeps_them() -> None:
    assert tag("<ul><li><p>one</p><p>more</p></ul>").tree == golden("""
        L ListNumbering=Disc
          LI
            Lbl
              '• '
            LBody
              P
                'one'
              P
                'more'
    """)


def test_a_list_without_meaning_is_its_content() -> None:
    assert tag("<ul role=presentation style='list-style:none'><li>one</ul>").tree == golden("""
        P
          'one'
    """)


def test_a_definition_list_labels_its_meanings_with_the_terms() -> None:
    assert tag("<dl><dt>iron<dd>a metal<dt>MS<dt>sclerosis<dd>a disease<dd>of the nerves</dl>").tree == golden("""
        L ListNumbering=None
          LI
            Lbl
              'iron'
            LBody
              'a metal'
          LI
            Lbl
              'MS'
            Lbl
              'sclerosis'
            LBody
              P
                'a disease'
              P
                'of the nerves'
    """)


def test_groups_of_a_definition_list_do_not_show() -> None:
    plain = tag("<dl><dt>iron<dd>a metal</dl>").tree
    assert tag("<dl><div><dt>iron<dd>a metal</div></dl>").tree == plain


def test_an_aside_is_a_section() -> None:
    assert tag("<h1>Iron</h1><aside><h2>Do this</h2>Call us.</aside>").tree == golden("""
        H1
          'Iron'
        Sect
          H2
            'Do this'
          P
            'Call us.'
    """)


def test_bare_text_stands_in_paragraphs() -> None:
    assert tag("<div>one <div>two</div> three</div>").tree == golden("""
        P
          'one '
        P
          'two'
        P
          'three'
    """)


def test_an_abbreviation_says_what_it_stands_for() -> None:
    assert tag("<p><abbr title='multiple sclerosis'>MS</abbr></p>").tree == golden("""
        P
          Span E=multiple sclerosis
            'MS'
    """)


def test_a_footnote_is_read_where_it_is_called() -> None:
    style = "<style>span { float: footnote }</style>"
    assert tag(f"{style}<p>Iron<span>a metal</span> is good.</p>").tree == golden("""
        P
          'Iron'
          Reference
            '1'
          Note
            Lbl
              '1. '
            'a metal'
          ' is good.'
    """)


def test_flexible_boxes_are_read_in_the_order_of_the_source() -> None:
    flex = "<div style='display: flex'><p style='order: 2'>first</p><p>second</p></div>"
    assert tag(flex).tree == golden("""
        P
          'first'
        P
          'second'
    """)


def test_a_table_of_contents_has_entries_without_dots() -> None:
    style = "<style>a::after { content: leader('.') target-counter(attr(href), page) }</style>"
    tagged = tag(f"{style}<nav role=doc-toc><ol><li><a href='#a'>Iron</a></ol></nav><h1 id=a>Iron</h1>")
    assert tagged.tree == golden("""
        Sect
          TOC
            TOCI
              Lbl
                '1. '
              Reference
                Link
                  -> Iron
                  'Iron 1'
        H1
          'Iron'
    """)


def test_a_link_over_two_lines_is_one_link() -> None:
    body = f"<p style='width: 60pt'>{LINK.format('a very long link')}</p>"
    assert tag(body).tree == golden("""
        P
          Link
            -> a very long link
            -> a very long link
            'a very long link'
    """)


def test_a_link_with_a_bold_child_has_one_rectangle() -> None:
    assert tag(f"<p>{LINK.format('a <b>bold</b> word')}</p>").tree == golden("""
        P
          Link
            -> a bold word
            'a bold word'
    """)


def test_a_link_says_the_name_that_the_author_gives_it() -> None:
    assert tag("<p><a href='https://example.org/' aria-label='source 1'>[1]</a></p>").tree == golden("""
        P
          Link Alt=source 1
            -> source 1
            '[1]'
    """)


def test_a_link_around_a_picture_says_what_the_picture_shows() -> None:
    assert tag(f"<p>{LINK.format(f'<img src={PIXEL} alt=red width=9>')}</p>").tree == golden("""
        P
          Link
            -> red
            Figure Alt=red
              ''
    """)


def test_a_link_around_blocks_is_a_link_in_each() -> None:
    body = "<a href='https://example.org/' style='display: block'><h1>Iron</h1><p>Read</p></a>"
    assert tag(body).tree == golden("""
        H1
          Link
            -> Iron Read
            'Iron'
        P
          Link
            -> Iron Read
            'Read'
    """)


def test_a_figure_has_its_caption_beside_it() -> None:
    figure = f"<figure><img src='{PIXEL}' alt='red' width=9><figcaption>A dot</figcaption></figure>"
    assert tag(figure).tree == golden("""
        Div
          Figure Alt=red
            ''
          Caption
            'A dot'
    """)


def test_the_caption_of_a_table_in_a_figure_belongs_to_the_table() -> None:
    figure = "<figure><figcaption>Doses</figcaption><table><tr><th>Dose<tr><td>1</table></figure>"
    assert tag(figure).tree.startswith("Table\n  Caption\n    'Doses'\n  TBody")


@pytest.mark.parametrize("attributes", [" role='img' aria-label='a square'", "><title>a square</title"])
def test_a_drawing_is_a_figure_with_its_name(attributes: str) -> None:
    assert tag(DRAWING.format(attributes)).tree.startswith("Figure Alt=a square")


@pytest.mark.parametrize("picture", [f"<img src='{PIXEL}' alt=''>", DRAWING.format(" aria-hidden='true'")])
def test_a_decorative_picture_is_not_in_the_tree(picture: str) -> None:
    tagged = tag(f"<p>Text{picture}</p>")
    assert tagged.tree == "P\n  'Text'"
    assert tagged.problems == ()


def test_the_place_of_a_figure_is_on_the_page_from_the_bottom_left() -> None:
    picture = tag(f"<img src='{PIXEL}' alt='red' style='display:block; width:40pt; height:10pt'>")
    figure = picture.catalogue["/StructTreeRoot"]["/K"]["/K"]
    assert [float(edge) for edge in figure["/A"]["/BBox"]] == [26, 264, 66, 274]


def test_a_sign_that_stands_for_a_word_says_the_word() -> None:
    assert tag("<p><span role=img aria-label='empty box'>o</span> done</p>").tree == golden("""
        P
          Span ActualText=empty box
            'o'
          ' done'
    """)


def test_a_drawing_made_of_boxes_is_one_figure() -> None:
    assert tag("<div role=img aria-label='a week'><div>M</div><div>T</div></div>").tree == golden("""
        Figure Alt=a week
          'MT'
    """)


def test_running_heads_and_page_numbers_are_artifacts() -> None:
    style = """<style>.h { position: running(h) }
        @page { @top-left { content: element(h) } @bottom-right { content: counter(page) } }</style>"""
    tagged = tag(f"{style}<p class=h>Head {LINK.format('link')}</p><p>Text</p>")
    assert tagged.tree == "P\n  'Text'"
    drawn = TagTree(tagged.pdf).artifacts()
    assert {kind for kind, text in drawn if text.strip() in ("Head", "link")} == {"Pagination Header"}
    assert ("Pagination Footer", "1") in drawn


def test_a_link_in_a_running_head_can_not_be_reached() -> None:
    style = "<style>.h { position: running(h) } @page { @top-left { content: element(h) } }</style>"
    tagged = tag(f"{style}<p class=h>{LINK.format('link')}</p><p>Text</p>")
    assert "/Annots" not in TagTree(tagged.pdf).reader.pages[0]


def test_a_watermark_is_read_once() -> None:
    pages = "<p style='break-after: page'>one</p><p>two</p>"
    tagged = tag(f"<div style='position: fixed; top: 0'>DRAFT</div>{pages}")
    assert tagged.tree.count("DRAFT") == 1
    assert TagTree(tagged.pdf).artifacts() == [("Pagination", "DRAFT")]


def test_hidden_text_is_not_read() -> None:
    hidden = "<p style='visibility: hidden'>no</p>"
    assert tag(f"<p>Seen <span aria-hidden=true>unseen</span></p>{hidden}").tree == golden("""
        P
          'Seen '
    """)


def test_faint_text_is_in_the_tree() -> None:
    tagged = tag(f"<p style='opacity: 0.5'>Faint {LINK.format('link')}</p><p>Text</p>")
    assert tagged.tree == golden("""
        P
          'Faint '
          Link
            -> link
            'link'
        P
          'Text'
    """)
