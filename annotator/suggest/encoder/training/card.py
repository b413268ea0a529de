"""The model card: what the weights are, what they were made from and how, how good they are, and what they are not."""

import msgspec

from annotator.suggest.encoder.training.fitting import Settings
from annotator.suggest.learned.quality import Quality, Score

CARD = """\
# {name}

Weights that find sources, cues and contents of attributions in English news, and link them to frames.

- File: `{file}`, {size:,} bytes, SHA-256 `{sha256}`
- Body: {body}, SHA-256 of its weights `{body_sha256}`
- Form: ONNX, weights as eight-bit whole numbers, run by onnxruntime on one thread

## Data

{about}

Learned from {articles:,} articles with {sets:,} annotation sets; an article that several people marked is read in the
version of one of them, drawn anew each time.

## Settings

{settings}

Torch {torch}.

## How good it is

On {held_out:,} articles that it was not trained on, with what the rules mend. Exact: the same words.
Overlap: a common character; of frames, in each of source, cue and content. A content in several fragments counts once
here; `tests/benchmarks/suggest.py` counts each fragment. A frame is strong from a likelihood of
{strong} on, where 95 in 100 are right; that threshold was set on the same articles.

| | marked | proposed | F1 exact | F1 overlap |
|---|---|---|---|---|
{scores}

## Limits

- English. News of the kind it was trained on; elsewhere look at its figures first (`annotator agreement --with`).
- A word has one role, so that of two frames one inside the other it sees one; rules add the outer layer.
- It sees where words stand, not whether they are true or who is meant.
- Unnamed sources are where it misses most that matters: read the sentences that have no suggestion too.
"""


def card(facts: dict[str, object], settings: Settings, quality: Quality, about: str, strong: float | None) -> str:
    """The card in Markdown."""
    lines = (f"- {name}: {value}" for name, value in msgspec.to_builtins(settings).items())
    return CARD.format(
        **facts,
        about=about.strip() or "Not described.",
        settings="\n".join(lines),
        held_out=quality.held_out,
        strong="–" if strong is None else f"{strong:.3f}",
        scores="\n".join(_row(name, score) for name, score in sorted(quality.scores.items())),
    )


def _row(name: str, score: Score) -> str:
    """One line of the table; a dash where too little was held out."""
    figures = ("–" if each is None else f"{100 * each:.1f}" for each in (score.exact_f1, score.f1))
    return f"| {name} | {score.marked:,} | {score.proposed:,} | {' | '.join(figures)} |"
