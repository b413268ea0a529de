"""`learned`: suggestions learned in seconds from what the project's own people decided, for any label and language.

`train(documents, codebook)` gives a `Model`; `Model.to_bytes()` stores it and `opened(bytes)` has it back.
"""

from annotator.suggest.learned.model import Model, opened
from annotator.suggest.learned.training import train
from annotator.suggest.learned.usefulness import usefulness

__all__ = ["Model", "opened", "train", "usefulness"]
