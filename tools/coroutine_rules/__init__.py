"""The rules that tools/check_coroutines reads for."""

from .rules import check

__all__ = ["check"]
