"""The commands of the README, and of pages that went out of it, do what they say: the code blocks
of a page are executed, in order, in one folder.

A block that follows the line `<!-- not executed -->` is left out.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2]
README = (SOURCE / "README.md").read_text()
EXECUTED = ["README.md", "docs/comparison.md", "docs/landscape.md"]
PAGES = [SOURCE / "README.md", SOURCE / "CONTRIBUTING.md", *sorted((SOURCE / "docs").glob("*.md"))]
SHELLS = {"bash": ["bash", "-euo", "pipefail", "-c"], "python": [sys.executable, "-c"]}


def executed_blocks(text: str) -> list[tuple[str, str]]:
    """(language, code) of each block that is to be executed."""
    blocks = re.findall(r"^(.*)\n```(\w+)\n((?:.*\n)*?)```$", text, re.MULTILINE)
    return [(lang, code) for before, lang, code in blocks if before != "<!-- not executed -->"]


@pytest.fixture
def clone(tmp_path) -> Path:
    """What a reader has after launch/quickstart: sources, program and Python environment."""
    program = Path(os.environ.get("TEMPER", SOURCE / "build/release/bin/temper")).resolve()
    (tmp_path / "build").mkdir()
    (tmp_path / "build" / "release").symlink_to(program.parents[1])
    (tmp_path / ".venv").symlink_to(SOURCE / ".venv")
    shutil.copytree(SOURCE / "launch", tmp_path / "launch")
    return tmp_path


@pytest.mark.parametrize("page", EXECUTED)
def test_every_command_works(page, clone):
    environment = {
        **os.environ,
        "PATH": f"{clone}/build/release/bin:{clone}/.venv/bin:{os.environ['PATH']}",
        "OMPI_ALLOW_RUN_AS_ROOT": "1",
        "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
        "OMPI_MCA_rmaps_base_oversubscribe": "1",
    }
    blocks = executed_blocks((SOURCE / page).read_text())
    assert blocks
    for language, code in blocks:
        command = [*SHELLS[language], code]
        result = subprocess.run(
            command,
            cwd=clone,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert result.returncode == 0, f"{code}\n{result.stdout}\n{result.stderr}"


def test_the_commands_are_those_of_the_program(temper):
    named = set(re.findall(r"^\| `temper (\w+)", README, re.MULTILINE))
    page = temper("--help").stdout
    listed = set(
        re.findall(
            r"^  (\w+) .*  ",
            page[page.index("Commands:") : page.index("Exit codes:")],
            re.MULTILINE,
        )
    )
    assert named == listed


def test_every_package_is_explained():
    rows = [r for r in README.splitlines() if r.startswith("|")]
    lines = (SOURCE / "launch" / "packages.txt").read_text().splitlines()
    packages = [line.split()[1].split("|")[0] for line in lines if line and line[0] != "#"]
    assert [p for p in packages if not any(f"`{p}`" in row for row in rows)] == []


def test_every_example_is_listed_and_explains_itself():
    for example in (SOURCE / "launch" / "examples").glob("*.toml"):
        assert f"(launch/examples/{example.name})" in README
        assert example.read_text().startswith("# ")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    links = re.findall(r"\]\(([^)#\s]+)\)", page.read_text())
    here = [link for link in links if "://" not in link]
    assert [link for link in here if not (page.parent / link).exists()] == []


def test_a_failing_command_would_be_found():
    text = "a\n```bash\nfalse\n```\n\n<!-- not executed -->\n```bash\nexit 3\n```\n"
    assert executed_blocks(text) == [("bash", "false\n")]
    assert subprocess.run([*SHELLS["bash"], "false\ntrue"], check=False).returncode != 0
