"""One function for each format."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np

from temper.export.onnx_graph import onnx_model
from temper.export.provenance import provenance
from temper.export.torch_module import module_source
from temper.files.errors import RunError
from temper.files.replace import MARK, replacing, require_replaceable, write_text
from temper.network import read_network, stored_scale
from temper.stored_run import StoredRun


def export(run: StoredRun, draws: np.ndarray, to: str, path: Path) -> list[Path]:
    """Write draws [n_draws, n_parameters] in a format and return the files.

    Raises RunError if the format can't hold them. Makes the folder of `path`.
    """
    if not path.name:
        raise RunError(f"-o {path}: is a folder; give the name of a file, without its ending")
    path.parent.mkdir(parents=True, exist_ok=True)
    return FORMATS[to](run, draws, path)


def write_npz(run: StoredRun, draws: np.ndarray, path: Path) -> list[Path]:
    """Write an array for each block: its shape, with a first axis `draw` if there are several."""
    with replacing(path.with_suffix(".npz")) as file:
        np.savez(file, **tensors(run, draws))
        with zipfile.ZipFile(file, "a") as archive:
            archive.comment = MARK
    return [path.with_suffix(".npz")]


def write_safetensors(run: StoredRun, draws: np.ndarray, path: Path) -> list[Path]:
    """Write the same tensors for safetensors, which torch, jax and others read."""
    from safetensors.numpy import save  # noqa: PLC0415  (optional)

    # Not by save_file, whose files others can't read, whatever the umask says.
    with replacing(path.with_suffix(".safetensors")) as file:
        file.write_bytes(save(tensors(run, draws), metadata=provenance(run)))
    return [path.with_suffix(".safetensors")]


def write_torch(run: StoredRun, draws: np.ndarray, path: Path) -> list[Path]:
    """Write a state_dict as safetensors, and the module that loads it as Python."""
    if len(draws) > 1:
        raise RunError("--to torch: holds one draw; use --to safetensors or onnx for an ensemble")
    module = path.with_suffix(".py")
    require_replaceable(module)  # before its weights are there
    weights = write_safetensors(run, draws, path)
    write_text(module, module_source(read_network(run), weights[0].name))
    return [module, *weights]


def write_onnx(run: StoredRun, draws: np.ndarray, path: Path) -> list[Path]:
    """Write one graph from inputs to predictions, averaged over the draws."""
    members = [run.parameters(theta) for theta in draws]
    with replacing(path.with_suffix(".onnx")) as file:
        file.write_bytes(onnx_model(read_network(run), members, provenance(run)))
    return [path.with_suffix(".onnx")]


def tensors(run: StoredRun, draws: np.ndarray) -> dict[str, np.ndarray]:
    """Return each block's numbers, [*shape], or [draw, *shape] of several draws.

    With them come input_mean and input_sd [n_inputs], if the inputs were standardised.
    """
    theta = draws[0] if len(draws) == 1 else draws
    arrays = {name: np.ascontiguousarray(block) for name, block in run.parameters(theta).items()}
    scale = stored_scale(run, "input")
    if scale is not None:
        arrays["input_mean"] = scale.mean.astype(np.float32)
        arrays["input_sd"] = scale.sd.astype(np.float32)
    return arrays


FORMATS: dict[str, Callable[[StoredRun, np.ndarray, Path], list[Path]]] = {
    "npz": write_npz,
    "safetensors": write_safetensors,
    "torch": write_torch,
    "onnx": write_onnx,
}
