"""Completions and the man page come from the table of commands, and shells take them."""

import shutil
import subprocess

import pytest

USAGE = 64


@pytest.fixture(scope="module")
def commands(temper) -> list[str]:
    """Names of the commands, from the overview."""
    lines = temper("help").stdout.split("Commands:\n")[1].split("\n\n")[0].splitlines()
    return [line.split()[0] for line in lines]


def completions(script: str, *words: str) -> set[str]:
    """What bash offers for the last of `words` after temper."""
    listed = " ".join(f"'{word}'" for word in ["temper", *words])
    ask = f"{script}\nCOMP_WORDS=({listed}); COMP_CWORD={len(words)}; _temper 2>/dev/null"
    result = subprocess.run(
        ["bash", "-c", ask + "\nprintf '%s\\n' \"${COMPREPLY[@]}\""],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(result.stdout.split())


def test_bash_completes_commands_flags_and_choices(temper, commands):
    script = temper("completion", "bash").stdout
    assert completions(script, "") == set(commands)
    assert completions(script, "tra") == {"train"}
    assert "--resume-if-exists" in completions(script, "train", "--re")
    assert completions(script, "completion", "z") == {"zsh"}
    assert completions(script, "help", "insp") == {"inspect"}


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_know_every_command(shell, temper, commands):
    script = temper("completion", shell).stdout
    assert all(name in script for name in commands)
    if shutil.which(shell):
        subprocess.run([shell, "-n"], input=script, text=True, check=True)


def test_another_shell_is_refused(temper):
    assert "bash, zsh, fish" in temper("completion", "tcsh", check=USAGE).stderr


def test_the_man_page_has_every_command_and_no_mistake(temper, commands):
    page = temper("help", "--man").stdout
    assert all(f".SS {name}" in page for name in commands if name != "help")
    if shutil.which("groff"):
        result = subprocess.run(
            ["groff", "-man", "-Tutf8", "-ww", "-K", "utf8"],
            input=page,
            capture_output=True,
            text=True,
            check=True,
        )
        assert result.stderr == ""
