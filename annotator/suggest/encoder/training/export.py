"""The trained network as a file of its own: eight-bit whole numbers in the ONNX format."""

import logging
import warnings
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from annotator.suggest.encoder.training.network import Network


class Exported(nn.Module):
    """The network with the table of its linker as a third output."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, pieces: Tensor, features: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Label scores, link vectors, and how well each class of pairs goes together."""
        tags, links = self.network(pieces, features)
        return tags, links, self.network.bias * 1.0


def export(network: Network, path: Path, metadata: Mapping[str, str]) -> None:
    """Write the network to `path`, its weights as eight-bit numbers with a scale for each row."""
    with TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        logging.getLogger("torch.onnx").setLevel(logging.ERROR)
        whole = Path(folder) / "whole.onnx"
        example = torch.ones(1, 16, dtype=torch.long)
        torch.onnx.export(
            Exported(network).eval(),
            (example, torch.zeros_like(example)),
            str(whole),
            input_names=["pieces", "features"],
            output_names=["labels", "links", "bias"],
            dynamic_axes={"pieces": {0: "windows", 1: "size"}, "features": {0: "windows", 1: "size"}},
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(whole, path, weight_type=QuantType.QInt8, per_channel=True, reduce_range=False)
    told(path, metadata)


def told(path: Path, metadata: Mapping[str, str]) -> None:
    """Write metadata into the file, in place of what it has."""
    model = onnx.load(str(path))
    del model.metadata_props[:]
    onnx.helper.set_model_props(model, dict(metadata))
    onnx.save(model, str(path))
