"""Shapes of products as points and as areas of the plan, in metres of the model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.shapes import polygons_of
from importers.base import Limits
from importers.ifc.load import MODEL_ERRORS, Entity, Model, library
from importers.ifc.placements import Matrix, Placements, moved
from importers.ifc.refusals import too_many
from importers.ifc.soundness import is_sound
from importers.ifc.values import attribute, is_a, several, text
from importers.issues import ImportRefused

#: The first of these that a product has is its shape.
IDENTIFIERS = ("Body", "Facetation", "Tessellation", "Body-FallBack", "FootPrint", "Box")
#: Copies of copies of copies: nobody goes deeper than this.
MAPPED_DEPTH = 8
BOOLEAN_DEPTH = 100
GRID_M = 0.0001
STRAIGHT_M = 0.0005  # a corner that lies less beside its neighbours' line is none
FLAT_M2 = 1e-8
#: With more triangles than these an area is drawn as the hull of its points.
TRIANGLES = 20_000
_FACETS = ("IfcFacetedBrep", "IfcFaceBasedSurfaceModel", "IfcShellBasedSurfaceModel")


_T = TypeVar("_T")


class ShapeError(ValueError):
    """A product without a shape that can be read."""


@dataclass(frozen=True, slots=True)
class Mesh:
    """Corners (n, 3) in metres, triangles of them, and edges where there are no triangles."""

    points: Matrix
    triangles: NDArray[np.int64]
    edges: NDArray[np.int64]


class Shapes:
    """Shapes of one model. ``stretch`` corrects a unit that the file tells wrongly."""

    def __init__(
        self, model: Model, placements: Placements, stretch: float, limits: Limits
    ) -> None:
        self.placements = placements
        self._model = model
        self._stretch = stretch
        self._limits = limits
        self._points = 0
        self._meshes: dict[tuple[int, bool], Mesh] = {}
        self._ifc = library()
        self._settings = {exact: self._made(exact) for exact in (False, True)}

    def has_shape(self, product: Entity) -> bool:
        """Whether a product says anything of its shape."""
        return _representation(product) is not None

    def matrix(self, product: Entity) -> Matrix:
        """From a product's own axes to the model's; raises ``ShapeError``."""
        return self._guarded(lambda: self.placements.of(product))

    def area(self, product: Entity, *, exact: bool = False) -> BaseGeometry:
        """What a product covers in the plan; raises ``ShapeError``.

        ``exact`` also cuts off what its author cut off, which takes long and rarely shows.
        """
        return self._guarded(lambda: self._area(product, exact))

    def local_box(self, product: Entity) -> tuple[Matrix, Matrix]:
        """The least and the most of the product's points in its own axes; raises ``ShapeError``."""
        return self._guarded(lambda: self._box(product))

    def _guarded(self, made: Callable[[], _T]) -> _T:
        try:
            return made()
        except (ImportRefused, MemoryError, ShapeError):
            raise
        except MODEL_ERRORS as error:
            raise ShapeError from error

    def _area(self, product: Entity, exact: bool) -> BaseGeometry:
        matrix = self.placements.of(product)
        flat = [
            _flat(Mesh(moved(mesh.points, matrix), mesh.triangles, mesh.edges))
            for mesh in self._meshes_of(_representation(product), exact, 0)
        ]
        whole = shapely.union_all([shape for shape in flat if not shape.is_empty])
        whole = shapely.simplify(whole, STRAIGHT_M)
        if not polygons_of(whole):
            raise ShapeError
        return whole

    def _box(self, product: Entity) -> tuple[Matrix, Matrix]:
        meshes = self._meshes_of(_representation(product), False, 0, outline=True)
        points = [mesh.points for mesh in meshes if len(mesh.points)]
        if not points:
            raise ShapeError
        every = np.concatenate(points)
        return every.min(axis=0), every.max(axis=0)

    def _meshes_of(
        self, representation: Entity | None, exact: bool, depth: int, outline: bool = False
    ) -> list[Mesh]:
        if representation is None or depth > MAPPED_DEPTH:
            raise ShapeError
        found: list[Mesh] = []
        for item in several(representation, "Items"):
            if is_a(item, "IfcMappedItem"):
                source = attribute(attribute(item, "MappingSource"), "MappedRepresentation")
                matrix = self.placements.mapped(item)
                found += [
                    Mesh(moved(mesh.points, matrix), mesh.triangles, mesh.edges)
                    for mesh in self._meshes_of(source, exact, depth + 1, outline)
                ]
            elif outline and is_a(item, *_FACETS):
                found.append(Mesh(self._corners(item), _NONE, _NONE))
            else:
                found.append(self._mesh(item, exact))
        return found

    def _corners(self, item: Entity) -> Matrix:
        """The corners of faces without what lies between: all that a box needs."""
        shells = [s for name in ("Outer", "FbsmFaces", "SbsmBoundary") for s in several(item, name)]
        corners = {
            corner.id(): corner.Coordinates
            for shell in shells
            for face in shell.CfsFaces
            for bound in face.Bounds
            for corner in bound.Bound.Polygon
        }
        self._count(len(corners))
        scale = self.placements.unit_m
        return np.array(list(corners.values()), dtype=np.float64).reshape(-1, 3) * scale

    def _mesh(self, item: Entity, exact: bool) -> Mesh:
        key = (int(item.id()), exact)
        if key not in self._meshes:
            _check_depth(item, BOOLEAN_DEPTH)
            if not is_sound(self._model, item):
                raise ShapeError
            made = self._ifc.geom.create_shape(self._settings[exact], item)
            points = np.array(made.verts, dtype=np.float64).reshape(-1, 3) * self._stretch
            self._count(len(points))
            if not np.isfinite(points).all():
                raise ShapeError
            triangles = np.array(made.faces, dtype=np.int64).reshape(-1, 3)
            edges = np.array(made.edges, dtype=np.int64).reshape(-1, 2)
            self._meshes[key] = Mesh(points, triangles, edges)
        return self._meshes[key]

    def _count(self, points: int) -> None:
        self._points += points
        if self._points > self._limits.points:
            raise too_many()

    def _made(self, exact: bool) -> Any:
        settings = self._ifc.geom.settings()
        settings.set("disable-boolean-result", not exact)
        settings.set("no-normals", True)
        return settings


