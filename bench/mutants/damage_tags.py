"""Damage to single tags: group codes, numbers, texts, handles."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from bench.mutants import odd
from bench.mutants.tagged import Tag

Damage = Callable[[list[Tag], Random], None]
_HANDLES = frozenset((5, 105, *range(320, 370)))
_COORDINATES = frozenset((*range(10, 19), *range(20, 29), 110, 120, 111, 121, 112, 122))
_COUNTS = frozenset((*range(60, 80), *range(90, 100), *range(270, 290)))
_CODES = (0, 1, 2, 3, 5, 6, 8, 10, 11, 20, 21, 30, 40, 41, 42, 50, 51, 62, 66, 67, 70, 71, 72, 73)
_MORE_CODES = (90, 91, 92, 93, 97, 100, 102, 210, 220, 230, 310, 330, 999, 1000, 1001, 1070, 9999)


def _some(tags: list[Tag], rng: Random, codes: frozenset[int]) -> list[Tag]:
    """One to a few tags with one of ``codes``."""
    fitting = [tag for tag in tags if tag.number in codes]
    return rng.sample(fitting, min(len(fitting), rng.choice((1, 1, 1, 3, 20))))


def _any(tags: list[Tag], rng: Random) -> Tag:
    return tags[rng.randrange(len(tags))]


def coordinate(tags: list[Tag], rng: Random) -> None:
    for tag in _some(tags, rng, _COORDINATES):
        tag.value = odd.number(rng)


def measure(tags: list[Tag], rng: Random) -> None:
    """Radii, heights, bulges, scales, angles."""
    for tag in _some(tags, rng, frozenset(range(38, 59))):
        tag.value = odd.number(rng)


def count(tags: list[Tag], rng: Random) -> None:
    """Flags and counts, which a reader may trust."""
    for tag in _some(tags, rng, _COUNTS):
        tag.value = odd.number(rng) if rng.random() < 0.5 else b"%d" % rng.randint(-3, 300)


def extrusion(tags: list[Tag], rng: Random) -> None:
    for tag in _some(tags, rng, frozenset((210, 220, 230))):
        tag.value = odd.number(rng)


def handle(tags: list[Tag], rng: Random) -> None:
    """Handles exchanged, doubled, or made up."""
    found = _some(tags, rng, _HANDLES)
    for tag in found:
        other = rng.choice(found)
        if rng.random() < 0.5:
            tag.value, other.value = other.value, tag.value
        else:
            tag.value = rng.choice((other.value, b"0", b"FFFFFFFFFFFFFFFFFF", b"-1", b"xyz", b""))


def text(tags: list[Tag], rng: Random) -> None:
    for tag in _some(tags, rng, frozenset((1, 3, 4, 7, 304))):
        tag.value = odd.text(rng)


def name(tags: list[Tag], rng: Random) -> None:
    """One layer, block or tag renamed where it stands, or wherever it stands."""
    for tag in _some(tags, rng, frozenset((2, 8))):
        fresh, old = odd.text(rng), tag.value
        tag.value = fresh
        if rng.random() < 0.5:
            for same in (t for t in tags if t.value == old):
                same.value = fresh


def code(tags: list[Tag], rng: Random) -> None:
    if rng.random() < 0.2:
        _any(tags, rng).code = odd.number(rng)
    else:
        _any(tags, rng).code = b"%d" % rng.choice(_CODES + _MORE_CODES)


def value(tags: list[Tag], rng: Random) -> None:
    tag, other = _any(tags, rng), _any(tags, rng)
    tag.value = rng.choice((other.value, odd.text(rng), odd.number(rng)))


def delete(tags: list[Tag], rng: Random) -> None:
    for _ in range(min(len(tags), rng.choice((1, 1, 3, 10)))):
        del tags[rng.randrange(len(tags))]


def double(tags: list[Tag], rng: Random) -> None:
    at = rng.randrange(len(tags))
    tags[at:at] = [Tag(t.code, t.value) for t in tags[at : at + 1]] * rng.choice((1, 2, 500))


def swap(tags: list[Tag], rng: Random) -> None:
    one, two = rng.randrange(len(tags)), rng.randrange(len(tags))
    tags[one], tags[two] = tags[two], tags[one]


def insert(tags: list[Tag], rng: Random) -> None:
    fresh = Tag(b"%d" % rng.choice(_CODES + _MORE_CODES), rng.choice((odd.number, odd.text))(rng))
    tags.insert(rng.randrange(len(tags)), fresh)


DAMAGES: tuple[Damage, ...] = (
    coordinate, coordinate, measure, measure, count, count, extrusion, handle, text, text, name,
    code, value, delete, double, swap, insert,
)  # fmt: skip
