"""Suggesters: from a document to what a machine would mark in it; their output is one more annotator's set."""
