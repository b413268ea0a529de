"""The themes, and the order in which a key goes through them."""

from textual.theme import Theme

DARK = Theme(
    name="dark",
    primary="#7aa2f7",
    secondary="#8b93a7",
    accent="#e0af68",
    warning="#e0af68",
    error="#f7768e",
    success="#9ece6a",
    foreground="#d5d9e3",
    background="#16181e",
    surface="#1c1f27",
    panel="#262a35",
    dark=True,
    variables={"marks": "ink", "muted": "#8b93a7"},
)
LIGHT = Theme(
    name="light",
    primary="#1f5fbf",
    secondary="#5d6470",
    accent="#8a5a00",
    warning="#8a5a00",
    error="#b3261e",
    success="#2e6b1f",
    foreground="#20242b",
    background="#fcfbf8",
    surface="#f3f1ec",
    panel="#e5e2da",
    dark=False,
    variables={"marks": "ink", "muted": "#5d6470"},
)
CONTRAST = Theme(
    name="high-contrast",
    primary="#ffff00",
    secondary="#ffffff",
    accent="#00ffff",
    warning="#ffff00",
    error="#ff8080",
    success="#00ff00",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#303030",
    dark=True,
    variables={"marks": "ink", "muted": "#d0d0d0"},
)
COLOUR_BLIND = Theme(
    name="colour-blind",
    primary="#56b4e9",
    secondary="#c0c4cc",
    accent="#f0e442",
    warning="#e69f00",
    error="#f5793a",
    success="#56b4e9",
    foreground="#e8eaee",
    background="#101216",
    surface="#181b21",
    panel="#2a2e37",
    dark=True,
    variables={"marks": "ground", "muted": "#a4abb8"},
)
NO_COLOUR = Theme(
    name="no-colour",
    primary="#ffffff",
    secondary="#ffffff",
    accent="#ffffff",
    warning="#ffffff",
    error="#ffffff",
    success="#ffffff",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#000000",
    dark=True,
    variables={"marks": "plain", "muted": "#ffffff"},
)

THEMES = {theme.name: theme for theme in (DARK, LIGHT, CONTRAST, COLOUR_BLIND, NO_COLOUR)}
"""The themes by name, in the order in which a key goes through them."""


def next_theme(name: str) -> str:
    """The theme after this one."""
    names = list(THEMES)
    return names[(names.index(name) + 1) % len(names)] if name in names else names[0]
