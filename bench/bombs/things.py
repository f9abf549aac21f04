"""Bombs of what stands on a floor, of words, and of what a drawing is organised by."""

from __future__ import annotations

from bench.bombs.write import (
    Bomb,
    block,
    blocks,
    circle,
    drawing,
    head,
    insert,
    line,
    rectangle,
)

_LEVELS = 20


def _doors(size: int) -> str:
    return drawing(_door(i % 200 * 2, i // 200 * 2) for i in range(size))


def _door(x: float, y: float) -> str:
    arc = f"0\nARC\n8\nDOOR\n10\n{x}\n20\n{y}\n40\n0.9\n50\n0\n51\n90\n"
    return arc + line("DOOR", x, y, x + 2, y)


def _treads(size: int) -> str:
    return drawing(
        line("STAIR", i % 20 * 2, i // 20 * 0.003, i % 20 * 2 + 1.2, i // 20 * 0.003)
        for i in range(size)
    )


def _chairs(size: int) -> str:
    places = (insert("CHAIR", "FURN", i % 250 * 0.2, i // 250 * 0.2) for i in range(size))
    return drawing(places, blocks([block("CHAIR", circle("0", 0, 0, 0.25))]))


def _heaped_desks(size: int) -> str:
    places = (insert("DESK", "FURN", i % 30 + 0.01 * i / 50, i % 37) for i in range(size))
    return drawing(places, blocks([block("DESK", rectangle("0", 0, 0, 1.6, 0.8))]))


def _blocks_used(size: int) -> str:
    defined = blocks(block(f"B{i}", line("0", 0, 0, 1, 1)) for i in range(size))
    return drawing((insert(f"B{i}", "X", i % 300, i // 300) for i in range(size)), defined)


def _nested_blocks(size: int) -> str:
    """Each of 20 blocks holds ``size`` of the one before."""
    made = [block("L0", line("0", 0, 0, 1, 0))]
    for level in range(1, _LEVELS):
        inner = "".join(insert(f"L{level - 1}", "0", k, 0) for k in range(size))
        made.append(block(f"L{level}", inner))
    return drawing([insert(f"L{_LEVELS - 1}", "X", 0, 0)], blocks(made))


def _layers(size: int) -> str:
    rows = "".join(f"0\nLAYER\n2\nL{i}\n70\n0\n62\n7\n6\nCONTINUOUS\n" for i in range(size))
    table = f"0\nSECTION\n2\nTABLES\n0\nTABLE\n2\nLAYER\n70\n0\n{rows}0\nENDTAB\n0\nENDSEC\n"
    return drawing((line(f"L{i}", i % 300, 0, i % 300, 40) for i in range(size)), table)


def _texts(size: int) -> str:
    return drawing(
        f"0\nTEXT\n8\nROOM-NAME\n10\n{i % 50}.5\n20\n{i // 50 % 40}.5\n40\n0.2\n1\nRoom {i}\n"
        for i in range(size)
    )


def _attributes(size: int) -> str:
    tags = (f"0\nATTRIB\n8\nX\n10\n0\n20\n0\n40\n.2\n1\nT{i}\n2\nN{i}\n" for i in range(size))
    held = f"0\nINSERT\n8\nX\n2\nB\n66\n1\n10\n0\n20\n0\n{''.join(tags)}0\nSEQEND\n8\n0\n"
    return drawing([held], blocks([block("B", line("0", 0, 0, 1, 0))]))


def _mtext(size: int) -> str:
    coded = "3\n" + "\\P{\\fArial|b0;x}" * 15 + "\n"
    start = head("MTEXT", "TXT", "AcDbMText") + "10\n1\n20\n1\n40\n0.2\n"
    return drawing([f"{start}{coded * size}1\nend\n"])


THINGS = (
    Bomb("doors", _doors, 40_000),
    Bomb("treads", _treads, 50_000),
    Bomb("chairs", _chairs, 50_000),
    Bomb("heaped_desks", _heaped_desks, 50_000),
    Bomb("blocks_used", _blocks_used, 100_000),
    Bomb("nested_blocks", _nested_blocks, 10),
    Bomb("layers", _layers, 100_000),
    Bomb("texts", _texts, 200_000),
    Bomb("attributes", _attributes, 200_000),
    Bomb("mtext", _mtext, 20_000),
)
