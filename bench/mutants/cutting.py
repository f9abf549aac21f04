"""A small piece of a drawing that stays a drawing: some entities side by side and their blocks.

Small files make many mutants in little time, and a change of one tag in them is a change of
something.
"""

from __future__ import annotations

from collections import defaultdict

from bench.mutants.tagged import Tag, join, section_of, split

#: What a reader asks the header for.
_VARIABLES = frozenset(
    {b"$ACADVER", b"$DWGCODEPAGE", b"$INSUNITS", b"$MEASUREMENT", b"$LUNITS", b"$HANDSEED"}
)
#: Blocks that every file has, and entries that others rely on.
_SHEETS = (b"*Model_Space", b"*Paper_Space", b"*MODEL_SPACE", b"*PAPER_SPACE")
_ALWAYS = frozenset((*_SHEETS, b"Standard", b"STANDARD", b"ByBlock", b"ByLayer", b"Continuous"))
_ALWAYS_TOO = frozenset((b"CONTINUOUS", b"BYLAYER", b"BYBLOCK", b"0", b"ACAD", b"*Active"))

_Entity = list[Tag]


def cut_out(raw: bytes, count: int, weight: int, start: float = 0.5) -> bytes:
    """About ``count`` entities of the ASCII DXF ``raw``, the nearest to one of them.

    ``start`` (0 to 1) says which one, in the order of the file; with their blocks they have at most
    ``weight`` tags.
    """
    tags = split(raw)
    entities = _entities(tags[slice(*section_of(tags, b"ENTITIES"))])
    blocks = _blocks(tags[slice(*section_of(tags, b"BLOCKS"))])
    chosen = _nearest(entities, start)
    kept: list[_Entity] = []
    used: set[bytes] = set()
    spent = 0
    for entity in chosen:
        more = _reached(entity, blocks) - used
        cost = len(entity) + sum(len(blocks[name]) for name in more)
        if spent + cost <= weight:
            kept.append(entity)
            used |= more
            spent += cost
        if len(kept) == count:
            break
    body = [tag for entity in kept for tag in entity]
    wanted = used | {name for name in blocks if name in _SHEETS}
    defined = [tag for name in blocks if name in wanted for tag in blocks[name]]
    parts = (
        (b"HEADER", _header(tags[slice(*section_of(tags, b"HEADER"))])),
        (b"TABLES", _tables(tags[slice(*section_of(tags, b"TABLES"))], body + defined, wanted)),
        (b"BLOCKS", defined),
        (b"ENTITIES", body),
    )
    whole = [tag for name, part in parts if part for tag in _framed(name, part)]
    return join([*whole, Tag(b"0", b"EOF")])


def _framed(name: bytes, part: list[Tag]) -> list[Tag]:
    return [Tag(b"0", b"SECTION"), Tag(b"2", name), *part, Tag(b"0", b"ENDSEC")]


def _entities(tags: list[Tag]) -> list[_Entity]:
    """Entities with their vertices or attributes, each as one."""
    found: list[_Entity] = []
    followed = False
    for tag in tags:
        if tag.code == b"0" and not (followed and tag.value in {b"VERTEX", b"ATTRIB", b"SEQEND"}):
            found.append([])
            followed = tag.value in {b"POLYLINE", b"INSERT"}
        if found:
            found[-1].append(tag)
    return found


def _blocks(tags: list[Tag]) -> dict[bytes, _Entity]:
    """Definitions from BLOCK to the tags of ENDBLK, by name."""
    found: dict[bytes, _Entity] = {}
    current: _Entity = []
    for tag in tags:
        if tag.code == b"0" and tag.value == b"BLOCK":
            current = []
        current.append(tag)
        if (
            tag.number == 2
            and current[0].value == b"BLOCK"
            and not any(current is block for block in found.values())
        ):
            found.setdefault(tag.value, current)
    return found


def _reached(entity: _Entity, blocks: dict[bytes, _Entity]) -> set[bytes]:
    """Names of all blocks that an entity draws."""
    reached: set[bytes] = set()
    waiting = [entity]
    while waiting:
        for tag in waiting.pop():
            if tag.number == 2 and tag.value in blocks and tag.value not in reached:
                reached.add(tag.value)
                waiting.append(blocks[tag.value])
    return reached


def _nearest(entities: list[_Entity], start: float) -> list[_Entity]:
    placed = [(place, e) for e in entities if (place := _place(e)) is not None]
    if not placed:
        return entities
    (x, y), _ = placed[int(start * (len(placed) - 1))]
    placed.sort(key=lambda item: abs(item[0][0] - x) + abs(item[0][1] - y))
    return [entity for _, entity in placed]


def _place(entity: _Entity) -> tuple[float, float] | None:
    try:
        x = next(float(tag.value) for tag in entity if tag.number == 10)
        return x, next(float(tag.value) for tag in entity if tag.number == 20)
    except (StopIteration, ValueError):
        return None


def _header(tags: list[Tag]) -> list[Tag]:
    kept: list[Tag] = []
    keep = False
    for tag in tags:
        if tag.number == 9:
            keep = tag.value in _VARIABLES
        if keep:
            kept.append(tag)
    return kept


def _tables(tags: list[Tag], used_by: list[Tag], blocks: set[bytes]) -> list[Tag]:
    """The tables with the entries that are used."""
    names = {tag.value for tag in used_by if tag.number in {6, 7, 8}} | blocks
    names |= _ALWAYS | _ALWAYS_TOO
    records: list[_Entity] = []
    for tag in tags:
        if tag.code == b"0":
            records.append([])
        if records:
            records[-1].append(tag)
    kept = [r for r in records if r[0].value in {b"TABLE", b"ENDTAB"} or _name(r) in names]
    return [tag for record in kept for tag in record]


def _name(record: _Entity) -> bytes:
    return next((tag.value for tag in record if tag.number == 2), b"")


def kinds(raw: bytes) -> dict[str, int]:
    """How many entities of each kind a drawing holds, to tell what a source is good for."""
    counts: dict[str, int] = defaultdict(int)
    tags = split(raw)
    for entity in _entities(tags[slice(*section_of(tags, b"ENTITIES"))]):
        counts[entity[0].value.decode("latin-1")] += 1
    return dict(counts)
