"""A small job, the shim that watches or breaks it, and how far a test goes."""

import os
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from job import Job


def built(source: str, folder: Path) -> Path:
    """A library to preload."""
    library = folder / "shim.so"
    compiler = os.environ.get("CXX", "c++")
    flags = ["-std=c++20", "-O1", "-shared", "-fPIC"]
    file = Path(__file__).with_name(source)
    subprocess.run([compiler, *flags, "-o", library, file, "-ldl"], check=True)
    return library


@pytest.fixture(scope="session")
def shim(tmp_path_factory) -> Path:
    """Watches or breaks calls of the system."""
    return built("shim.cpp", tmp_path_factory.mktemp("shim"))


@pytest.fixture(scope="session")
def without_locks(tmp_path_factory) -> Path:
    """A file system without locks."""
    return built("no_locks.cpp", tmp_path_factory.mktemp("no-locks"))


@pytest.fixture(scope="session")
def shim_of_memory(tmp_path_factory) -> Path:
    """Allocations and calls of MPI that fail."""
    return built("allocation_shim.cpp", tmp_path_factory.mktemp("memory"))


@pytest.fixture(scope="session")
def is_long() -> bool:
    """TEMPER_CRASH=long: every state, every call, a hundred kills, a thousand reads."""
    return os.environ.get("TEMPER_CRASH") == "long"


@pytest.fixture(scope="session")
def small(tmp_path_factory) -> Job:
    """Ten sweeps of three replicas, a round in warm-up, a checkpoint after every sweep."""
    return finished(Job.write(tmp_path_factory.mktemp("small")))


@pytest.fixture(scope="session")
def durable(tmp_path_factory) -> Job:
    """The same with durability = "power"."""
    return finished(Job.write(tmp_path_factory.mktemp("durable"), durability="power"))


@pytest.fixture(scope="session")
def sharing(tmp_path_factory) -> Job:
    """The same with a file for two of the replicas."""
    return finished(Job.write(tmp_path_factory.mktemp("sharing"), replicas_per_file=2))


@pytest.fixture(scope="session")
def staged(small, tmp_path_factory) -> Job:
    """Written on another disk and brought into the run at checkpoints, to the same end."""
    return staged_like(small, tmp_path_factory)


@pytest.fixture(scope="session")
def staged_to_the_end(tmp_path_factory) -> Job:
    """The same without a checkpoint before the last, and with a file for two of the replicas."""
    folder = tmp_path_factory.mktemp("to-the-end")
    job = finished(Job.write(folder, checkpoint_seconds=1000, replicas_per_file=2))
    return staged_like(job, tmp_path_factory)


LONG = {"warmup": 120, "sweeps": 280, "steps": 8_000, "checkpoint_seconds": 0.02}


@pytest.fixture(scope="session")
def lasting(tmp_path_factory) -> Job:
    """A second or more of it, so that there is an instant to kill at; rounds in warm-up."""
    return finished(Job.write(tmp_path_factory.mktemp("lasting"), **LONG))


@pytest.fixture(scope="session")
def lasting_and_sharing(tmp_path_factory) -> Job:
    """The same with a file for two of the replicas."""
    folder = tmp_path_factory.mktemp("lasting-and-sharing")
    return finished(Job.write(folder, **LONG, replicas_per_file=2))


@pytest.fixture(scope="session")
def lasting_and_staged(lasting, tmp_path_factory) -> Job:
    """The same, staged."""
    return staged_like(lasting, tmp_path_factory)


def staged_like(job: Job, tmp_path_factory) -> Job:
    return replace(job, flags=("--stage", tmp_path_factory.mktemp("disk")))


def finished(job: Job) -> Job:
    job.train(job.reference, check=0)
    return job
