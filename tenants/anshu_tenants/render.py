"""Renders the tenant revisions into the committed script: `python -m anshu_tenants.render`."""

from anshu_tenants.revisions import render_tenant
from anshu_tenants.script import RENDERED, to_text


def main() -> None:
    """Writes the rendered script; a test fails while it is stale."""
    RENDERED.write_text(to_text(render_tenant()), encoding="utf-8")


if __name__ == "__main__":
    main()
