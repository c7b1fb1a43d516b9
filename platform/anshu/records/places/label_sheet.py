"""Labels as a PDF: single ones of 60 by 40 mm, or sheets of A4; each with its QR code."""

from collections.abc import Sequence
from html import escape
from importlib import import_module
from typing import Literal

import segno
from msgspec import Struct

from anshu.kernel.refusal import Refusal

Layout = Literal["60x40", "a4"]
# Modules read from an arm's length by an old phone, some of them scratched.
ERROR_CORRECTION = "m"
FONTS = '"Noto Sans CJK SC", "Noto Sans SC", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", sans-serif'
STYLE = {
    "60x40": "@page { size: 60mm 40mm; margin: 0 } .l { page-break-after: always }"
    " .l:last-child { page-break-after: auto }",
    # Three columns of seven: cut along the lines, or print on sheets of 21 labels.
    "a4": "@page { size: A4; margin: 8.4mm 14.9mm } .l { float: left; outline: .2mm dashed #999 }",
}
COMMON = """
* { box-sizing: border-box }
body { margin: 0; font: 8pt/1.3 %s; color: #000 }
.l { position: relative; width: 60mm; height: 40mm; padding: 3mm; overflow: hidden }
.q { position: absolute; left: 2.5mm; top: 5mm; width: 25mm; height: 25mm;
  image-rendering: pixelated }
.t { position: absolute; left: 29mm; top: 4mm; width: 28.5mm; height: 27mm; overflow: hidden }
.c { font-size: 12pt; font-weight: bold; line-height: 1.15; overflow-wrap: anywhere }
.n { font-size: 9pt; font-weight: bold; line-height: 1.25; overflow-wrap: anywhere; margin: .5mm 0 }
.p { overflow-wrap: anywhere; font-size: 7.5pt }
.f { position: absolute; left: 3mm; right: 3mm; bottom: 2mm; border-top: .2mm solid #000;
  padding-top: .8mm; font-size: 6.5pt; line-height: 1.2; height: 5.5mm; overflow: hidden }
.f b { float: right; font-weight: normal }
"""


class Label(Struct, frozen=True):
    """What one label says; `address` is what its QR code opens."""

    address: str
    code: str
    name: str
    lines: tuple[str, ...]
    number: str
    tenant: str


def label_sheet(labels: Sequence[Label], layout: Layout) -> bytes | Refusal:
    """The PDF; the refusal pdf_unavailable where the system has no Pango. Blocking."""
    try:
        weasyprint = import_module("weasyprint")
    except OSError:
        return Refusal("pdf_unavailable", kind="busy")
    style = f"{STYLE[layout]} {COMMON % FONTS}"
    body = "".join(_label(label) for label in labels)
    page = f'<html lang="zh-CN"><head><style>{style}</style></head><body>{body}</body></html>'
    # Nothing is fetched: the page holds all that it shows.
    fetcher = weasyprint.urls.URLFetcher(allowed_protocols=["data"])
    made: bytes = weasyprint.HTML(string=page, url_fetcher=fetcher).write_pdf()
    return made


def _label(label: Label) -> str:
    code = segno.make(label.address, error=ERROR_CORRECTION, micro=False)
    picture = code.png_data_uri(scale=6, border=2)
    lines = "".join(f'<div class="p">{escape(line)}</div>' for line in label.lines if line)
    head = f'<div class="c">{escape(label.code)}</div>' if label.code else ""
    return (
        f'<div class="l"><img class="q" src="{picture}"><div class="t">{head}'
        f'<div class="n">{escape(label.name)}</div>{lines}</div>'
        f'<div class="f"><b>{escape(label.number)}</b>{escape(label.tenant)}</div></div>'
    )
