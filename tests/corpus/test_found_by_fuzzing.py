"""Files that fuzzing found, cut down to the lines that matter and named after their defect."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.mutants.judge import judge
from importers.base import Limits
from importers.dxf.importer import DxfImporter

_HEAD = "0\nSECTION\n2\nHEADER\n9\n$ACADVER\n1\nAC1032\n9\n$DWGCODEPAGE\n3\nANSI_1252\n"

FOUND = {
    "a block record among the entities with the handle of the model space": (
        _HEAD + "0\nSECTION\n2\nTABLES\n0\nBLOCK_RECORD\n5\n17\n2\n*Model_Space\n"
        "0\nBLOCK_RECORD\n2\nCHAIR\n0\nSECTION\n2\nENTITIES\n"
        "0\nBLOCK_RECORD\n5\n17\n2\nCHAIR\n0\nENDSEC\n"
    ),
    "a door of almost no size": (
        "0\nVPORT\n0\nSECTION\n2\nBLOCKS\n0\nBLOCK\n2\nDOOR\n0\nARC\n40\n5e-324\n0\nENDBLK\n"
        "0\nSECTION\n2\nENTITIES\n0\nINSERT\n2\nDOOR\n10\n8.0\n20\n0.0\n0\nEOF\n"
    ),
}


@pytest.mark.parametrize("defect", FOUND)
def test_a_file_that_once_broke_the_reader_is_read_or_refused_with_a_code(
    defect: str, tmp_path: Path
) -> None:
    drawing = tmp_path / "drawing.dxf"
    drawing.write_text(FOUND[defect], encoding="ascii")
    verdict = judge(DxfImporter(), drawing, Limits())
    assert verdict.fault is None, verdict.detail
