"""The metadata of a document, and the one XMP packet in which the file says what it is.

The claims are PDF/UA-1 (ISO 14289-1, 5) and PDF/A-2a (ISO 19005-2, 6.6). PDF/A asks that a file describes every
property that is not PDF/A's own, so the packet carries the description of PDF/UA's identifier and of the leaflet
properties (ISO 19005-2, 6.6.2.3). There must be one packet with one rdf:RDF: readers use the first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from xml.sax.saxutils import escape

LEAFLET_NAMESPACE = "https://handoutkit.org/ns/leaflet/1.0/"
"""The namespace of the leaflet properties: an identifier, not an address."""

LEAFLET_PROPERTIES: Mapping[str, str] = MappingProxyType(
    {
        "leafletId": "Identifier of the leaflet, the same in every language",
        "contentVersion": "Version of the content",
        "lastChecked": "Date on which the content was last checked, as YYYY-MM-DD",
        "nextCheck": "Date by which the content is to be checked again, as YYYY-MM-DD",
    }
)
"""Where a sheet comes from and how current it is: each property with its description."""

_UA_NAMESPACE = "http://www.aiim.org/pdfua/ns/id/"
_DESCRIBED = "".join(
    f' xmlns:pdfa{name}="http://www.aiim.org/pdfa/ns/{path}"'
    for name, path in (("Extension", "extension/"), ("Schema", "schema#"), ("Property", "property#"))
)


@dataclass(frozen=True, slots=True)
class DocumentMetadata:
    """What a PDF says about itself; `provenance` maps names of `LEAFLET_PROPERTIES` to values."""

    title: str
    language: str
    description: str = ""
    publisher: str = ""
    keywords: tuple[str, ...] = ()
    provenance: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if unknown := self.provenance.keys() - LEAFLET_PROPERTIES.keys():
            raise ValueError(f"not a leaflet property: {', '.join(sorted(unknown))}")


def packet(metadata: DocumentMetadata, producer: str) -> bytes:
    """The XMP packet."""
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
        + "\n".join(_descriptions(metadata, producer))
        + '\n</rdf:RDF></x:xmpmeta>\n<?xpacket end="r"?>'
    ).encode()


def _descriptions(metadata: DocumentMetadata, producer: str) -> Iterator[str]:
    yield _description(_namespace("pdfuaid", _UA_NAMESPACE), "<pdfuaid:part>1</pdfuaid:part>")
    yield _description(
        _namespace("pdfaid", "http://www.aiim.org/pdfa/ns/id/"),
        "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>",
    )
    yield _description(_namespace("dc", "http://purl.org/dc/elements/1.1/"), "".join(_dublin_core(metadata)))
    keywords = f"<pdf:Keywords>{escape(', '.join(metadata.keywords))}</pdf:Keywords>" if metadata.keywords else ""
    yield _description(
        _namespace("pdf", "http://ns.adobe.com/pdf/1.3/"), f"<pdf:Producer>{escape(producer)}</pdf:Producer>{keywords}"
    )
    if metadata.provenance:
        values = (
            f"<leaflet:{key}>{escape(value)}</leaflet:{key}>" for key, value in sorted(metadata.provenance.items())
        )
        yield _description(_namespace("leaflet", LEAFLET_NAMESPACE), "".join(values))
    yield _extensions(metadata)


def _dublin_core(metadata: DocumentMetadata) -> Iterator[str]:
    yield f"<dc:title>{_alternatives(metadata.title)}</dc:title>"
    yield f"<dc:language>{_collection('Bag', [metadata.language])}</dc:language>"
    if metadata.description:
        yield f"<dc:description>{_alternatives(metadata.description)}</dc:description>"
    if metadata.publisher:
        yield f"<dc:creator>{_collection('Seq', [metadata.publisher])}</dc:creator>"
        yield f"<dc:publisher>{_collection('Bag', [metadata.publisher])}</dc:publisher>"
    if metadata.keywords:
        yield f"<dc:subject>{_collection('Bag', metadata.keywords)}</dc:subject>"


def _extensions(metadata: DocumentMetadata) -> str:
    """The descriptions of the properties that PDF/A does not know."""
    part = _property("part", "Integer", "internal", "Indicates, which part of ISO 14289 standard is followed")
    schemas = _schema("PDF/UA Universal Accessibility Schema", "pdfuaid", _UA_NAMESPACE, [part])
    if metadata.provenance:
        own = (_property(key, "Text", "external", LEAFLET_PROPERTIES[key]) for key in sorted(metadata.provenance))
        schemas += _schema("Leaflet provenance", "leaflet", LEAFLET_NAMESPACE, own)
    return _description(_DESCRIBED, f"<pdfaExtension:schemas><rdf:Bag>{schemas}</rdf:Bag></pdfaExtension:schemas>")


def _schema(title: str, prefix: str, namespace: str, properties: Iterable[str]) -> str:
    return (
        '<rdf:li rdf:parseType="Resource">'
        f"<pdfaSchema:schema>{title}</pdfaSchema:schema>"
        f"<pdfaSchema:namespaceURI>{namespace}</pdfaSchema:namespaceURI>"
        f"<pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>"
        f"<pdfaSchema:property><rdf:Seq>{''.join(properties)}</rdf:Seq></pdfaSchema:property>"
        "</rdf:li>"
    )


def _property(name: str, kind: str, category: str, description: str) -> str:
    return (
        '<rdf:li rdf:parseType="Resource">'
        f"<pdfaProperty:name>{name}</pdfaProperty:name>"
        f"<pdfaProperty:valueType>{kind}</pdfaProperty:valueType>"
        f"<pdfaProperty:category>{category}</pdfaProperty:category>"
        f"<pdfaProperty:description>{description}</pdfaProperty:description>"
        "</rdf:li>"
    )


def _namespace(prefix: str, uri: str) -> str:
    return f' xmlns:{prefix}="{uri}"'


def _description(namespaces: str, content: str) -> str:
    return f'<rdf:Description rdf:about=""{namespaces}>{content}</rdf:Description>'


def _alternatives(value: str) -> str:
    return f'<rdf:Alt><rdf:li xml:lang="x-default">{escape(value)}</rdf:li></rdf:Alt>'


def _collection(kind: str, values: Iterable[str]) -> str:
    items = "".join(f"<rdf:li>{escape(value)}</rdf:li>" for value in values)
    return f"<rdf:{kind}>{items}</rdf:{kind}>"
