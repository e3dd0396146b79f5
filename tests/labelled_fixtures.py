"""A small benchmark of labelled copy."""

from __future__ import annotations

import json
from pathlib import Path

SURNAMES = "Wiklander Brandmoen Havlovec Ferreira Whitlock Haugland Gandurwa Hawamdeh Bernotas Corrigan".split()
MANGLES = "Vikrander Brantmon Havlovce Felleila Uitlok Khaugland Gandarurwa Hiwamada Vernatus Colligan".split()
TOWNS = "Haparanda Larvik Olomouc Sines Durham Narvik Katsina Aqaba Rukla Dundalk".split()


def bench(path: Path) -> Path:
    """Write a benchmark of ten short stories: a clean text, and copy with and without a mangled name."""
    lines = []
    for number, (right, wrong, town) in enumerate(zip(SURNAMES, MANGLES, TOWNS, strict=True)):
        clean = f"Minister {right} opened the harbour of {town} on Monday. {right} spoke for {number + 2} hours."
        for form in (wrong, right):
            text = f"Minister {form} opened the port of {town} on Monday. {form} talked for {number + 2} hours."
            places = [at for at in range(len(text)) if text.startswith(wrong, at)]
            golds = [{"start": at, "end": at + len(wrong), "clean": right, "garble": "kana"} for at in places]
            line = {"id": f"{number}/{form}", "pair": f"{'xyz'[number % 3] * 2}-en", "doc": str(number), "text": text}
            lines.append(json.dumps({**line, "clean": [clean], "gold": golds, "variants": []}))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
