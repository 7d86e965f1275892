"""The pictures of the documentation: taken by the tests, small enough to be kept with the code."""

import io
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

HEAVIEST = 250_000
COLOURS = (256, 128, 64)
NARROW = 600
ON_A_PHONE = {"lodge", "done", "points", "case"}


@dataclass(frozen=True)
class Album:
    """Takes pictures into a folder, or none when nobody asked for them."""

    folder: Path | None
    suffix: str = ""

    def of(self, window: dict[str, int] | None) -> "Album":
        """Return the album of a window: a telephone's pictures have their own names; none, none."""
        if window is None:
            return Album(None)
        return Album(self.folder, "" if window["width"] > NARROW else "-phone")

    def take(self, page, name: str, *, dark: bool = False, height: int = 0) -> None:
        """Keep what the window shows, from the top of the page; `height` makes it taller."""
        if not self._wants(name):
            return
        window = page.viewport_size
        page.set_viewport_size({**window, "height": height or window["height"]})
        page.emulate_media(color_scheme="dark" if dark else "light")
        page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
        self._keep(Image.open(io.BytesIO(page.screenshot())), name)
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(window)

    def take_part(self, page, name: str, part: str, *, height: int) -> None:
        """Keep the top of one part of the page."""
        if self._wants(name):
            whole = Image.open(io.BytesIO(page.locator(part).screenshot()))
            self._keep(whole.crop((0, 0, whole.width, min(whole.height, height))), name)

    def take_letter(self, pdf: bytes, name: str) -> None:
        """Keep the first page of a letter."""
        if not self._wants(name):
            return
        drawn = subprocess.run(
            [shutil.which("pdftoppm") or "pdftoppm", "-r", "80", "-f", "1", "-l", "1", "-png", "-"],
            input=pdf,
            capture_output=True,
            check=True,
        )
        self._keep(Image.open(io.BytesIO(drawn.stdout)), name)

    def _wants(self, name: str) -> bool:
        return self.folder is not None and (not self.suffix or name in ON_A_PHONE)

    def _keep(self, picture: Image.Image, name: str) -> None:
        for colours in COLOURS:
            data = io.BytesIO()
            few = picture.convert("RGB").quantize(colours, dither=Image.Dither.NONE)
            few.save(data, "PNG", optimize=True)
            if data.tell() < HEAVIEST:
                break
        assert data.tell() < HEAVIEST, f"{name}: {data.tell()} bytes"
        (self.folder / f"{name}{self.suffix}.png").write_bytes(data.getvalue())
