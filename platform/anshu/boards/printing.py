"""Prints HTML from standard input as PDF to standard output: `python -m anshu.boards.printing`.

A process of its own: laying out pages takes a second of one processor, which no request and no
live board should feel, and its memory goes when it ends. It reaches no network and no file.
"""

import os
import resource
import sys

NO_PANGO = 3
MOST_MEMORY = 2 * 1024**3
MOST_SECONDS = 60


def main() -> int:
    """The process's exit code; NO_PANGO when the system's text library is missing."""
    os.nice(5)
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    try:
        # Only this process pays for them.
        from weasyprint import HTML  # noqa: PLC0415
        from weasyprint.urls import URLFetcher  # noqa: PLC0415
    except OSError as error:
        sys.stderr.write(f"{error}\n")
        return NO_PANGO
    html = sys.stdin.buffer.read().decode()
    nowhere = URLFetcher(allowed_protocols=())
    sys.stdout.buffer.write(HTML(string=html, url_fetcher=nowhere).write_pdf())
    return 0


if __name__ == "__main__":
    sys.exit(main())
