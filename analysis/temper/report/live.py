"""The report of a run that goes on, served to this computer only and drawn anew as it grows."""

from __future__ import annotations

import html
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock

from temper.files.errors import RunError

ADDRESS = "127.0.0.1"
EVERY = 10  # seconds between looks of the browser
HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}

Render = Callable[[], str]
State = Callable[[], tuple[object, bool]]  # what the page depends on, and whether it can change


class LivePage:
    """A page that is rendered again when the state of what it shows has changed."""

    def __init__(self, render: Render, state: State) -> None:
        self.render, self.state = render, state
        self.lock = Lock()
        self.shown: object = None
        self.page = b""

    def look(self) -> tuple[bytes, bool]:
        """Return the page as it is now, and whether it is worth another look later."""
        with self.lock:
            state, may_change = self.state()
            if state != self.shown:
                self.page = self.render().encode()
                self.shown = state
            return self.page, may_change


def make_server(page: LivePage, port: int) -> ThreadingHTTPServer:
    """Make the server; port 0 takes any that is free. Raises RunError if the port is taken."""

    class Handler(BaseHTTPRequestHandler):
        """Answers GET / from this computer."""

        def do_GET(self) -> None:
            """Send the page, or say what went wrong."""
            if self.headers.get("Host", "").rpartition(":")[0] not in (ADDRESS, "localhost"):
                return self.send_page(403, b"Open it by the address that temper-report printed.")
            if self.path not in ("/", "/index.html"):
                return self.send_page(404, b"There is one page here: /")
            try:
                body, may_change = page.look()
            except (RunError, OSError) as error:
                return self.send_page(503, html.escape(str(error)).encode(), again=True)
            return self.send_page(200, body, again=may_change)

        def send_page(self, status: int, body: bytes, *, again: bool = False) -> None:
            """Send one answer; `again` lets the browser look again by itself."""
            self.send_response(status)
            refresh = {"Refresh": str(EVERY)} if again else {}
            for name, value in {**HEADERS, **refresh, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing about each request."""

    try:
        return ThreadingHTTPServer((ADDRESS, port), Handler)
    except OSError as error:
        raise RunError(f"--live {port}: {error.strerror}; give another port") from None


def serve(page: LivePage, port: int) -> None:
    """Serve until Ctrl-C; the address is printed first."""
    page.state()  # what is no run is said here; the page is drawn when it is first asked for
    with make_server(page, port) as server:
        print(f"http://{ADDRESS}:{server.server_port}/   (Ctrl-C ends it)", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print()
