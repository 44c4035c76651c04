"""A steady choice among equals."""

import hashlib
from collections.abc import Sequence


def pick(key: str, choices: Sequence[str]) -> str:
    """Choose one of `choices` by the hash of `key`: the same key and choices, the same answer, evenly spread."""
    digest = hashlib.sha256(key.encode()).digest()
    return choices[int.from_bytes(digest[:8], "big") % len(choices)]
