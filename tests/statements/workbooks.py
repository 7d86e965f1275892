"""Workbooks written by hand, part by part: only what a spreadsheet needs to open them."""

import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

_TYPES = """<?xml version="1.0"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml" ContentType=
"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>{sheets}</Types>"""
_SHEET_TYPE = (
    '<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
)
_NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_STYLES = (
    f'<styleSheet xmlns="{_NS}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="22"/>'
    "</cellXfs></styleSheet>"
)


class Raw(str):
    """A cell given as XML."""

    __slots__ = ()


def cell(value) -> str:
    if isinstance(value, Raw):
        return value
    if isinstance(value, int | float):
        return f"<c><v>{value}</v></c>"
    return f'<c t="inlineStr"><is><t>{escape(value)}</t></is></c>' if value else "<c/>"


def day(serial) -> Raw:
    """A date as spreadsheets keep it: a count of days, with a style."""
    return Raw(f'<c s="1"><v>{serial}</v></c>')


def formula(text, value) -> Raw:
    return Raw(f"<c><f>{text}</f><v>{value}</v></c>")


def write_workbook(path: Path, sheets, *, hidden=(), epoch_1904=False, before="", after="") -> Path:
    """Write sheets (name → rows). `before` goes before the root of each, `after` at its end."""
    numbered = list(enumerate(sheets.items(), 1))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        types = "".join(_SHEET_TYPE.format(n=n) for n, _ in numbered)
        book.writestr("[Content_Types].xml", _TYPES.format(sheets=types))
        book.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r1" '
            f'Type="{_REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        named = "".join(
            f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"'
            f"{' state=' + chr(34) + 'hidden' + chr(34) if name in hidden else ''}/>"
            for n, (name, _) in numbered
        )
        epoch = '<workbookPr date1904="1"/>' if epoch_1904 else ""
        book.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{_NS}" xmlns:r="{_REL}">{epoch}<sheets>{named}</sheets></workbook>',
        )
        related = "".join(
            f'<Relationship Id="r{n}" Type="{_REL}/worksheet" Target="worksheets/sheet{n}.xml"/>'
            for n, _ in numbered
        )
        styles = f'<Relationship Id="s" Type="{_REL}/styles" Target="styles.xml"/>'
        book.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{_PACKAGE}">{related}{styles}</Relationships>',
        )
        book.writestr("xl/styles.xml", _STYLES)
        for n, (_, rows) in numbered:
            data = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in rows)
            sheet = (
                f'{before}<worksheet xmlns="{_NS}"><sheetData>{data}</sheetData>{after}</worksheet>'
            )
            book.writestr(f"xl/worksheets/sheet{n}.xml", sheet)
    return path
