"""Whatever is drawn, the answer is valid shapes and findings, never an exception."""

from __future__ import annotations

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from importers.dxf.scene import Arc, Filled, Insertion, Scene, Stroke, Text
from importers.dxf.understand import understand
from importers.profile import Profile
from importers.roles import BlockRole, LayerRole
from tests.support.scenes import make_roles

LAYERS = [role.value for role in LayerRole]
BLOCKS = [role.value for role in BlockRole]
# Whole and half metres, so that points coincide, lines overlap and rings collapse.
places = st.integers(-12, 12).map(lambda k: k / 2)
points = st.lists(st.tuples(places, places), min_size=1, max_size=7).map(
    lambda p: np.array(p, dtype=np.float64)
)
insertion = st.one_of(st.none(), st.integers(0, 3))
arcs = st.one_of(
    st.none(),
    st.builds(
        Arc, places, places, st.sampled_from([0.0, 0.9, 5.0]), st.just(0.0), st.floats(0, 360)
    ),
)
strokes = st.builds(
    Stroke,
    points,
    st.booleans(),
    st.sampled_from(["line", "polyline", "arc", "circle", "spline"]),
    st.sampled_from(LAYERS),
    st.just("1F"),
    insertion,
    arcs,
)
fills = st.builds(
    Filled,
    st.lists(points, max_size=3).map(tuple),
    st.booleans(),
    st.sampled_from(LAYERS),
    st.none(),
    insertion,
)
texts = st.builds(
    Text,
    st.sampled_from(
        ["101", "Office", "1.07 Besprechung\n12 m\u00b2", "", "\n", "D-1", "a\nb\nc\nd"]
    ),
    places,
    places,
    places,
    places,
    st.sampled_from([0.0, 0.2]),
    st.just(1.0),
    st.just(0.0),
    st.sampled_from(LAYERS),
    st.none(),
    insertion,
    st.sampled_from([None, "NAME", "ROOM_NO"]),
)
matrices = st.sampled_from(
    [
        (1.0, 0.0, 0.0, 1.0, 2.0, 1.0),
        (-1.0, 0.0, 0.0, 1.0, 0.0, 0.0),
        (0.0, 2.0, -1.0, 0.0, 3.0, 3.0),
        (0.0, 0.0, 0.0, 0.0, 1.0, 1.0),
        (1.0, 0.0, 1.0, 0.0, 1.0, 1.0),
    ]
)
insertions = st.lists(
    st.builds(
        Insertion,
        st.sampled_from(BLOCKS),
        st.sampled_from(LAYERS),
        st.none(),
        matrices,
        st.none(),
        st.just((("DESK_NO", "7"), ("MONITOR", "yes"))),
    ),
    min_size=4,
    max_size=4,
)
scenes = st.builds(
    lambda s, f, t, i: Scene("AC1032", strokes=s, fills=f, texts=t, insertions=i),
    st.lists(strokes, max_size=25),
    st.lists(fills, max_size=3),
    st.lists(texts, max_size=6),
    insertions,
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(scenes)
def test_any_scene_gives_valid_shapes_and_unique_labels(scene):
    layers = make_roles({name: name for name in LAYERS})
    blocks = make_roles({name: name for name in BLOCKS})
    found = understand(scene, layers, blocks, Profile())
    shaped = (*found.rooms, *found.desks, *found.parking, *found.connectors, *found.zones)
    assert all(part.polygon.is_valid and not part.polygon.is_empty for part in shaped)
    assert len({desk.label for desk in found.desks}) == len(found.desks)
    assert "PART_NOT_UNDERSTOOD" not in {issue.code for issue in found.issues}
