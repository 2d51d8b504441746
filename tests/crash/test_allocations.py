"""One allocation after another fails, and one call of MPI: a message, a documented exit code, no
hang, never a wrong run."""

from concurrent.futures import ThreadPoolExecutor

from contents import differing_files, wrong_rows

DONE, IO_ERROR = 0, 74


def counted(small, library, folder, ranks):
    """How many allocations and collective calls a whole job makes, on the busiest rank."""
    env = {"LD_PRELOAD": str(library), "SHIM_COUNT": str(folder / "count")}
    small.train(folder / "run", ranks=ranks, env=env, check=DONE)
    lines = [line.split() for line in (folder / "count").read_text().splitlines()]
    return max(int(news) for news, _ in lines), max(int(calls) for _, calls in lines)


def after_fault(small, library, run, name, at, ranks):
    """Trains with a fault and goes on without. Returns what is wrong."""
    what = f"{name} {at}"
    env = {"LD_PRELOAD": str(library), name: str(at), "SHIM_RANK": "1" if ranks else ""}
    if not ranks:
        del env["SHIM_RANK"]
    result = small.train(run, ranks=ranks, env=env)
    if result.returncode == DONE:
        return [f"{what}: {line}" for line in differing_files(run, small.reference)]
    wrong = []
    if result.returncode != IO_ERROR:
        wrong.append(f"{what}: exit code {result.returncode}: {result.stderr[-300:]}")
    if "temper:" not in result.stderr:
        wrong.append(f"{what}: no message: {result.stderr[-300:]}")
    if (run / "run.h5").exists():
        wrong += [f"{what}: {line}" for line in wrong_rows(run, small.reference)]
    small.go_on(run)
    return wrong + [f"{what}: {line} at the end" for line in differing_files(run, small.reference)]


def test_no_failed_allocation_loses_anything(small, shim_of_memory, tmp_path, is_long):
    n_news, _ = counted(small, shim_of_memory, tmp_path, ranks=0)
    at = range(0, n_news, 7 if is_long else max(1, n_news // 40))
    with ThreadPoolExecutor(2) as pool:
        results = pool.map(
            lambda n: after_fault(
                small, shim_of_memory, tmp_path / f"new-{n}", "SHIM_NEW_AT", n, ranks=0
            ),
            at,
        )
        assert [line for result in results for line in result] == []


def test_no_failed_call_of_mpi_loses_anything(small, shim_of_memory, tmp_path, is_long):
    _, n_calls = counted(small, shim_of_memory, tmp_path, ranks=2)
    at = range(0, n_calls, 1 if is_long else max(1, n_calls // 8))
    results = [
        after_fault(small, shim_of_memory, tmp_path / f"mpi-{n}", "SHIM_MPI_AT", n, ranks=2)
        for n in at
    ]
    assert [line for result in results for line in result] == []
