"""Desks among the furniture: by what they are called, turned towards their chair."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from shapely import Point, Polygon
from shapely.geometry.base import BaseGeometry

from geo.shapes import oriented_box
from importers.dxf.roles.by_name import block_by_name
from importers.geographic.properties import label_in
from importers.geographic.things import Kind, Thing
from importers.ifc.load import Entity
from importers.ifc.placements import moved, turn_deg
from importers.ifc.shapes import ShapeError, Shapes
from importers.ifc.values import attribute, properties_of, text, type_of
from importers.roles import BlockRole, LayerRole

#: A chair further from the edge of a desk stands at another one.
CHAIR_M = 0.6
SEAT_M = 0.4  # from the edge of a desk to who sits there
FLAT_M = 0.05
LABELS = ("mark", "number", "desk number", "desk", "label", "kennzeichen", "inventory number")
NAME_CHARS = 60
LABEL_CHARS = 20
_PREDEFINED = {"DESK": BlockRole.DESK, "WORKSURFACE": BlockRole.DESK, "CHAIR": BlockRole.CHAIR}
_ROLES = {BlockRole.DESK: LayerRole.DESK, BlockRole.PARKING: LayerRole.PARKING}


@dataclass(frozen=True, slots=True)
class Furniture:
    """A piece with its own axes: ``thing`` is what it is for the floor."""

    thing: Thing
    is_chair: bool
    turn_deg: float


def piece_of(element: Entity, shapes: Shapes) -> Furniture:
    """A piece of furniture, as large as its box; raises ``ShapeError``."""
    low, high = shapes.local_box(element)
    matrix = shapes.matrix(element)
    size = high - low
    if min(size[0], size[1]) < FLAT_M:
        raise ShapeError
    corners = [(low[0], low[1]), (high[0], low[1]), (high[0], high[1]), (low[0], high[1])]
    plan = moved(np.array([(x, y, low[2]) for x, y in corners]), matrix)[:, :2]
    role = _role(element)
    family = _family(element)
    thing = Thing(
        layer=f"{element.is_a()}: {family}" if family else element.is_a(),
        kind=Kind(_ROLES.get(role, LayerRole.FURNITURE) if role else LayerRole.FURNITURE),
        shape=Polygon(plan),
        handle=text(element, "GlobalId"),
        number=_label(element) if role in _ROLES else None,
    )
    return Furniture(thing, role is BlockRole.CHAIR, turn_deg(matrix))


def things_of(pieces: Sequence[Furniture], rooms: Sequence[BaseGeometry]) -> list[Thing]:
    """The pieces as things; people sit at the chair of a desk, else at its front, towards -y.

    Where a wall is right at the front, they sit at its back.
    """
    chairs = [
        np.array((piece.thing.shape.centroid.x, piece.thing.shape.centroid.y))
        for piece in pieces
        if piece.is_chair
    ]
    return [
        replace(piece.thing, bearing_deg=-_seat_turn(piece, chairs, rooms) % 360.0)
        if piece.thing.kind.role is LayerRole.DESK
        else piece.thing
        for piece in pieces
    ]


def _seat_turn(
    piece: Furniture, chairs: Sequence[NDArray[np.float64]], rooms: Sequence[BaseGeometry]
) -> float:
    """The turn of the desk whose seat is at its bottom; by its chair in steps of 90 degrees."""
    box = oriented_box(piece.thing.shape)
    if box is None:
        return piece.turn_deg
    if not chairs:
        return _free_side(piece, rooms)
    middle = np.array((box.x, box.y))
    away = [
        (float(piece.thing.shape.distance(Point(chair))), index)
        for index, chair in enumerate(chairs)
    ]
    distance, nearest = min(away)
    if distance > CHAIR_M:
        return _free_side(piece, rooms)
    radians = np.radians(-piece.turn_deg)
    dx, dy = chairs[nearest] - middle
    x = float(np.cos(radians) * dx - np.sin(radians) * dy)
    y = float(np.sin(radians) * dx + np.cos(radians) * dy)
    length, width = _own_size(piece)
    if abs(x) / length > abs(y) / width:
        return (piece.turn_deg + (90.0 if x > 0 else 270.0)) % 360.0
    return (piece.turn_deg + (180.0 if y > 0 else 0.0)) % 360.0


def _free_side(piece: Furniture, rooms: Sequence[BaseGeometry]) -> float:
    """The turn of a desk whose seat is at its front, or behind it where only there is room."""
    middle = piece.thing.shape.centroid
    home = next((room for room in rooms if room.contains(middle)), None)
    if home is None:
        return piece.turn_deg
    turn = math.radians(piece.turn_deg)
    away = _own_size(piece)[1] / 2 + SEAT_M
    dx, dy = math.sin(turn) * away, -math.cos(turn) * away
    front, back = Point(middle.x + dx, middle.y + dy), Point(middle.x - dx, middle.y - dy)
    if home.contains(back) and not home.contains(front):
        return (piece.turn_deg + 180.0) % 360.0
    return piece.turn_deg


def _own_size(piece: Furniture) -> tuple[float, float]:
    ring = np.array(piece.thing.shape.exterior.coords)
    return float(np.hypot(*(ring[1] - ring[0]))), float(np.hypot(*(ring[2] - ring[1])))


def _role(element: Entity) -> BlockRole | None:
    kind = type_of(element)
    for one in (element, kind):
        told = attribute(one, "PredefinedType")
        if told in _PREDEFINED:
            return _PREDEFINED[told]
    names = (text(kind, "Name"), text(element, "ObjectType"), text(element, "Name"))
    for name in (*names, text(kind, "ElementType")):
        guess = block_by_name(name) if name else None
        if guess is not None:
            return BlockRole(guess.role)
    return None


def _family(element: Entity) -> str | None:
    """What pieces of one make are called; programs put sizes and numbers behind a colon."""
    kind = type_of(element)
    name = text(kind, "Name") or text(element, "ObjectType") or text(element, "Name")
    return name.split(":")[0].strip()[:NAME_CHARS] or None if name else None


def _label(element: Entity) -> str | None:
    """What people call the place; the names that programs give to every piece are none."""
    told = properties_of(element)
    named = next((v for key in LABELS if (v := label_in(told.get(key)))), None)
    if named is not None:
        return named[:LABEL_CHARS]
    own = text(element, "Name")
    kind = type_of(element)
    if own is None or own in {text(kind, "Name"), text(element, "ObjectType")}:
        return None
    is_label = len(own) <= LABEL_CHARS and re.search(r"\d", own) and ":" not in own
    return own if is_label else None
