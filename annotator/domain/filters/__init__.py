"""The filter language: what an analyst types to find sentences, annotations, frames and notes, and what fits it."""
