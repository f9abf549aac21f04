"""Damage to entities, blocks, tables and sections, and to all coordinates together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from random import Random

from bench.mutants import odd
from bench.mutants.tagged import Tag, records, section_of

Damage = Callable[[list[Tag], Random], None]
_KINDS = (
    b"LINE", b"LWPOLYLINE", b"ARC", b"CIRCLE", b"POLYLINE", b"VERTEX", b"SEQEND", b"ELLIPSE",
    b"SPLINE", b"HELIX", b"SOLID", b"3DFACE", b"INSERT", b"ATTRIB", b"ATTDEF", b"TEXT", b"MTEXT",
    b"HATCH", b"MPOLYGON", b"MLINE", b"DIMENSION", b"LEADER", b"MULTILEADER", b"VIEWPORT", b"MESH",
    b"IMAGE", b"WIPEOUT", b"3DSOLID", b"REGION", b"ACAD_PROXY_ENTITY", b"BLOCK", b"ENDBLK",
    b"LAYER", b"TABLE", b"ENDTAB", b"SECTION", b"ENDSEC", b"EOF", b"DICTIONARY", b"", b"XYZ",
)  # fmt: skip
_EXTRUSIONS = (
    (0, 0, -1),
    (0, 0, 0),
    (1, 0, 0),
    (0, 1, 0),
    (1e-9, 0, 1),
    (0.6, 0, 0.8),
    (1e300, 0, 0),
)
_BULGES = (b"1", b"-1", b"1e-8", b"1e8", b"1e300", b"nan", b"0.4142", b"-1e-300", b"50")
#: Coordinates beyond this were damaged before, and stay as they are.
_TAME = 1e30
_SIDES = frozenset((10, 20, 11, 21))


def _one(tags: list[Tag], rng: Random, kinds: Iterable[bytes] = ()) -> tuple[int, int]:
    """(start, end) of a random record, of one of ``kinds`` if there are any."""
    found = records(tags)
    fitting = [r for r in found if tags[r[0]].value in set(kinds)]
    return rng.choice(fitting or found or [(0, len(tags))])


def _copy(tags: Iterable[Tag]) -> list[Tag]:
    return [Tag(tag.code, tag.value) for tag in tags]


def _set(tags: list[Tag], span: tuple[int, int], code: int, value: bytes) -> None:
    """Give a record a value, in place of the one it has or at its end."""
    for tag in tags[span[0] : span[1]]:
        if tag.number == code:
            tag.value = value
            return
    tags.insert(span[1], Tag(b"%d" % code, value))


def delete(tags: list[Tag], rng: Random) -> None:
    for _ in range(rng.choice((1, 1, 4, 20))):
        start, end = _one(tags, rng)
        del tags[start:end]


def double(tags: list[Tag], rng: Random) -> None:
    start, end = _one(tags, rng)
    tags[end:end] = _copy(tags[start:end]) * rng.choice((1, 1, 5, 60))


def move(tags: list[Tag], rng: Random) -> None:
    start, end = _one(tags, rng)
    piece = tags[start:end]
    del tags[start:end]
    to = _one(tags, rng)[0] if tags else 0
    tags[to:to] = piece


def retype(tags: list[Tag], rng: Random) -> None:
    tags[_one(tags, rng)[0]].value = rng.choice(_KINDS)


def cross(tags: list[Tag], rng: Random) -> None:
    """The head of one record with the tail of another."""
    one, two = _one(tags, rng), _one(tags, rng)
    tail = _copy(tags[two[0] + (two[1] - two[0]) // 2 : two[1]])
    tags[one[0] + max(1, (one[1] - one[0]) // 2) : one[1]] = tail


def table_entry(tags: list[Tag], rng: Random) -> None:
    """A layer, style, block record or definition that is gone while it is still used."""
    start, end = _one(tags, rng, (b"LAYER", b"STYLE", b"BLOCK_RECORD", b"LTYPE", b"DIMSTYLE"))
    del tags[start:end]


def block(tags: list[Tag], rng: Random) -> None:
    """A definition without its start, its end, or anything in it."""
    start, end = _one(tags, rng, (b"BLOCK", b"ENDBLK"))
    if rng.random() < 0.5:
        del tags[start:end]
    else:
        end = next((i for i in range(start, len(tags)) if tags[i].value == b"ENDBLK"), end)
        del tags[start:end]


def section(tags: list[Tag], rng: Random) -> None:
    """A section dropped, doubled, renamed, left open, or put at the end."""
    names = (b"HEADER", b"CLASSES", b"TABLES", b"BLOCKS", b"ENTITIES", b"OBJECTS")
    start, end = section_of(tags, rng.choice(names))
    if end <= start or end >= len(tags):
        return
    whole = _copy(tags[start - 2 : end + 1])
    draw = rng.random()
    if draw < 0.3:
        del tags[start - 2 : end + 1]
    elif draw < 0.5:
        tags[end + 1 : end + 1] = whole
    elif draw < 0.6:
        tags[start - 1].value = rng.choice((*names, b"XYZ", b""))
    elif draw < 0.8:
        del tags[end]
    else:
        del tags[start - 2 : end + 1]
        tags[len(tags) - 1 : len(tags) - 1] = whole


def grid(tags: list[Tag], rng: Random) -> None:
    """Rows, columns, spacing, scale and turn of an insert."""
    span = _one(tags, rng, (b"INSERT",))
    for code in rng.sample((70, 71, 41, 42, 43, 44, 45, 50), 3):
        few = b"%d" % rng.choice((-5, 0, 2, 7, 40, 300, 32767))
        _set(tags, span, code, few if code > 50 or rng.random() < 0.6 else odd.number(rng))


def loop(tags: list[Tag], rng: Random) -> None:
    """A block that is inserted into itself or another one."""
    names = [tags[i + 1].value for i, _ in _heads(tags) if i + 1 < len(tags)]
    ends = [i for i, tag in enumerate(tags) if tag.value == b"ENDBLK"]
    if not ends:
        return
    name = rng.choice([n for n in names if n] or [b"A"])
    fresh = [
        Tag(b"0", b"INSERT"),
        Tag(b"8", b"0"),
        Tag(b"2", name),
        Tag(b"10", b"1"),
        Tag(b"20", b"0"),
    ]
    for at in sorted(rng.sample(ends, min(len(ends), 3)), reverse=True):
        tags[at:at] = _copy(fresh)


def _heads(tags: list[Tag]) -> list[tuple[int, int]]:
    """Where a BLOCK tells its name."""
    found = []
    for start, end in records(tags):
        if tags[start].value == b"BLOCK":
            named = [i - 1 for i in range(start, end) if tags[i].number == 2]
            found += [(i, end) for i in named[:1]]
    return found


def tilt(tags: list[Tag], rng: Random) -> None:
    """An entity in another plane."""
    span = _one(tags, rng)
    for code, value in zip((230, 220, 210), reversed(rng.choice(_EXTRUSIONS)), strict=True):
        _set(tags, span, code, b"%r" % float(value))


def bulge(tags: list[Tag], rng: Random) -> None:
    start, end = _one(tags, rng, (b"LWPOLYLINE", b"VERTEX"))
    corners = [i for i in range(start, end) if tags[i].number == 20]
    for i in sorted(rng.sample(corners, min(len(corners), rng.randint(1, 4))), reverse=True):
        tags.insert(i + 1, Tag(b"42", rng.choice(_BULGES)))


def hatch(tags: list[Tag], rng: Random) -> None:
    """What a hatch tells of its paths, edges and pattern."""
    start, end = _one(tags, rng, (b"HATCH", b"MPOLYGON"))
    for i in range(start, end):
        if (
            tags[i].number in {72, 73, 75, 76, 77, 78, 91, 92, 93, 94, 95, 96, 97, 98}
            and rng.random() < 0.2
        ):
            tags[i].value = b"%d" % rng.choice((-1, 0, 1, 2, 3, 4, 5, 16, 99, 100000))


def place(tags: list[Tag], rng: Random) -> None:
    """All coordinates squeezed, blown up, moved far away, or exchanged."""
    sides = [tag for tag in tags if tag.number in _SIDES]
    way = rng.randrange(6)
    factor = rng.choice((0.0, -1.0, 1e-6, 0.001, 10.0, 1000.0, 1e9))
    for tag in sides:
        try:
            old = float(tag.value)
        except ValueError:
            continue
        if not abs(old) < _TAME:
            continue
        rounded = float(round(old / max(abs(factor), 1e-3)))
        axis = tag.number in {20, 21}
        fresh = (
            old * factor, old + factor * 1e4, old * (factor if axis else 1.0), rounded,
            old + rng.gauss(0.0, abs(factor)), 0.0 if axis else old,
        )[way]  # fmt: skip
        tag.value = b"%r" % fresh


def one_layer(tags: list[Tag], rng: Random) -> None:
    """Everything on one layer, or each entity on one of its own."""
    names = [tag.value for tag in tags if tag.number == 8] or [b"0"]
    fresh = rng.choice((rng.choice(names), b"0", b"WALL", b"DESK", b"STAIR", odd.text(rng)))
    alone = rng.random() < 0.3
    for index, tag in enumerate(tags):
        if tag.number == 8:
            tag.value = b"%b %d" % (fresh, index) if alone else fresh


def versions(tags: list[Tag], rng: Random) -> None:
    """Another release, code page or unit in the header."""
    fresh = {
        b"$ACADVER": (b"AC1009", b"AC1012", b"AC1015", b"AC1021", b"AC1032", b"AC1099", b"", b"X"),
        b"$DWGCODEPAGE": (b"ANSI_932", b"ANSI_1251", b"DOS437", b"UTF-8", b"utf-16", b"", b"idna"),
        b"$INSUNITS": (b"0", b"1", b"2", b"4", b"5", b"6", b"7", b"21", b"-1", b"999", b"1e9"),
        b"$MEASUREMENT": (b"0", b"1", b"nan", b""),
        b"$LUNITS": (b"3", b"4", b"-1"),
    }
    for i in range(len(tags) - 1):
        if tags[i].value in fresh and rng.random() < 0.5:
            tags[i + 1].value = rng.choice(fresh[tags[i].value])


DAMAGES: tuple[Damage, ...] = (
    delete, double, move, retype, cross, table_entry, block, section, grid, loop, tilt, bulge,
    hatch, place, place, one_layer, versions,
)  # fmt: skip
