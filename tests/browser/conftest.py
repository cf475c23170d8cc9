"""A headless Chromium that notes what a page asks for and what fails in it."""

import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser():
    if CHROMIUM is None:
        pytest.fail("No Chromium found. On Debian: apt install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield running
        running.close()


class Watched:
    """A page with the requests that left the machine and the errors of its scripts."""

    def __init__(self, browser, width, height):
        self.page = browser.new_page(viewport={"width": width, "height": height})
        self.outside, self.errors = [], []
        self.page.on("request", lambda request: self._note(request.url))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)

    def _note(self, url):
        if not url.startswith(("file:", "data:", "blob:", "http://127.0.0.1", "ws://127.0.0.1")):
            self.outside.append(url)


@pytest.fixture
def watch(browser):
    opened = []

    def open_page(url, width=1280, height=900):
        watched = Watched(browser, width, height)
        opened.append(watched)
        watched.page.goto(url)
        return watched

    yield open_page
    for watched in opened:
        watched.page.close()


def _document_page(**changes):
    """Load the builder beside this file: test folders are no packages."""
    spec = importlib.util.spec_from_file_location("browser_documents", Path(__file__).with_name("documents.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.document_page(**changes)


@pytest.fixture(scope="session")
def document(tmp_path_factory):
    """An office's document with every item, internal and for review."""
    path = tmp_path_factory.mktemp("document") / "document.html"
    path.write_text(_document_page(), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def published_document(tmp_path_factory):
    """The published version of the document, issued."""
    path = tmp_path_factory.mktemp("published") / "document.html"
    path.write_text(_document_page(version="published", state="issued"), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def lab(tmp_path_factory):
    """A JupyterLab on a copy of the notebooks; yields its address."""
    folder = tmp_path_factory.mktemp("lab")
    shutil.copy(ROOT / "notebooks" / "start_here.ipynb", folder)
    log = folder / "lab.log"
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        "--no-browser",
        "--allow-root",
        "--port=0",
        "--ip=127.0.0.1",
        "--IdentityProvider.token=",
    ]
    command += [
        f"--ServerApp.root_dir={folder}",
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]
    environment = {
        **os.environ,
        "INCU_PROJECT": str(ROOT),
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
    }
    with log.open("w") as file:
        server = subprocess.Popen(command, stdout=file, stderr=file, env=environment, start_new_session=True)
    try:
        yield _address(log, server)
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=30)


def _address(log, server):
    import re

    for _ in range(120):
        if match := re.search(r"(http://127\.0\.0\.1:\d+)/lab", log.read_text()):
            return match[1]
        if server.poll() is not None:
            break
        time.sleep(0.5)
    raise AssertionError(f"JupyterLab did not start:\n{log.read_text()}")
