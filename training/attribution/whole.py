"""The network that a model folder ships, back from its 8-bit graph: what a smaller one is cut from and learns from.

A weight of 8 bits is its whole number less the zero point, times the scale; all else stands in the graph as it is.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from training.attribution.model import FORBIDDEN, Network, Shape

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    Arrays = dict[str, NDArray[Any]]

ROOT = "/network/"
FOLDED = "/network/encoder/Add"  # adds the only type of piece there is, which the export made a constant


def load_whole(folder: Path) -> Network:
    """A model folder's network. Raises ValueError where the graph holds other weights than the network has."""
    graph = onnx.load(folder / "attribution.onnx").graph
    stored = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    names = {_plain(name) for name in stored if name.startswith("network.")}
    state = {name.removeprefix("network."): _weight(name, stored) for name in names}
    for node in graph.node:
        matrix = _plain(node.input[1]) if len(node.input) > 1 else ""
        if node.op_type in ("MatMul", "MatMulInteger") and {matrix, f"{matrix}_quantized"} & set(stored):
            name = node.name.removeprefix(ROOT).split("/MatMul")[0].replace("/", ".").replace("ties.ties", "ties")
            state[f"{name}.weight"] = _weight(matrix, stored).T
        elif node.name == FOLDED:
            state["encoder.types.weight"] = np.stack([stored[node.input[1]]] * 2)
    state |= _settled(json.loads((folder / "model.json").read_text("utf-8")))
    network = Network(_shape(state))
    if wrong := set(network.state_dict()) ^ set(state):
        raise ValueError(f"{folder} holds another network than training.attribution makes: {sorted(wrong)}")
    network.load_state_dict({name: torch.tensor(np.array(array)).float() for name, array in state.items()})
    return network.eval()


def _plain(name: str) -> str:
    for ending in ("_quantized", "_scale", "_zero_point"):
        name = name.removesuffix(ending)
    return name


def _weight(name: str, stored: Arrays) -> NDArray[Any]:
    if f"{name}_quantized" not in stored:
        return stored[name]
    whole = stored[f"{name}_quantized"].astype(np.float32) - stored[f"{name}_zero_point"].astype(np.float32)
    return np.asarray(whole * stored[f"{name}_scale"])


def _settled(settings: dict[str, Any]) -> Arrays:
    """What the reader's decoder holds of the network: transitions, the forbidden ones without their mark, and ties."""
    transitions = np.array(settings["transitions"])
    ties = {name: np.array(table) for name, table in settings["ties"].items()}
    return {"transitions": np.where(transitions <= FORBIDDEN, 0.0, transitions), **ties}


def _shape(state: Arrays) -> Shape:
    head = Shape().head
    layers = {name.split(".")[2] for name in state if name.startswith("encoder.layers.")}
    inner, _ = state["encoder.layers.0.inner.weight"].shape
    width, hidden = state["encoder.layers.0.query.weight"].shape
    return Shape(hidden=hidden, heads=width // head, head=head, layers=len(layers), inner=inner)
