"""`python -m tests.gallery OUT [--only PAGE]`: every page of both programs, in every state, language, size and look."""

import argparse
import os
import sys
from collections.abc import Sequence
from html import escape
from pathlib import Path


def main(arguments: Sequence[str] | None = None) -> int:
    """Take the pictures and write them and an index into a folder."""
    parser = argparse.ArgumentParser(prog="python -m tests.gallery", description=__doc__)
    parser.add_argument("out", type=Path, metavar="OUT", help="folder for the pictures and index.html")
    parser.add_argument("--only", default="", metavar="PAGE", help="one page, such as home or attract")
    parser.add_argument("--program", default="", metavar="NAME", help="kiosk or staff alone")
    parser.add_argument("--look", default="", metavar="LOOK", help="one look: light, dark, high-contrast or easy")
    chosen = parser.parse_args(arguments)
    os.environ.update(QT_QPA_PLATFORM="offscreen", QT_QUICK_BACKEND="software", LANG="C.UTF-8")

    from shared.qt.engine import make_application
    from tests.gallery.all import galleries
    from tests.gallery.photographer import pictures

    application = make_application("garapon-gallery")
    chosen.out.mkdir(parents=True, exist_ok=True)
    names = []
    for gallery in galleries():
        if chosen.program not in ("", gallery.program):
            continue
        views = tuple(view for view in gallery.views if chosen.look in ("", view.look))
        for picture in pictures(gallery, chosen.only, views):
            picture.image.save(str(chosen.out / picture.name))
            names.append(picture.name)
            print(picture.name)
    (chosen.out / "index.html").write_text(index(names), encoding="utf-8")
    application.quit()
    return 0 if names else 2


def index(names: Sequence[str]) -> str:
    """Return a page that shows the pictures, each with its name."""
    figures = "".join(
        f'<figure><a href="{escape(name)}"><img src="{escape(name)}" loading="lazy" height="480"></a>'
        f"<figcaption>{escape(name)}</figcaption></figure>\n"
        for name in names
    )
    style = "body{display:flex;flex-wrap:wrap;gap:16px;font:14px sans-serif}figure{margin:0}"
    return f"<!doctype html><meta charset=utf-8><title>Garapon</title><style>{style}</style>\n{figures}"


if __name__ == "__main__":
    sys.exit(main())
