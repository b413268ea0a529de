"""The smallest article with a frame in it, as brat has it."""

TEXT = "Ana said it rained.\n"
"""The article."""

BRAT = (
    "T1\tSource 0 3\tAna\n"
    "T2\tCue 4 8\tsaid\n"
    "T3\tContent 9 18\tit rained\n"
    "E1\tAttribution:T2 Source:T1 Cue:T2 Content:T3\n"
)
"""Three annotations and a frame in it."""
