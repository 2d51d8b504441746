"""Long runs and wide ones: memory stays flat, files are as large as was said, the report opens.

python tests/bench/soak.py            10^6 sweeps of 4 replicas; 1,000 replicas of 2,000 sweeps
python tests/bench/soak.py --short    a hundredth of it

Prints a line for each and exits 1 if something grew or differs.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("TEMPER", str(SOURCE / "build" / "release" / "bin" / "temper"))
REPORT = SOURCE / ".venv" / "bin" / "temper-report"
GROWTH = 1.1  # of resident memory from a tenth of the run to its end
CONFIG = """
[potential]
type = "double-well"
[kernel]
lr = 0.01
[ladder]
rungs = {replicas}
t_min = 0.5
t_max = 8.0
[run]
warmup = {warmup}
sweeps = {sweeps}
steps = 1
[output]
thin = 100
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--short", action="store_true", help="a hundredth of it")
    part = 100 if parser.parse_args().short else 1
    right = [soak(4, 1_000_000 // part), soak(1000, 2000 // min(part, 20))]
    return 0 if all(right) else 1


def soak(replicas: int, sweeps: int) -> bool:
    """Runs it and looks at it; True if all is as it should be."""
    with tempfile.TemporaryDirectory() as folder:
        config, run = Path(folder) / "soak.toml", Path(folder) / "run"
        config.write_text(CONFIG.format(replicas=replicas, sweeps=sweeps, warmup=sweeps // 10))
        predicted = predicted_bytes(config)
        memory = watch([PROGRAM, "train", str(config), "--out", str(run), "--quiet"])
        stored = sum(path.stat().st_size for path in run.rglob("*.h5"))
        verified = subprocess.run([PROGRAM, "inspect", run, "--verify"], capture_output=True)
        seconds = time.monotonic()
        page = subprocess.run([REPORT, run], capture_output=True)
        seconds = time.monotonic() - seconds
        later = memory[len(memory) // 10 :] or [0]
        grown = max(later) / max(1, later[0])
        as_said = abs(stored - predicted) <= 0.05 * predicted + 1e6
        right = grown < GROWTH and as_said and verified.returncode == 0 and page.returncode == 0
        print(
            f"{replicas:>5} replicas, {sweeps:>8} sweeps: {max(later) >> 20} MB resident, "
            f"x{grown:.2f} since a tenth; {stored / 1e6:.1f} MB on disk, "
            f"{predicted / 1e6:.1f} said; "
            f"verify {verified.returncode}; report {page.returncode} in {seconds:.0f} s: "
            f"{'ok' if right else 'FAULT'}",
            flush=True,
        )
        shutil.rmtree(run)
        return right


def predicted_bytes(config: Path) -> float:
    """What `temper inspect CONFIG.toml` says of the disk."""
    page = subprocess.run([PROGRAM, "inspect", config], capture_output=True, text=True, check=True)
    number, unit = re.search(r"^disk +([\d.]+) (\w+)", page.stdout, re.M).groups()
    return float(number) * {"bytes": 1, "kB": 1e3, "MB": 1e6, "GB": 1e9}[unit]


def watch(words: list[str]) -> list[int]:
    """Runs a command; its resident memory [bytes], again and again."""
    memory = []
    with subprocess.Popen(words, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            try:
                status = Path(f"/proc/{process.pid}/statm").read_text().split()
                memory.append(int(status[1]) * os.sysconf("SC_PAGE_SIZE"))
            except (OSError, IndexError):
                break
            time.sleep(0.2)
    if process.returncode != 0:
        sys.exit(f"{words}: exit code {process.returncode}")
    return memory


if __name__ == "__main__":
    sys.exit(main())
