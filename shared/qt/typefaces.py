"""Name the bundled typefaces."""

from typing import Final

TEXT_FAMILY: Final = "BIZ UDPGothic"
"""Words and amounts, regular and bold."""

CODE_FAMILY: Final = "BIZ UDGothic"
"""Codes, member numbers and times: its Latin is half-width."""
