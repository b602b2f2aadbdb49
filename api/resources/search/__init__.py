"""Search over HTTP: all resources at once, the best first."""

from .view import SearchView

__all__ = ["SearchView"]
