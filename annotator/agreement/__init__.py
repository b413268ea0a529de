"""Annotation sets in, numbers out: how far annotators agree, and on how much that rests."""
