"""The inks and styles of e-mails, which must carry them inline.

Same values as the tokens of the site (a test compares them); no table, no image, no outside font.
"""

LIGHT: dict[str, str] = {
    "paper": "#f3f4f0",
    "sheet": "#ffffff",
    "rule": "#dadfd8",
    "ink": "#14252a",
    "ink-2": "#42545a",
    "margin-rule": "#dd9ca0",
    "canard": "#0a5262",
    "on-canard": "#ffffff",
}
DARK: dict[str, str] = {
    "paper": "#0e1618",
    "sheet": "#152023",
    "rule": "#2b3b40",
    "ink": "#e7eeec",
    "ink-2": "#b7c5c5",
    "margin-rule": "#7a4148",
    "canard": "#74c8d6",
    "on-canard": "#04252c",
}

_SANS = "-apple-system,'Segoe UI',Roboto,'Noto Sans',Arial,sans-serif"
_SERIF = "Charter,'Bitstream Charter','Iowan Old Style',Cambria,'Noto Serif',Georgia,serif"
_MONO = "Menlo,Consolas,'DejaVu Sans Mono',monospace"
_BODY = f"font:16px/1.6 {_SANS};color:{LIGHT['ink']}"
_QUIET = f"font:14px/1.55 {_SANS};color:{LIGHT['ink-2']}"

STYLE: dict[str, str] = {
    "paper": f"margin:0;padding:24px 12px;background:{LIGHT['paper']}",
    "sheet": (
        f"max-width:600px;margin:0 auto;background:{LIGHT['sheet']};"
        f"border:1px solid {LIGHT['rule']};border-top:5px double {LIGHT['canard']}"
    ),
    "inside": "padding:24px 36px 28px",
    "name": f"margin:0;font:600 18px/1.2 {_SERIF};color:{LIGHT['ink']}",
    "h1": f"margin:20px 0 0;font:600 25px/1.25 {_SERIF};color:{LIGHT['ink']}",
    "h2": f"margin:28px 0 0;font:600 16px/1.4 {_SANS};color:{LIGHT['ink']}",
    "p": f"margin:12px 0 0;{_BODY}",
    "said": f"margin:14px 0 0;font:18px/1.5 {_SERIF};color:{LIGHT['ink']};white-space:pre-line",
    "quiet": f"margin:10px 0 0;{_QUIET}",
    "rows": f"margin:20px 0 0;padding:0;border-bottom:1px solid {LIGHT['rule']}",
    "row": f"border-top:1px solid {LIGHT['rule']};overflow:hidden",
    "term": f"float:left;width:148px;margin:0;padding:10px 0;{_QUIET}",
    "fact": (
        f"margin:0 0 0 152px;padding:10px 0 10px 14px;border-left:1px solid "
        f"{LIGHT['margin-rule']};font:15px/1.45 {_SANS};color:{LIGHT['ink']}"
    ),
    "promise": f"font:600 18px/1.35 {_SERIF}",
    "mono": f"font:600 15px/1.45 {_MONO}",
    "code": f"margin:20px 0 0;font:600 32px/1.2 {_MONO};letter-spacing:4px;color:{LIGHT['ink']}",
    "button": (
        f"display:inline-block;margin:22px 12px 0 0;padding:13px 22px;background:{LIGHT['canard']};"
        f"border:1px solid {LIGHT['canard']};border-radius:4px;font:600 16px/1.2 {_SANS};"
        f"color:{LIGHT['on-canard']};text-decoration:none"
    ),
    "other": (
        f"display:inline-block;margin:22px 12px 0 0;padding:13px 22px;background:{LIGHT['sheet']};"
        f"border:1px solid {LIGHT['canard']};border-radius:4px;font:600 16px/1.2 {_SANS};"
        f"color:{LIGHT['canard']};text-decoration:none"
    ),
    "link": f"color:{LIGHT['canard']};text-decoration:underline;overflow-wrap:anywhere",
    "foot": (f"padding:16px 36px 24px;border-top:1px solid {LIGHT['rule']};{_QUIET}"),
    "hidden": "display:none;max-height:0;overflow:hidden",
    "dark": (
        f".paper{{background:{DARK['paper']}!important}}"
        f".sheet,.other{{background:{DARK['sheet']}!important}}"
        f".sheet,.rule{{border-color:{DARK['rule']}!important}}"
        f".sheet{{border-top-color:{DARK['canard']}!important}}"
        f".ink{{color:{DARK['ink']}!important}}.quiet{{color:{DARK['ink-2']}!important}}"
        f".margin{{border-left-color:{DARK['margin-rule']}!important}}"
        f".link,.other{{color:{DARK['canard']}!important}}"
        f".button{{background:{DARK['canard']}!important;color:{DARK['on-canard']}!important}}"
        f".button,.other{{border-color:{DARK['canard']}!important}}"
    ),
    "small": (
        ".inside,.foot{padding-left:20px!important;padding-right:20px!important}"
        ".term{float:none!important;width:auto!important;padding-bottom:0!important}"
        ".fact{margin-left:0!important;border-left:0!important;padding:2px 0 10px!important}"
        ".paper{padding:0!important}"
    ),
}