_NONE: NDArray[np.int64] = np.zeros((0, 3), dtype=np.int64)


def _representation(product: Entity) -> Entity | None:
    told = several(attribute(product, "Representation"), "Representations")
    named = {text(one, "RepresentationIdentifier"): one for one in reversed(told)}
    for identifier in IDENTIFIERS:
        if identifier in named:
            return named[identifier]
    return told[0] if len(told) == 1 else None


def _check_depth(item: Entity, depth: int) -> None:
    """Raise ``ShapeError`` for solids cut by solids cut by solids, in circles or without end."""
    if depth <= 0:
        raise ShapeError
    for name in ("FirstOperand", "SecondOperand", "TreeRootExpression"):
        operand = attribute(item, name)
        if operand is not None:
            _check_depth(operand, depth - 1 if name != "SecondOperand" else depth // 2)


def _flat(mesh: Mesh) -> BaseGeometry:
    """The area below the triangles; without any, what the edges enclose."""
    plan = mesh.points[:, :2]
    if len(mesh.triangles) == 0:
        lines = shapely.linestrings(plan[mesh.edges]) if len(mesh.edges) else []
        return shapely.union_all(shapely.get_parts(shapely.polygonize(list(lines))))
    if len(mesh.triangles) > TRIANGLES:
        return shapely.convex_hull(shapely.multipoints(plan))
    corners = plan[mesh.triangles]
    one, two = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    wide = np.abs(one[:, 0] * two[:, 1] - one[:, 1] * two[:, 0]) > FLAT_M2
    rings = corners[wide][:, [0, 1, 2, 0]]
    return shapely.union_all(shapely.polygons(rings), grid_size=GRID_M)


def joined(shapes: Sequence[BaseGeometry], gap_m: float) -> BaseGeometry:
    """Shapes that lie less than ``gap_m`` apart as one."""
    grown = shapely.union_all([s.buffer(gap_m / 2, join_style="mitre") for s in shapes])
    return grown.buffer(-gap_m / 2, join_style="mitre")
