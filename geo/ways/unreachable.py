"""Which places nobody of a kind can reach, where they are, and what is in the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components

from geo.ways.graph import NO_NODE
from geo.ways.network import Network, network_of
from geo.ways.profiles import Profile
from geo.ways.site import NOTHING_CLOSED, Closed, Site

Why = Literal[
    "no_ground",
    "no_room_to_turn",
    "closed",
    "door_width_unknown",
    "door_too_narrow",
    "steps",
    "steps_and_doors",
    "no_way",
]


@dataclass(frozen=True, slots=True)
class Unreachable:
    """A place that cannot be reached. ``at`` is where one would stand; None without ground."""

    floor: int
    place: int
    why: Why
    at: tuple[float, float] | None


def unreachable(
    site: Site, profile: Profile, closed: Closed = NOTHING_CLOSED
) -> tuple[Unreachable, ...]:
    """The places that cannot be reached from the street, in order of floor and place.

    "no_ground": nobody can stand before it; "no_way": it would not be reached even with all doors
    wide and all steps gone. Where no door leads outside, what hangs together with the most places
    counts as reached.
    """
    starts = entrances(site)
    reached = _reached(network_of(site, profile, closed), starts)
    wide = replace(profile, least_clear_m=0.0)
    any_steps = replace(profile, stairs=True, escalators=True)
    eased: list[tuple[Why, NDArray[np.bool_]]] = [
        ("closed", _reached(network_of(site, profile), starts)),
        ("door_width_unknown", _reached(_known(site, profile), starts)),
        ("door_too_narrow", _reached(network_of(site, wide), starts)),
        ("steps", _reached(network_of(site, any_steps), starts)),
        (
            "steps_and_doors",
            _reached(network_of(site, replace(any_steps, least_clear_m=0.0)), starts),
        ),
    ]
    found = []
    for number, floor in enumerate(site.floors):
        for place, node in enumerate(site.place_nodes(number).tolist()):
            why = _why(node, bool(floor.can_turn[place]), profile, reached, eased)
            if why is not None:
                at = None if node == NO_NODE else (float(site.at[node, 0]), float(site.at[node, 1]))
                found.append(Unreachable(number, place, why, at))
    return tuple(found)


def _why(
    node: int,
    can_turn: bool,
    profile: Profile,
    reached: NDArray[np.bool_],
    eased: Sequence[tuple[Why, NDArray[np.bool_]]],
) -> Why | None:
    if node == NO_NODE:
        return "no_ground"
    if reached[node]:
        return "no_room_to_turn" if profile.turn_m > 0 and not can_turn else None
    return next((why for why, there in eased if there[node]), "no_way")


def entrances(site: Site) -> list[int]:
    """The nodes inside the doors that lead outside; without any, one of the largest part."""
    nodes = []
    for number, floor in enumerate(site.floors):
        inside = floor.ways.door_nodes[floor.outside].ravel()
        nodes += [int(node + site.begins[number]) for node in inside.tolist() if node != NO_NODE]
    if nodes:
        return sorted(set(nodes))
    return []


def _known(site: Site, profile: Profile) -> Network:
    """As if every door of unknown width were wide enough."""
    clear = np.where(np.isnan(site.clear_m), np.float32(np.inf), site.clear_m)
    return network_of(replace(site, clear_m=clear), profile)


def _reached(network: Network, starts: Sequence[int]) -> NDArray[np.bool_]:
    site = network.site
    if starts:
        # A stand at the door itself needs no edge to be reached.
        reached: NDArray[np.bool_] = np.isfinite(network.times(starts).min(axis=0))
        return reached
    _, part = connected_components(network.matrix, directed=True, connection="strong")
    places = [site.place_nodes(n) for n in range(len(site.floors))]
    nodes = np.concatenate(places) if places else np.empty(0, dtype=int)
    nodes = nodes[nodes != NO_NODE]
    if not len(nodes):
        return np.zeros(len(site.at), dtype=bool)
    together: NDArray[np.bool_] = np.equal(part, np.bincount(part[nodes]).argmax())
    return together
