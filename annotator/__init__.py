"""A terminal workbench for marking who said what, through which words, in news articles."""

__version__ = "0.1.0"
