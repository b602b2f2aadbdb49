"""Skewed choice: a few of many are chosen most of the time."""

from collections.abc import Sequence
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")


class Zipf(Generic[T]):
    """Chooses the k-th of some values with a weight of 1/k**skew."""

    def __init__(self, values: Sequence[T], skew: float = 1.0) -> None:
        self.values = values
        self.weights = [*accumulate(1 / rank**skew for rank in range(1, len(values) + 1))]

    def one(self, random: Random) -> T:
        return random.choices(self.values, cum_weights=self.weights)[0]

    def some(self, random: Random, count: int) -> list[T]:
        return random.choices(self.values, cum_weights=self.weights, k=count)


class Weighted(Generic[T]):
    """Chooses among values of given weights."""

    def __init__(self, weights: dict[T, float]) -> None:
        self.values = [*weights]
        self.weights = [*accumulate(weights.values())]

    def one(self, random: Random) -> T:
        return random.choices(self.values, cum_weights=self.weights)[0]
