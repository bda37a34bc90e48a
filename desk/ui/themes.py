"""Three sets of colours: calm dark, light, and high contrast; words carry the meaning in all of them."""

from textual.theme import Theme

DARK = Theme(
    name="desk-dark",
    primary="#4f9dde",
    secondary="#7aa5c9",
    accent="#f0c060",
    success="#7fc98f",
    warning="#e8b04f",
    error="#f07a6a",
    foreground="#d8dee6",
    background="#12181f",
    surface="#1a222b",
    panel="#243040",
    dark=True,
    variables={"quiet": "#8d99a8", "key-bar-key": "#12181f on #7aa5c9", "key-bar-key-text": "#7aa5c9"},
)
LIGHT = Theme(
    name="desk-light",
    primary="#1f5f99",
    secondary="#3d6d96",
    accent="#8a5a00",
    success="#1d6b33",
    warning="#8a5a00",
    error="#a82a1c",
    foreground="#1c232b",
    background="#f7f8fa",
    surface="#ffffff",
    panel="#e3e9f0",
    dark=False,
    variables={"quiet": "#5c6773", "key-bar-key": "#ffffff on #3d6d96", "key-bar-key-text": "#3d6d96"},
)
CONTRAST = Theme(
    name="desk-contrast",
    primary="#00ffff",
    secondary="#ffffff",
    accent="#ffff00",
    success="#00ff00",
    warning="#ffff00",
    error="#ff8080",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#202020",
    dark=True,
    variables={"quiet": "#d0d0d0", "key-bar-key": "#000000 on #ffffff", "key-bar-key-text": "#ffff00"},
)
THEMES = (DARK, LIGHT, CONTRAST)
