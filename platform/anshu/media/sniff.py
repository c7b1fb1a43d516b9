"""What a file really is, told from its first bytes; names and declared types are not believed."""

from typing import Final

ACCEPTED: Final = ("image/jpeg", "image/png", "image/webp", "application/pdf")

_PREFIXES: Final = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"%PDF-", "application/pdf"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"PK\x03\x04", "application/zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"MZ", "application/x-msdownload"),
    (b"\x7fELF", "application/x-elf"),
)
_HEIF_BRANDS: Final = frozenset((b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"))


def sniff(content: bytes) -> str:
    """The media type by magic bytes; "" when nothing known begins like this."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content[4:8] == b"ftyp":
        return _iso_media(content[8:12])
    for prefix, mime in _PREFIXES:
        if content.startswith(prefix):
            return mime
    head = content[:256].lstrip().lower()
    if head.startswith((b"<!doctype html", b"<html", b"<script")):
        return "text/html"
    if head.startswith((b"<svg", b"<?xml")):
        return "image/svg+xml"
    return ""


def _iso_media(brand: bytes) -> str:
    if brand in _HEIF_BRANDS:
        return "image/heic"
    return "image/avif" if brand in (b"avif", b"avis") else "video/mp4"
