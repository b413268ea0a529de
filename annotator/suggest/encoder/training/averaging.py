"""The average of several runs: better than each of them, and no larger (Wortsman et al. 2022, "Model soups")."""

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor


def averaged(runs: Sequence[Mapping[str, Tensor]]) -> dict[str, Tensor]:
    """The mean of each weight; the runs must have begun with the same weights."""
    return {name: torch.stack([run[name].float() for run in runs]).mean(0) for name in runs[0]}
