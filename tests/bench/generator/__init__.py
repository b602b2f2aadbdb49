"""An invented dataset of any size, skewed as real ones are; the same seed gives the same rows.

A few actors say most and a few places see most; incidents come in bursts; some last for years and
some dates are vague; bodies, places and episodes form trees; two records in a hundred are drafts.
No name, place or word in it is of the world. The rows meet every constraint and trigger of the
database; ``tests/bench/test_generator.py`` loads some with all of them on.
"""

from .table import Table
from .world import World

__all__ = ["Table", "World"]
