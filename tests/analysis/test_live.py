"""The page of a run that goes on: it grows, is served to this computer only, and ends."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path

import h5py
import pytest
from make_run import simulate, write_run
from temper.report import command
from temper.report.live import LivePage, make_server


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write a run of which 30 of 40 sweeps are there."""
    made = simulate([1.0, 2.0], n_sweeps=40, thin=5)
    made.committed = 30
    return write_run(tmp_path / "run", made)


@pytest.fixture
def server(folder: Path) -> Iterator[ThreadingHTTPServer]:
    """Serve it on a free port."""
    page = LivePage(lambda: command.render(folder), lambda: command.state_of(folder))
    with make_server(page, 0) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def get(server: ThreadingHTTPServer, path: str = "/", host: str = "127.0.0.1:1") -> tuple:
    """Return status, headers and body of an answer."""
    connection = http.client.HTTPConnection(*server.server_address)
    connection.request("GET", path, headers={"Host": host})
    answer = connection.getresponse()
    return answer.status, answer.headers, answer.read().decode()


def commit(folder: Path, sweeps: int) -> None:
    """Let the run grow."""
    with h5py.File(folder / "run.h5", "r+") as file:
        file["committed"][()] = sweeps


def test_the_page_grows_with_the_run_and_ends_with_it(
    folder: Path, server: ThreadingHTTPServer
) -> None:
    status, headers, body = get(server)
    assert status == 200
    assert "30 sweeps of 40 so far" in body
    assert int(headers["Refresh"]) > 0
    commit(folder, 40)
    _, headers, body = get(server)
    assert "40 sweeps, on" in body or "40 sweeps." in body
    assert "Refresh" not in headers


def test_it_is_rendered_only_when_something_is_new(folder: Path) -> None:
    rendered = []
    page = LivePage(lambda: rendered.append(1) or "page", lambda: command.state_of(folder))
    assert [page.look()[0] for _ in range(3)] == [b"page"] * 3
    assert len(rendered) == 1


def test_it_answers_this_computer_only(server: ThreadingHTTPServer) -> None:
    assert server.server_address[0] == "127.0.0.1"
    assert get(server, host="evil.example:80")[0] == 403  # a name that was made to point here
    assert get(server, "/../run.h5")[0] == 404


def test_a_run_that_goes_away_is_said_to(folder: Path, server: ThreadingHTTPServer) -> None:
    (folder / "run.h5").unlink()
    status, headers, body = get(server)
    assert status == 503
    assert "no run.h5" in body
    assert "Refresh" in headers


def test_a_port_that_is_taken_is_refused(
    folder: Path, server: ThreadingHTTPServer, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main([str(folder), "--live", str(server.server_port)]) == 64
    assert "give another port" in capsys.readouterr().err
