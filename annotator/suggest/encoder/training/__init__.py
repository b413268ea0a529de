"""How the weights of `attribution-en` are made from annotated articles; needs the extra `train` (PyTorch)."""
