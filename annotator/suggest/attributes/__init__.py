"""Answers that the text itself suggests to the codebook's questions, each with the reason that a user reads."""

from annotator.suggest.attributes.answer import Answer, reasons
from annotator.suggest.attributes.descriptors import descriptors
from annotator.suggest.attributes.frames import frame_answers
from annotator.suggest.attributes.proposals import answered
from annotator.suggest.attributes.records import answers_for
from annotator.suggest.attributes.sources import source_answers

__all__ = ["Answer", "answered", "answers_for", "descriptors", "frame_answers", "reasons", "source_answers"]
