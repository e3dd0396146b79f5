"""Compresses a restored Zstandard file as its original was, so that undo gives back the same bytes.

The file does not say at which level it was made, so the levels are tried in turn. Only small files are tried: a large
one would take long, and its content is restored in any case.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from repair.core.errors import FormatError
from repair.formats.compression import ZSTD, compression_of, open_decompressed
from repair.formats.record import ReadOptions

_MAX_CONTENT = 2_000_000  # bytes
_LEVELS = (3, 1, 2, *range(4, 20))  # the usual one first


def compressed_as_before(path: Path, digest: str) -> bool:
    """Write ``path``, a Zstandard file, with other settings if its bytes then have the SHA-256 ``digest``.

    Returns:
        Whether such settings were found; otherwise the file stays as it is.
    """
    try:
        if compression_of(path) != ZSTD:
            return False
        with open_decompressed(path, ReadOptions(max_ratio=float("inf"))) as stream:
            content = stream.read(_MAX_CONTENT + 1)
    except FormatError:
        return False
    if len(content) > _MAX_CONTENT:
        return False
    for raw in _variants(content):
        if hashlib.sha256(raw).hexdigest() == digest:
            path.write_bytes(raw)
            return True
    return False


def _variants(content: bytes) -> Iterator[bytes]:
    """Yield ``content`` as programs compress it: at each level, with and without its size and a checksum."""
    import zstandard

    for level in _LEVELS:
        for has_checksum in (False, True):
            compressor = zstandard.ZstdCompressor(level=level, write_checksum=has_checksum)
            yield compressor.compress(content)
            streamed = compressor.compressobj()
            yield streamed.compress(content) + streamed.flush()
