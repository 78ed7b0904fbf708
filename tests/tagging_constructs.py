"""One small body of HTML for every construct that a handout may use, each to be tagged without a fault."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_PIXEL = "data:image/gif;base64,R0lGODlhAQABAIAAAP8AAAAAACwAAAAAAQABAAACAkQBADs="
_SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"'
_LONG = "Iron tablets can be taken every other day, and they should be kept away from children. " * 4
_ROWS = "".join(f"<tr><th>Day {n}<td>{n} mg<td></tr>" for n in range(1, 41))

CONSTRUCTS: Mapping[str, str] = MappingProxyType(
    {
        "headings": "<h1>One</h1><h2>Two</h2><h3>Three</h3><p>Text</p><h2>Two again</h2>",
        "heading with markup": "<h1>Iron <em>and</em> <span lang='fr'>fer</span></h1>",
        "paragraph with line breaks": "<p>One<br>two<br>three</p>",
        "paragraph over pages": f"<p>{_LONG * 5}</p>",
        "emphasis": "<p><strong>Do not</strong> stop <em>iron</em>, H<sub>2</sub>O, 10<sup>9</sup>.</p>",
        "bidi isolate": "<p>Call <bdi>555-0100</bdi> now.</p>",
        "abbreviation": "<p><abbr title='multiple sclerosis'>MS</abbr> is a disease.</p>",
        "abbreviation without title": "<p><abbr>MS</abbr> is a disease.</p>",
        "bulleted list": "<ul><li>one<li>two</ul>",
        "numbered list": "<ol><li>one<li>two</ol>",
        "list marker inside": "<ul style='list-style-position:inside'><li>one<li>two</ul>",
        "list without marker": "<ul style='list-style:none'><li>one<li>two</ul>",
        "list with paragraphs": "<ul><li><p>one</p><p>more</p><li><div>two</div></ul>",
        "list with heading": "<ul><li><h1>one</h1>text</ul>",
        "nested list": "<ul><li>one<ul><li>sub</ul></ul>",
        "nested list with tail": "<ol><li>one<ul><li>sub</ul>after<li>two</ol>",
        "list of strings": "<ul style='list-style-type:\"- \"'><li>one</ul>",
        "list drawn by style": "<style>li::before{content:'1.'}</style><ol style='list-style:none'><li>one</ol>",
        "list over pages": "<ul>" + f"<li>{_LONG}</li>" * 8 + "</ul>",
        "list with a table": "<ul><li>one<table><tr><th>A<tr><td>1</table></ul>",
        "empty list item": "<ul><li>one<li></ul>",
        "empty list": "<ul></ul><p>Text</p>",
        "list of links": "<ul><li><a href='https://example.org/'>one</a></ul>",
        "definition list": "<dl><dt>iron<dd>a metal<dt>MS<dd>a disease</dl>",
        "definition list in groups": "<dl><div><dt>iron<dd>a metal</div><div><dt>MS<dd>a disease</div></dl>",
        "two terms and two meanings": "<dl><dt>iron<dt>Fe<dd>a metal<dd>a mineral</dl>",
        "term with paragraph": "<dl><dt><p>iron</p><dd><p>a metal</p><ul><li>and more</ul></dl>",
        "term without meaning": "<dl><dt>iron</dl>",
        "meaning without term": "<dl><dd>a metal</dl>",
        "table": "<table><caption>Doses</caption><thead><tr><th>Day<th>Dose<tbody><tr><td>Mon<td>1</table>",
        "table with row headers": "<table><tr><td><th>AM<tr><th>Mon<td>1</table>",
        "table of two header rows": (
            "<table><thead><tr><th rowspan=2>Day<th colspan=2>Dose<tr><th>AM<th>PM<tbody><tr><th>Mon<td>1<td>2</table>"
        ),
        "table with foot": "<table><thead><tr><th>A<tfoot><tr><td>sum<tbody><tr><td>1</table>",
        "table of heads alone": "<table><thead><tr><th>A<th>B</table>",
        "table of two bodies": "<table><tbody><tr><th>A<td>1<tbody><tr><th>B<td>2</table>",
        "table with missing cells": "<table><tr><th>A<th>B<th>C<tr><td>1</table>",
        "table with empty cells": "<table class=log><thead><tr><th>Date<th>Dose<tbody><tr><td><td><tr><td><td></table>",
        "table with empty header": "<table><tr><th><th>A<tr><th>x<td>1</table>",
        "table over pages": f"<table><thead><tr><th>Day<th>Dose<th>Note<tbody>{_ROWS}</table>",
        "row span over pages": (
            f"<table><tr><th>A<th>B<tr><td rowspan=3>x<td>{_LONG}<tr><td>{_LONG}<tr><td>{_LONG}</table>"
        ),
        "span beyond the table": "<table><tr><th colspan=9>A<tr><td rowspan=0>1<td>2<tr><td>3</table>",
        "table with blocks": "<table><tr><th><p>A</p><tr><td><p>1</p><ul><li>x</ul><h1>no</h1></table>",
        "nested table": "<table><tr><th>A<tr><td><table><tr><th>B<tr><td>2</table></table>",
        "table for layout": "<table role=presentation><tr><td>left<td>right</table>",
        "empty table": "<table></table><p>Text</p>",
        "collapsed borders": (
            "<table style='border-collapse:collapse'><tr><th style='border:1px solid'>A<tr><td>1</table>"
        ),
        "link": "<p>See <a href='https://example.org/'>this page</a>.</p>",
        "link over lines": f"<p>{_LONG[:60]}<a href='https://example.org/'>{_LONG[:120]}</a></p>",
        "link with bold": "<p><a href='https://example.org/'>a <b>bold</b> word</a></p>",
        "link with picture": f"<p><a href='https://example.org/'><img src='{_PIXEL}' alt='red' width=20></a></p>",
        "link with code and language": (
            "<p><a href='https://example.org/'><span lang='fr'>fer</span> and <code>x</code></a></p>"
        ),
        "link to a place": "<p><a href='#there'>there</a></p><h1 id='there'>There</h1>",
        "link to nowhere": "<p><a href='#nowhere'>there</a></p>",
        "link by telephone": "<p><a href='tel:555'>call</a> <a href='mailto:a@example.org'>write</a></p>",
        "link without text": "<p>x <a href='https://example.org/'></a></p>",
        "link around blocks": "<a href='https://example.org/'><h1>Card</h1><p>Text</p></a>",
        "link as a block": "<a href='https://example.org/' style='display:block'><h1>Card</h1><p>Text</p></a>",
        "link with label": "<p><a href='https://example.org/' aria-label='source 1'>[1]</a></p>",
        "anchor without address": "<p><a id='x'>x</a></p>",
        "contents": (
            "<style>.toc a::after{content:leader('.') target-counter(attr(href),page)}</style>"
            "<nav class=toc><ol><li><a href='#a'>First</a><ol><li><a href='#b'>Second</a></ol></ol></nav>"
            "<h1 id=a>First</h1><h2 id=b>Second</h2>"
        ),
        "picture": f"<p>Text <img src='{_PIXEL}' alt='red' width=20></p>",
        "picture as block": f"<img src='{_PIXEL}' alt='red' style='display:block;width:20pt'>",
        "decorative picture": f"<p>Text <img src='{_PIXEL}' alt='' width=20></p>",
        "decorative drawing": f"<p>Text {_SVG} aria-hidden='true'><rect width='9' height='9'/></svg></p>",
        "drawing with title": f"{_SVG}><title>A square</title><rect width='9' height='9'/></svg>",
        "drawing with label": f"{_SVG} role='img' aria-label='A square'><rect width='9' height='9'/></svg>",
        "drawing with words": f"{_SVG}><title>A word</title><text y='9'>word</text></svg>",
        "figure": f"<figure><img src='{_PIXEL}' alt='red' width=20><figcaption>A red dot</figcaption></figure>",
        "figure without caption": f"<figure><img src='{_PIXEL}' alt='red' width=20></figure>",
        "figure of a table": "<figure><figcaption>Doses</figcaption><table><tr><th>A<tr><td>1</table></figure>",
        "figure of text": "<figure><p>A rule</p><figcaption>To remember</figcaption></figure>",
        "picture by style": f"<style>p::before{{content:url('{_PIXEL}')}}</style><p>Text</p>",
        "sign in text": "<p><span role=img aria-label='empty box'>o</span> done</p>",
        "named drawing of boxes": "<div role=img aria-label='a week'><div>M</div><div>T</div></div>",
        "section": "<section><h1>One</h1><p>Text</p></section>",
        "aside": "<aside class=do><h1>Do this</h1><p>Text</p></aside>",
        "bare text": "Text <div>more <p>and</p> tail</div>",
        "whole page": (
            "<header class=masthead><p>Clinic</p><h1>Title</h1><p class=lead>Lead</p></header>"
            "<aside><p>Notice</p></aside><main><section><h2>One</h2><p>Text</p></section></main>"
            "<footer class=imprint><h2>About</h2><dl><dt>id<dd>x</dl></footer>"
        ),
        "quotation": "<blockquote><p>Said</p></blockquote><p>He <q>said</q> <code>x</code></p>",
        "footnote": "<style>.n{float:footnote}</style><p>Iron<span class=n>a metal</span> is good.</p>",
        "footnote on another page": "<style>.n{float:footnote}</style>"
        + f"<p>{_LONG}<span class=n>{_LONG}</span>{_LONG}</p>" * 4,
        "language of a word": "<p>The word <span lang='fr'>fer</span>.</p>",
        "language of blocks": "<div lang='fr'><p>Le fer</p><ul><li>un</ul></div>",
        "language of a cell": "<table><tr><th>A<tr><td lang='fr'>un</table>",
        "language of a meaning": "<dl><dt lang='la'>ferrum<dd>iron<dd lang='fr'>fer</dl>",
        "language of a list": "<ul lang='fr'><li>un</ul><ol><li lang='fr'>un<li><i lang='fr'>deux</i></ol>",
        "arabic": "<p lang=ar dir=rtl>الحديد والتصلب المتعدد ثلاث حبات يوميا من أجل صحة أفضل لك ولعائلتك</p>",
        "arabic with numbers": "<p lang=ar dir=rtl>خذ <bdi>65 mg</bdi> كل يومين</p>",
        "hebrew": "<p lang=he dir=rtl>ברזל וטרשת נפוצה</p>",
        "running heads": (
            "<style>.h{position:running(h)}"
            "@page{@top-left{content:element(h)} @bottom-right{content:counter(page)}}</style>"
            f"<p class=h>Head <a href='https://example.org/'>link</a></p><p>{_LONG * 5}</p>"
        ),
        "watermark": f"<div style='position:fixed;top:0'>DRAFT</div><p>{_LONG * 5}</p>",
        "hidden text": "<p>Seen <span aria-hidden=true>unseen</span></p><p style='visibility:hidden'>no</p>",
        "opacity": "<div style='opacity:.5'><p>Faint <a href='https://example.org/'>link</a></p></div><p>Text</p>",
        "columns": f"<div style='columns:2'><p>{_LONG}</p></div>",
        "flexible boxes": "<div style='display:flex'><p style='order:2'>first</p><p>second</p></div>",
        "grid": "<div style='display:grid;grid-template-columns:1fr 1fr'><p>a</p><p>b</p></div>",
        "positioned": "<div style='position:absolute;right:0'>corner</div><p style='float:right'>side</p><p>Text</p>",
        "transformed": "<p style='transform:rotate(3deg)'>Turned</p>",
        "inline block": "<p>Text <span style='display:inline-block;border:1pt solid'>boxed</span> tail</p>",
        "hyphenated": f"<p style='hyphens:auto;width:60pt'>{_LONG}</p>",
        "soft hyphens": "<p style='width:40pt'>inter&shy;nation&shy;al&shy;iza&shy;tion</p>",
        "preformatted": "<pre>one\n  two\nthree</pre>",
        "rule and blank": "<p>One</p><hr><p></p><div> </div><p>Two</p>",
        "writing line": "<p class='write' style='border-bottom:1pt solid'>My question:</p>",
        "comment": "<!-- note --><p>Text<!-- note --></p>",
        "presentational list": "<ul role=presentation><li>one</ul>",
        "aria heading": "<h1>One</h1><div role=heading aria-level=2>Two</div>",
        "upper case": "<p style='text-transform:uppercase'>loud <b>words</b> <i>here</i></p>",
        "table as block": "<table style='display:block'><tr><th>A<tr><td>1</table>",
    }
)
"""Name of a construct to the body that shows it."""
