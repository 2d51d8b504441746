"""plotly's JavaScript, packed: a page carries 2 MB of it instead of 4.8."""

from __future__ import annotations

import base64
import gzip
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from temper.files.errors import RunError


@cache
def plotly_source() -> str:
    """Return the script that the Python package plotly brings along, without importing that."""
    package = find_spec("plotly")
    folders = package.submodule_search_locations if package else []
    for folder in folders or []:
        path = Path(folder) / "package_data" / "plotly.min.js"
        if path.is_file():
            return path.read_text("utf-8")
    raise RunError("the package plotly has no package_data/plotly.min.js; install plotly again")


@cache
def packed_plotly() -> str:
    """Return it compressed by gzip, in base64; page.js unpacks it."""
    return base64.b64encode(gzip.compress(plotly_source().encode(), 9, mtime=0)).decode()
