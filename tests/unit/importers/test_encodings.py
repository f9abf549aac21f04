"""Letters beyond a to z, in files that name the right code page, a wrong one, or none."""

from __future__ import annotations

import pytest

from importers.base import Limits
from importers.dxf.codepages import named, reading_of
from importers.dxf.load import load
from importers.repairs import Repairs
from tests.support.drawings import draw_box, make_drawing, text_of

GERMAN = ("Büro", "Küche", "Türraum", "Fläche 23,5 m²", "Geschäftsführung", "Straße")
RUSSIAN = ("Кухня", "Кабинет", "Коридор", "Санузел", "Лестница")
CZECH = ("Předsíň", "Kancelář", "Kuchyň", "Zasedací místnost", "Schodiště")
POLISH = ("Łazienka", "Pokój", "Księgowość", "Wejście", "Sala konferencyjna duża")
TURKISH = ("Toplant\u0131 odas\u0131", "Çal\u0131şma odas\u0131", "Giriş", "Müdür")
GREEK = ("Γραφείο", "Κουζίνα", "Διάδρομος", "Αίθουσα συσκέψεων")
JAPANESE = ("会議室", "事務室", "便所", "玄関", "倉庫", "エレベーター")
CHINESE = ("办公室", "会议室", "卫生间", "走廊", "楼梯间", "储藏室")
TAIWANESE = ("辦公室", "會議室", "廁所", "走廊", "樓梯間", "儲藏室")
KOREAN = ("회의실", "사무실", "화장실", "복도", "계단실", "창고")
ARABIC = ("مكتب", "غرفة اجتماعات", "مطبخ")
NORWEGIAN = ("Møterom", "Kjøkken", "Bøttekott", "Trapperom nødutgang", "Gård")
FRENCH = ("Salle de réunion", "Entrée", "Dégagement", "Sécurité", "Hôtesses", "Réserve")


def write(folder, texts, written, header="ANSI_1252", version="R2000"):
    """A drawing with ``texts`` in the encoding ``written``, under a header that says ``header``."""
    doc = make_drawing(version)
    draw_box(doc.modelspace(), (0, 0), (9, 9))
    for index, _ in enumerate(texts):
        doc.modelspace().add_text(f"@{index}@", height=0.2).set_placement((1, index))
    content = text_of(doc).encode("ascii")
    named_line = b"$DWGCODEPAGE\n  3\nANSI_1252\n"
    assert named_line in content
    told = b"" if header is None else b"$DWGCODEPAGE\n  3\n" + header.encode() + b"\n"
    content = content.replace(b"  9\n" + named_line, b"  9\n" + told if told else b"")
    for index, text in enumerate(texts):
        raw = text if isinstance(text, bytes) else text.encode(written)
        content = content.replace(f"@{index}@".encode(), raw)
    path = folder / "drawing.dxf"
    path.write_bytes(content)
    return path


def is_western(raw):
    return not set(raw) & {0x81, 0x8D, 0x8F, 0x90, 0x9D}


def read(path, **options):
    loaded = load(path, Limits(), **options)
    texts = tuple(entity.dxf.text for entity in loaded.doc.modelspace().query("TEXT"))
    return texts, [issue.code for issue in loaded.issues]


@pytest.mark.parametrize(
    ("texts", "written", "header"),
    [
        (GERMAN, "cp1252", "ANSI_1252"),
        (GERMAN, "cp850", "dos850"),
        (GERMAN, "cp437", "DOS437"),
        (FRENCH, "mac_roman", "mac-roman"),
        (RUSSIAN, "cp1251", "ANSI_1251"),
        (RUSSIAN, "cp866", "dos866"),
        (CZECH, "cp1250", "ANSI_1250"),
        (JAPANESE, "cp932", "dos932"),
        (CHINESE, "gbk", "gb2312"),
        (TAIWANESE, "cp950", "big5"),
        (KOREAN, "cp949", "ksc5601"),
        (("Büro",), "cp1252", "ANSI_1252"),
        (("12 m²", "90°", "Ø100"), "cp1252", "ANSI_1252"),
        (("Café", "Büro", "Møterom", "Caffè"), "cp1252", "ANSI_1252"),
    ],
)
def test_a_file_that_names_its_code_page_is_believed(tmp_path, texts, written, header):
    assert read(write(tmp_path, texts, written, header)) == (texts, [])


