"""The address under which browsers know this installation: for keys, and for ways back to us."""

from urllib.parse import urlsplit

from anshu.records.services import Services
from anshu.records.signers.keys import Site
from anshu.web.asked import Asked


def origin_of(request: Asked, services: Services) -> str:
    """`https://host[:port]`, from ANSHU_PUBLIC_URL if that is set, else as the request came.

    The machine itself (`localhost`) is always a place of its own.
    """
    public = services.settings.public_url
    if public and request.url.hostname != "localhost":
        parts = urlsplit(public)
        return f"{parts.scheme}://{parts.netloc}"
    return f"{request.url.scheme}://{request.url.netloc}"


def site_of(request: Asked, services: Services) -> Site:
    """The domain that signing keys belong to, and the origin that answers must name.

    Where the public address is set, a page that only passes requests on cannot stand in for it.
    """
    origin = origin_of(request, services)
    return Site(domain=urlsplit(origin).hostname or "", origin=origin)
