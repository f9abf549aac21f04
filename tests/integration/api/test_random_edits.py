"""Whatever people do to a draft: no crash, pages keep up, and what comes of it can be published."""

from __future__ import annotations

from datetime import datetime
from random import Random
from typing import Any
from uuid import UUID

import pytest
from shapely import box
from shapely.geometry import shape

from floorplans.database import Database
from tests.support.drafts import make_draft, make_draft_desk, make_draft_room, stage_draft
from tests.support.web import Client, World

SEEDS = range(12)
STEPS = 16
PLACES = ("desk", "parking", "locker")


class Page:
    """A studio that does something, and keeps its plan by the answers alone."""

    def __init__(self, client: Client, plan_id: UUID, seed: int) -> None:
        self._client, self._path, self._random = client, f"/plans/{plan_id}", Random(seed)
        self.number = 0
        self.spaces = self.loaded()

    def loaded(self) -> dict[str, Any]:
        document = self._client.get(f"{self._path}/draft").json
        return {feature["id"]: feature for feature in document["spaces"]["features"]}

    def step(self) -> None:
        if self._random.random() < 0.25:
            body: dict[str, Any] = {}
            path = f"{self._path}/edits/{self._random.choice(['undo', 'undo', 'redo'])}"
        else:
            body, path = {"action": self._action()}, f"{self._path}/edits"
        answer = self._client.post(path, json={"after": self.number, **body})
        assert answer.status_code in (200, 409, 422), (body, answer.json)
        if answer.status_code == 200:
            self._keep(answer.json)

    def _keep(self, answer: dict[str, Any]) -> None:
        self.number = answer["number"]
        for key in answer["removed"]:
            del self.spaces[key]
        assert all(feature["id"] in self.spaces for feature in answer["changed"])
        assert not any(feature["id"] in self.spaces for feature in answer["added"])
        self.spaces |= {each["id"]: each for each in (*answer["changed"], *answer["added"])}

    def _action(self) -> dict[str, Any]:
        pick = self._random.choice
        kind = pick([*PLACES, "room", "booth", "area"])
        category = kind if kind in PLACES else pick(["office", "conferenceroom", "unspecified"])
        at = self._at()
        across = [[at["x"] - 9, at["y"] + 1], [at["x"] + 9, at["y"] - 1]]
        words = pick(["", "A", "Desk 1", " \u00fc  1"])
        return pick(
            [
                {"do": "change", "spaces": self._some(), "number": words},
                {"do": "change", "spaces": self._some(), "name": words, "capacity": 3},
                {"do": "change", "spaces": self._some(), "kind": kind, "category": category},
                {"do": "renumber", "spaces": self._some(), "pattern": "A-{}", "digits": 2},
                {"do": "draw", "kind": kind, "category": category, "ring": self._ring()},
                {"do": "delete", "spaces": [at]},
                {"do": "move", "spaces": self._some(), "dx": self._way(), "dy": self._way()},
                {"do": "turn", "spaces": self._some(), "degrees": self._way() * 60},
                {
                    "do": "repeat",
                    "space": at,
                    "columns": 2,
                    "rows": 2,
                    "dx": 2,
                    "dy": 0,
                    "row_dy": 2,
                },
                {"do": "merge", "spaces": [at, *self._some()]},
                {"do": "split", "space": at, "line": across},
                {"do": "split", "space": at, "line": self._ring()},
                {"do": "draw_zone", "name": pick("AB"), "ring": self._ring()},
                {"do": "delete_zone", "name": pick("AB")},
            ]
        )

    def _at(self) -> dict[str, Any]:
        """A point in one of the spaces there are, if there is any."""
        if not self.spaces:
            return {"kind": "room", "x": 1.0, "y": 1.0}
        feature = self._random.choice(list(self.spaces.values()))
        inside = shape(feature["geometry"]).representative_point()
        return {"kind": feature["properties"]["kind"], "x": inside.x, "y": inside.y}

    def _some(self) -> list[dict[str, Any]]:
        return [self._at() for _ in range(self._random.randint(1, 3))]

    def _way(self) -> float:
        return self._random.uniform(-5, 5)

    def _ring(self) -> list[list[float]]:
        x, y = self._random.uniform(0, 18), self._random.uniform(0, 10)
        square = [[x, y], [x + 3, y], [x + 3, y + 2], [x, y + 2]]
        wild = [[x + self._way(), y + self._way()] for _ in range(self._random.randint(3, 7))]
        return self._random.choice([square, wild])


@pytest.mark.parametrize("seed", SEEDS)
def test_a_page_keeps_up_and_the_plan_can_be_published(
    facility: Client, db: Database, world: World, now: datetime, seed: int
) -> None:
    rooms = [make_draft_room("1", "Den"), make_draft_room("2", None, polygon=box(10.2, 0, 15, 6))]
    desks = [make_draft_desk("1", 2, 2), make_draft_desk(None, 5, 2)]
    plan = make_draft(rooms=rooms, desks=desks)
    made = stage_draft(db, world.facility, world.floor_id, plan, now)
    page = Page(facility, made, seed)
    for _ in range(STEPS):
        page.step()
    assert page.loaded() == page.spaces
    assert page.number > 0
    published = facility.post(f"/plans/{made}/publish")
    if page.spaces:
        assert published.status_code == 200, published.json
        floor = facility.get(f"/floors/{world.floor_id}/spaces.geojson").json
        assert len(floor["features"]) == len(page.spaces)
    else:
        assert published.json["code"] == "no_spaces"