@pytest.mark.parametrize(
    ("texts", "written"),
    [
        (GERMAN, "utf-8"),
        (GERMAN, "cp850"),
        (FRENCH, "mac_roman"),
        (NORWEGIAN, "cp850"),
        (FRENCH, "cp850"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "utf-8"),
        (POLISH, "cp1250"),
        (CZECH, "cp1250"),
        (CZECH, "cp852"),
        (TURKISH, "cp1254"),
        (JAPANESE, "cp932"),
        (CHINESE, "gbk"),
        (TAIWANESE, "cp950"),
        (KOREAN, "cp949"),
        (KOREAN, "utf-8"),
        (ARABIC, "cp1256"),
    ],
)
@pytest.mark.parametrize("header", ["ANSI_1252", None])
def test_a_wrong_or_missing_code_page_is_found_out_and_told(tmp_path, texts, written, header):
    assert read(write(tmp_path, texts, written, header)) == (texts, ["TEXT_ENCODING_REPAIRED"])


@pytest.mark.parametrize(
    ("texts", "written"), [(RUSSIAN, "cp866"), (GREEK, "cp1253"), (("Büro",), "cp850")]
)
def test_where_two_readings_make_sense_the_better_is_taken_and_doubted(tmp_path, texts, written):
    assert read(write(tmp_path, texts, written)) == (texts, ["TEXT_ENCODING_DOUBTFUL"])


@pytest.mark.parametrize(("texts", "written"), [(GERMAN, "cp1252"), (RUSSIAN, "cp1251")])
def test_a_new_file_with_bytes_of_an_old_code_page_is_read_by_them(tmp_path, texts, written):
    path = write(tmp_path, texts, written, version="R2013")
    assert read(path) == (texts, ["TEXT_ENCODING_REPAIRED"])


@pytest.mark.parametrize(
    ("texts", "page"), [(RUSSIAN, "cp1251"), (GERMAN, "utf-8"), (CHINESE, "gbk")]
)
def test_letters_that_were_spoilt_before_the_file_was_saved_are_brought_back(tmp_path, texts, page):
    # What the Western page has no letter for cannot be brought back by anyone.
    whole = [text for text in texts if is_western(text.encode(page))]
    spoilt = [text.encode(page).decode("cp1252") for text in whole]
    assert len(whole) > 2
    mended = read(write(tmp_path, spoilt, "utf-8", version="R2013"))
    assert mended == (tuple(whole), ["TEXT_ENCODING_REPAIRED"])


def test_a_right_new_file_is_left_alone(tmp_path):
    texts = (*GERMAN, *RUSSIAN, *JAPANESE)
    assert read(write(tmp_path, texts, "utf-8", version="R2013")) == (texts, [])


def test_a_person_knows_better_than_the_file(tmp_path):
    path = write(tmp_path, ("Fürdő", "Előtér"), "cp852")
    assert read(path, encoding="cp852") == (("Fürdő", "Előtér"), [])


def test_the_repair_can_be_switched_off(tmp_path):
    repairs = Repairs(["read_other_encoding"])
    texts, codes = read(write(tmp_path, RUSSIAN, "cp1251"), repairs=repairs)
    assert texts[0] == "Êóõíÿ"
    assert codes == ["TEXT_ENCODING_DOUBTFUL"]
    assert [(r.count, r.applied) for r in repairs.told()] == [(len(RUSSIAN), False)]


def test_a_repair_shows_one_text_as_it_was_and_as_it_is(tmp_path):
    (issue,) = load(write(tmp_path, RUSSIAN, "cp1251"), Limits()).issues
    assert "cp1251" in issue.message
    assert "“Лестница” instead of “Ëåñòíèöà”" in issue.message


def test_a_damaged_file_is_mended_in_its_own_encoding(tmp_path):
    path = write(tmp_path, GERMAN, "cp850", "dos850")
    path.write_bytes(path.read_bytes().replace(b"\n 20\n9.0\n", b"\n 20\n9,0\n", 1))
    texts, codes = read(path)
    assert texts == GERMAN
    assert "DECIMAL_COMMA" in codes


def test_bytes_that_are_no_text_at_all_do_not_stop_the_reading(tmp_path):
    noise = tuple(bytes(range(128 + i, 256, 3)) for i in range(3))
    texts, _ = read(write(tmp_path, noise, "latin-1"))
    assert len(texts) == 3


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("ANSI_1252", "cp1252"),
        ("dos850", "cp850"),
        ("ISO8859-2", "iso8859-2"),
        ("cp1251", "cp1251"),
        ("1251", "cp1251"),
        ("Windows-1251", "cp1251"),
        ("Shift_JIS", "cp932"),
        ("UTF-8", "utf-8"),
        ("nonsense", None),
        ("ANSI_99999", None),
        ("rot13", None),
        ("", None),
    ],
)
def test_code_pages_are_known_by_many_names(written, known):
    assert named(written) == known


def test_texts_without_letters_beyond_ascii_prove_nothing():
    assert reading_of([], "cp1252").sure
