"""docs/clusters.md: each of its commands is executed, or says what it takes. What would submit a
job or reach for hosts is asked for its script; ranks are as many as a small machine bears.
"""

import os
import re
import subprocess

import pytest

from conftest import SOURCE, program

PAGE = (SOURCE / "docs" / "clusters.md").read_text()
JOBS = ("launch/slurm", "launch/pbs", "launch/lsf")
NEEDS_A_CLUSTER = (*JOBS, "launch/hosts", "launch/supervise")
CONFIG = """
[data]
source = "iris"
[ladder]
rungs = 4
[run]
warmup = 2
sweeps = 4
steps = 2
"""


def blocks() -> list[tuple[str, str]]:
    """(line before, commands) of each code block."""
    return re.findall(r"^(.*)\n```bash\n((?:.*\n)*?)```$", PAGE, re.MULTILINE)


def commands() -> list[str]:
    """The lines that are executed, as the page has them."""
    bodies = [body for before, body in blocks() if not before.startswith("<!-- not executed: ")]
    return [line.partition("#")[0].strip() for body in bodies for line in body.splitlines() if line]


def as_executed(line: str) -> str:
    """The same on a machine without a cluster."""
    if line.startswith(NEEDS_A_CLUSTER):
        line += "" if "--dry-run" in line else " --dry-run"
        return line + (" --launcher srun" if line.startswith("launch/slurm") else "")
    return re.sub(r"-n \d+", "-n 2", line).replace("launch/examples/parity.toml", "run.toml")


def test_every_block_is_bash_and_every_kind_of_command_is_there():
    assert len(blocks()) == PAGE.count("```") / 2
    first = {line.split()[0] for line in commands()}
    assert {"launch/local", *JOBS, "launch/hosts", "mpirun"} <= first


@pytest.mark.parametrize("line", commands())
def test_the_command_works(line, tmp_path):
    (tmp_path / "run.toml").write_text(CONFIG)
    (tmp_path / "launch").symlink_to(SOURCE / "launch")
    environment = {
        **os.environ,
        "TEMPER": str(program()),
        "PATH": f"{program().parent}:{os.environ['PATH']}",
        "OMPI_ALLOW_RUN_AS_ROOT": "1",
        "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
        "OMPI_MCA_rmaps_base_oversubscribe": "1",
    }
    result = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", as_executed(line)],
        cwd=tmp_path,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    if line.startswith(JOBS):
        subprocess.run(["bash", "-n"], input=result.stdout, text=True, check=True)
