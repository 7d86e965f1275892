"""The types of file whose pages can be drawn, and so read."""

PDF = "application/pdf"
PICTURES = frozenset(
    {
        "image/jpeg",
        "image/png",
        "image/webp",
        "image/gif",
        "image/tiff",
        "image/heic",
        "image/avif",
        "image/bmp",
    }
)
SHOWN = PICTURES | {PDF}
