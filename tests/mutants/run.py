"""Applies small deliberate faults one by one, and sees a test fail for each.

Usage: .venv/bin/python tests/mutants/run.py [WORD]...
  Works in a checkout of its own, build/mutants, at the commit that is checked out here. With words:
  only mutants whose names contain one of them. Exits 1 if one survives or can't be applied.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import tomllib

HERE = Path(__file__).parent
SOURCE = HERE.parents[1]
TREE = SOURCE / "build" / "mutants"
LONGEST = 300  # seconds that a test may take before it counts as caught: it hangs


def mutants() -> list[dict[str, str]]:
    """Every mutant of mutants.toml."""
    return tomllib.loads((HERE / "mutants.toml").read_text("utf-8"))["mutant"]


def mutated(mutant: dict[str, str], text: str) -> str:
    """Return the source with the fault; ValueError unless its place is found once."""
    if text.count(mutant["find"]) != 1:
        raise ValueError(f"{mutant['file']}: found {text.count(mutant['find'])} times")
    return text.replace(mutant["find"], mutant["replace"])


def check_out() -> None:
    """Bring the tree of mutants to this commit."""
    commit = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=SOURCE, check=True, capture_output=True, text=True
    ).stdout.strip()
    if not TREE.exists():
        add = ["git", "worktree", "add", "--detach", TREE, commit]
        subprocess.run(add, cwd=SOURCE, check=True, capture_output=True)
    subprocess.run(
        ["git", "checkout", "--force", "--detach", commit],
        cwd=TREE, check=True, capture_output=True,
    )  # fmt: skip


def build(target: str) -> bool:
    """Build one test program; False if it doesn't compile."""
    command = [TREE / "launch" / "build", "ci", "--target", target]
    return subprocess.run(command, cwd=TREE, capture_output=True, check=False).returncode == 0


def is_caught(mutant: dict[str, str]) -> bool:
    """Run the test that must fail."""
    program = TREE / "build/ci/bin" / mutant["test"]
    try:
        done = subprocess.run(
            [program, f"--gtest_filter={mutant['filter']}"],
            cwd=TREE, capture_output=True, check=False, timeout=LONGEST, text=True,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return True
    return done.returncode != 0


def verdict(mutant: dict[str, str]) -> str:
    """Apply, build, run, and take it back."""
    file = TREE / mutant["file"]
    whole = file.read_text("utf-8")
    try:
        file.write_text(mutated(mutant, whole), "utf-8")
        if not build(mutant["test"]):
            return "does not compile"
        return "caught" if is_caught(mutant) else "SURVIVES"
    except ValueError as error:
        return f"can't be applied: {error}"
    finally:
        file.write_text(whole, "utf-8")


def main(words: list[str]) -> int:
    """Judge those that are asked for."""
    check_out()
    chosen = [m for m in mutants() if not words or any(word in m["name"] for word in words)]
    n_caught = 0
    for mutant in chosen:
        found = verdict(mutant)
        n_caught += found == "caught"
        print(f"{found:<18} {mutant['name']} ({mutant['test']} {mutant['filter']})", flush=True)
    print(f"{n_caught} of {len(chosen)} caught")
    return 0 if n_caught == len(chosen) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
