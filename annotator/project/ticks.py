"""How a long job says how far it is, to whoever shows it."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")

Tick = Callable[[int, int], None]
"""Told how many of how many are done."""


def quiet(done: int, total: int) -> None:
    """Tell nobody."""


def counted(items: Iterable[T], total: int, tick: Tick) -> Iterator[T]:
    """The items, each told to `tick` once it was used."""
    for number, item in enumerate(items, 1):
        yield item
        tick(number, total)
