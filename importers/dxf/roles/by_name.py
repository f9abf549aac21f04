"""Looks a name up in the dictionaries."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from importers.dxf.names import is_demolition, plain, words_of
from importers.dxf.roles.block_words import BLOCK_WORDS
from importers.dxf.roles.layer_words import (
    LABEL_ENDINGS,
    LAYER_PATTERNS,
    LAYER_WORDS,
    NOT_ROOMS,
)
from importers.roles import BlockRole, LayerRole


class Guess(NamedTuple):
    """A role and the word of the name that it was found by."""

    role: str
    word: str


#: Chinese and Japanese, whose words stand in longer ones, since nothing parts them.
_UNPARTED = re.compile("[\u3040-\u30ff\u3400-\u9fff]")


class _Dictionary:
    """Words and beginnings of words, in the order of their roles."""

    def __init__(self, entries: tuple[tuple[str, str], ...]) -> None:
        self._whole: dict[str, tuple[int, str]] = {}
        self._beginnings: list[tuple[str, int, str]] = []
        self._parts: list[tuple[str, int, str]] = []
        for rank, (role, words) in enumerate(entries):
            for word in words.split():
                if word.endswith("*"):
                    self._beginnings.append((word[:-1], rank, role))
                elif _UNPARTED.match(word):
                    self._parts.append((word, rank, role))
                else:
                    self._whole.setdefault(word, (rank, role))

    def find(self, words: tuple[str, ...]) -> Guess | None:
        hits: list[tuple[int, str, str]] = []
        for word in words:
            if word in self._whole:
                hits.append((*self._whole[word], word))
            hits.extend(
                (rank, role, word)
                for start, rank, role in self._beginnings
                if word.startswith(start)
            )
            if not word.isascii():
                hits.extend((rank, role, part) for part, rank, role in self._parts if part in word)
        if not hits:
            return None
        _, role, word = min(hits, key=lambda hit: hit[0])
        return Guess(role, word)


_LABELS_OF = {
    LayerRole.DESK: LayerRole.DESK_LABEL,
    LayerRole.FURNITURE: LayerRole.DESK_LABEL,
    LayerRole.PARKING: LayerRole.DESK_LABEL,
    LayerRole.ZONE: LayerRole.ZONE_LABEL,
}
_LAYERS = _Dictionary(tuple((role.value, words) for role, words in LAYER_WORDS))
_BLOCKS = _Dictionary(tuple((role.value, words) for role, words in BLOCK_WORDS))


@cache
def layer_by_name(name: str) -> Guess | None:
    """What a layer of this name usually holds, None if the name says nothing."""
    if is_demolition(name):
        return Guess(LayerRole.IGNORE, "demolition or not built yet")
    for role, pattern, word in LAYER_PATTERNS:
        if re.search(pattern, plain(name)):
            return Guess(role, word)
    words = words_of(name)
    guess = _LAYERS.find(words)
    if guess is not None and guess.role == LayerRole.ROOM_LABEL:
        return Guess(_labelled_by(words), guess.word)
    return guess or _labels_in_one_word(words)


def _labels_in_one_word(words: tuple[str, ...]) -> Guess | None:
    for word in words:
        for ending in LABEL_ENDINGS:
            start = (word.removesuffix(ending),)
            if word.endswith(ending) and _LAYERS.find(start) is not None:
                return Guess(_labelled_by(start), word)
    return None


def _labelled_by(words: tuple[str, ...]) -> LayerRole:
    """What the texts of a label layer stand beside, by the other words of its name."""
    if NOT_ROOMS.intersection(words):
        return LayerRole.IGNORE
    rest = tuple(word for word in words if _is_no_label(word))
    other = _LAYERS.find(rest)
    return (
        _LABELS_OF.get(LayerRole(other.role), LayerRole.ROOM_LABEL)
        if other
        else (LayerRole.ROOM_LABEL)
    )


def _is_no_label(word: str) -> bool:
    guess = _LAYERS.find((word,))
    return guess is None or guess.role != LayerRole.ROOM_LABEL


@cache
def block_by_name(name: str) -> Guess | None:
    """What a block of this name usually is, None if the name says nothing."""
    if is_demolition(name):
        return Guess(BlockRole.IGNORE, "demolition or not built yet")
    return _BLOCKS.find(words_of(name))
