"""What is made of the sources: one version everywhere, a release, containers of scripts."""

import hashlib
import json
import re
import subprocess
import tarfile

import pytest

from conftest import SOURCE, program

PACKAGES = SOURCE / "launch" / "packages"


def version() -> str:
    """That of CMakeLists.txt, which the program and the wheel have."""
    return re.search(r"project\(Temper VERSION ([0-9.]+)", (SOURCE / "CMakeLists.txt").read_text())[
        1
    ]


@pytest.mark.parametrize(
    ("file", "pattern"),
    [
        ("analysis/temper/__init__.py", r'^__version__ = "([0-9.]+)"$'),
        ("CITATION.cff", r"^version: ([0-9.]+)$"),
    ],
)
def test_versions_do_not_drift_apart(file, pattern):
    found = re.findall(pattern, (SOURCE / file).read_text(), re.MULTILINE)
    assert found == [version()]


def test_the_program_and_the_analysis_package_say_it(temper):
    import temper as package

    assert f" {version()} " in temper("--version").stdout
    assert package.__version__ == version()
    assert "version =" not in (SOURCE / "analysis" / "pyproject.toml").read_text().replace(
        "target-version =", ""
    )


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    """The commit that is checked out, as somebody else has it."""
    folder = tmp_path_factory.mktemp("release") / "clone"
    quiet = {"check": True, "capture_output": True}
    subprocess.run(["git", "clone", "--no-hardlinks", "-q", SOURCE, folder], **quiet)
    return folder


@pytest.fixture(scope="module")
def release(clone):
    """What launch/release makes of it."""
    subprocess.run([clone / "launch" / "release", "dist"], check=True, capture_output=True)
    return clone / "dist"


def test_a_release_has_its_checksums(release):
    lines = (release / "SHA256SUMS").read_text().splitlines()
    sums = dict(reversed(line.split("  ", 1)) for line in lines)
    assert set(sums) == {f"temper-{version()}.tar.gz", f"temper-{version()}.cdx.json"}
    for name, expected in sums.items():
        assert hashlib.sha256((release / name).read_bytes()).hexdigest() == expected


def test_the_tarball_holds_the_sources_and_their_commit(release, clone):
    with tarfile.open(release / f"temper-{version()}.tar.gz") as tar:
        names = {name.partition("/")[2] for name in tar.getnames()}
        commit = tar.extractfile(f"temper-{version()}/launch/cmake/archived_commit").read().decode()
    assert {"CMakeLists.txt", "LICENSE", "launch/quickstart", "analysis/pyproject.toml"} <= names
    head = ["git", "-C", clone, "rev-parse", "HEAD"]
    said = subprocess.run(head, check=True, capture_output=True, text=True).stdout
    assert len(commit.strip()) >= 7
    assert said.startswith(commit.strip())


def test_the_bill_of_materials_names_what_is_built_on(release):
    bill = json.loads((release / f"temper-{version()}.cdx.json").read_text())
    assert (bill["bomFormat"], bill["metadata"]["component"]["version"]) == ("CycloneDX", version())
    names = {component["name"].lower() for component in bill["components"]}
    assert {"mpi", "hdf5", "fmt", "cxxopts", "eigen3", "numpy", "h5py", "arviz"} <= names
    pinned = [c for c in bill["components"] if "hashes" in c]
    assert all(re.fullmatch(r"[0-9a-f]{64}", c["hashes"][0]["content"]) for c in pinned)
    assert len(pinned) >= 8


def test_a_release_of_changes_is_refused(clone):
    (clone / "README.md").write_text("changed")
    result = subprocess.run(
        [clone / "launch" / "release", "other"], capture_output=True, text=True, check=False
    )
    subprocess.run(["git", "-C", clone, "checkout", "-q", "README.md"], check=True)
    assert (result.returncode, result.stderr) == (64, "release: commit your changes first\n")


STEPS = {
    "launch/setup",
    "launch/build",
    "launch/packages/install",
    "launch/packages/runtime",
}


@pytest.mark.parametrize("recipe", ["Dockerfile", "temper.def"])
def test_containers_are_made_by_scripts_that_exist(recipe):
    steps = re.sub(r"^#.*$", "", (PACKAGES / recipe).read_text(), flags=re.MULTILINE)
    scripts = set(re.findall(r"\blaunch/[\w/]+", steps))
    assert scripts >= STEPS
    assert [s for s in scripts if not (SOURCE / s).stat().st_mode & 0o111] == []


DEBIAN_12 = {
    "libfmt.so.9": "libfmt9",
    "libhwy.so.1": "libhwy1",
    "libz.so.1": "zlib1g",
    "libhdf5_serial.so.103": "libhdf5-103-1",
    "libhdf5_serial_hl.so.100": "libhdf5-hl-100",
    "libopenblas.so.0": "libopenblas0-serial",
    "libtomlplusplus.so.3": "libtomlplusplus3",
    "libmpi.so.40": "openmpi-bin",
}


def test_the_runtime_has_the_packages_of_the_libraries_that_are_linked():
    """Of Debian 12, which the containers are of; other systems call them otherwise."""
    listed = set((PACKAGES / "runtime").read_text().split())
    library = program().parents[1] / "lib" / "libtemper.so"
    linked = subprocess.run(["ldd", library], capture_output=True, text=True, check=True).stdout
    present = {package for name, package in DEBIAN_12.items() if name in linked}
    assert present <= listed
