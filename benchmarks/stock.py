"""The same report through the stock command lines: papermill, nbconvert to HTML, nbconvert to PDF through a browser."""

from __future__ import annotations

import json
import platform
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent


def commands(folder: Path, region: str, period: str) -> list[list[str]]:
    """Return the three commands; -r keeps 000000 a text."""
    out = str(folder / f"{region}.ipynb")
    notebook = str(ROOT / "notebooks" / "annual_profile.ipynb")
    convert = [str(BIN / "jupyter"), "nbconvert", "--no-input"]
    return [
        [
            str(BIN / "papermill"),
            notebook,
            out,
            "-r",
            "region",
            region,
            "-r",
            "period",
            period,
            "--no-progress-bar",
            "-k",
            "python3",
        ],
        [*convert, "--to", "html", out],
        [*convert, "--to", "webpdf", "--WebPDFExporter.disable_sandbox=True", out],
    ]


def browsers(folder: Path) -> dict[str, str]:
    """Let playwright find Debian's chromium: it looks for a build of its own under a numbered name."""
    import playwright

    listing = json.loads(
        (Path(playwright.__file__).parent / "driver/package/browsers.json").read_text(encoding="utf-8")
    )
    revision = next(b["revision"] for b in listing["browsers"] if b["name"] == "chromium-headless-shell")
    chromium = shutil.which("chromium")
    if chromium is None:
        raise SystemExit("The stock PDF needs a chromium (Debian: apt install chromium).")
    suffix = "linux64" if platform.machine() == "x86_64" else "linux"
    link = folder / f"chromium_headless_shell-{revision}" / f"chrome-headless-shell-{suffix}" / "chrome-headless-shell"
    link.parent.mkdir(parents=True, exist_ok=True)
    if not link.exists():
        link.symlink_to(chromium)
    return {"PLAYWRIGHT_BROWSERS_PATH": str(folder)}
