"""What the words on a plan mean: room categories, numbers, names and areas, in several languages.

Categories are the unit categories of IMDF (OGC 20-094).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

UNSPECIFIED = "unspecified"  # nothing is written in the room
PLAIN_ROOM = "room"  # something is written, but no category answers to it

# Long words match anywhere ("Besprechungsraum"), words in _WHOLE only as a word of their own.
# The first category that matches wins, so the special stands before the general.
_PARTS: tuple[tuple[str, str], ...] = (
    (
        "conferenceroom",
        r"""
        conferen, konferen, meeting, m[oø]terom, m[oö]tesrum, besprech,
        sitzungs, vergader, boardroom, reuni[oó]n, r[eé]union, overleg,
        m[oø]delokal, neuvottelu, sala de junta, riunion, zasedac, konferenc, spotkań,
        会议室, 會議室, 会議室, 打合せ, 洽谈室
        """,
    ),
    (
        "phoneroom",
        r"""
        phone, telefon, stillezelle, belcel, puhelin, cabina, 电话间, 電話ブース
        """,
    ),
    (
        "huddleroom",
        r"""
        focus, huddle, fokus, concentrat, stilte, stillerom, think tank
        """,
    ),
    (
        "mothersroom",
        r"""
        mother'?s, lactation, nursing room, stillraum, ammerom, kolfruimte
        """,
    ),
    (
        "restroom",
        r"""
        toilet, \btoil\b, restroom, wash ?room, lavator, badrom, sanit[aä]r, toalett,
        toilett, sanitaire, ba[nñ]os?\b, aseos?\b, bathroom, \bbath\b, powder
        room, locker room, dusch, douche, shower, servizi, bagno\b, bagni\b, toaleta,
        łazienk, koupeln, umývárn, prysznic, sprch,
        卫生间, 洗手间, 厕所, 衛生間, 便所, トイレ, 洗面, 化粧室, 盥洗, 浴室, 淋浴, 更衣
        """,
    ),
    (
        "stairs",
        r"""
        stair, treppe, trapp, escalier, escalera, porras, scala, klatka schod, schody,
        schodišt, 楼梯, 樓梯, 階段
        """,
    ),
    (
        "elevator",
        r"""
        elevator, aufzug, fahrstuhl, \bheis\b, \bhiss\b, ascens, hissi,
        ascensore, \bwinda\b, dźwig, výtah, 电梯, 電梯, 昇降機, エレベ
        """,
    ),
    (
        "serverroom",
        r"""
        server, \bedv\b, data ?cent, telecom, comms room, patch, serwerowni, 机房,
        服务器, 弱电, サーバ
        """,
    ),
    (
        "kitchen",
        r"""
        kitchen, k[uü]che, keuken, kj[oø]kken, k[oö]k\b, cuisine, cocina,
        pantry, tekj, coffee, kaffe, koffie, kitchenette, teek[uü]che,
        pausenraum, kuchni, kuchyň, cucina, pentry, 茶水, 厨房, 廚房, 給湯, キッチン, 台所
        """,
    ),
    (
        "foodservice",
        r"""
        cafeteria, canteen, kantine, restaurant, \bcaf[eé]\b, mensa, dining,
        comedor, stołówka, jadaln, jídeln, 食堂, 餐厅, 餐廳, レストラン
        """,
    ),
    (
        "lobby",
        r"""
        lobby, reception, foyer, empfang, resepsjon, entr[eéy], entrance,
        eingang, vestib, receptie, recepci, windfang, ingang, hall d, recepcj, recepce,
        门厅, 大厅, 大堂, 前台, 受付, 玄関, ロビー, エントランス
        """,
    ),
    (
        "lounge",
        r"""
        lounge, break ?out, aufenthalt, living, wohnz, oppholds, family room, great room,
        salon, \bden\b, huiskamer, woonkamer, estar, great room, odpočív, relaks,
        soggiorno, 休息, 休憩, ラウンジ
        """,
    ),
    (
        "classroom",
        r"""
        class ?room, seminar, training, schulung, undervisning, klassenr,
        leslokaal, salle de c, aula\b, lecture, h[oö]rsaal, workshop, studio,
        lekcyjn, učebn, klassrum, klasserom, 教室, 培训, 研修, 講義
        """,
    ),
    (
        "auditorium",
        r"""
        auditor, amphith, h[oö]rsal, posluch, 报告厅, 礼堂, 講堂
        """,
    ),
    (
        "laboratory",
        r"""
        labor(?!e), \blabs?\b, 实验, 実験, 實驗
        """,
    ),
    (
        "library",
        r"""
        librar, bibliot, bookstacks, knihovn, 图书, 図書
        """,
    ),
    (
        "mailroom",
        r"""
        mail ?room, post ?stelle, copy, print, kopi, drucker, 打印, 复印, 收发
        """,
    ),
    (
        "storage",
        r"""
        storage, \bstore, lager, archiv, arkiv, abstell, berging, magasin,
        f[oö]rr[aå]d, stockage, almac, bodega, closet, \bclo\b, \bw\.?i\.?c\b, kast\b, opslag,
        cupboard, garderob, cloak, wardrobe, \bbod\b, varasto, pantry, magazyn,
        \bsklad, deposit[oi]\b, ripostigl, 储藏, 儲藏, 仓库, 库房, 档案, 倉庫, 物入, 書庫
        """,
    ),
    (
        "parking",
        r"""
        parking, garage, parkier, stellpl, parkeer, garasje, cochera, tiefgar,
        autorimess, garaż, garáž, 停车, 車庫, 駐車
        """,
    ),
    (
        "walkway",
        r"""
        corrid, hallway, \bhall\b, \bflur\b, \bgang\b, korridor, passage,
        couloir, pasillo, circulation, diele, walkway, k[aä]yt[aä]v, ganga?real,
        verkeer, corridoi, korytarz, chodb, 走廊, 走道, 过道, 廊下, 通路
        """,
    ),
    (
        "nonpublic",
        r"""
        mech, elec, technik, teknisk, techniek, janitor, plant room, putz,
        machine, boiler, heiz, \bhvac\b, meter, st[aä]d\b, utility, laundry,
        schoonmaak, \butil\b, \bshaft, schacht, installat, 设备, 配电, 空调机,
        機械室, 電気室, 管井
        """,
    ),
    (
        "terrace",
        r"""
        terra[cs], balk?con, patio, loggia, veranda, porch, deck\b, altan
        """,
    ),
    (
        "gym",
        r"""
        \bgym, fitness
        """,
    ),
    (
        "firstaidroom",
        r"""
        first aid, erste hilfe, ehbo, f[oø]rstehjelp, sanitätsraum
        """,
    ),
    (
        "prayerroom",
        r"""
        prayer, gebets, bønnerom, gebed
        """,
    ),
    (
        "office",
        r"""
        offi[cz], b[uü]ro, kantoor, kontor, bureau, despacho, oficina,
        arbeitspl, arbeitsz, work ?(space|station|room), workplace, werkplek,
        arbeid, toimisto, ufficio, study\b, open ?plan, team ?(room|area),
        arbejds, biur[oa]\b, biurow, kancel[aá][rř], open ?space, 办公, 辦公, 事務,
        執務, オフィス,
        经理室, 主任室
        """,
    ),
    (
        "bedroom",
        r"""
        bed ?room, schlafz, soverom, sovrum, slaapkamer, chambre, dormitor,
        habitaci, camera da letto, sypialni, ložnic, 卧室, 臥室, 寝室, 病房, 病室
        """,
    ),
)
_WHOLE: tuple[tuple[str, str], ...] = (
    ("restroom", r"wc|bad|bath|ladies|gents|women|men|damen|herren|dames|heren|h?cwc|rwc"),
    ("elevator", r"lift|lifts|elev"),
    ("serverroom", r"it|idf|mdf"),
    ("classroom", r"class|aula"),
    ("walkway", r"gang|hall|corr"),
    ("conferenceroom", r"conf|mtg"),
    ("stairs", r"str|trh"),
    ("laboratory", r"lab|labs"),
    ("office", r"off"),
)
_CATEGORIES = [
    (c, re.compile("|".join(re.split(r",\s+", p.strip())), re.IGNORECASE)) for c, p in _PARTS
] + [(c, re.compile(rf"(?<![^\W_])(?:{p})(?![^\W_])", re.IGNORECASE)) for c, p in _WHOLE]

_AREA = re.compile(
    r"^\W*(?:[^\W\d]{1,8}\W{0,3})?\d+(?:[.,\s]\d+)*\s*"
    r"(?:m2|m²|m\^2|qm|kvm|sq\.?\s?(?:ft|m)\.?|sf|ft2|ft²|mq)\W*$",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"^(?=.*\d)[A-Za-zÆØÅÄÖÜæøåäöü]{0,5}[-._/ ]?\d[\w.\-/]{0,10}$")
_BOTH = re.compile(r"^((?=\S*\d)[\w.\-/]{1,12})\s*[-\u2013:]?\s+([^\d\W].+)$")
SHORT_NAME = 2  # letters: "12 WC" is a toilet, "12 mm" a measure
_MEASURE = re.compile(r"^[\W\d]*\d\s*(?:mm|cm|m|''?|\"|ft|in)?[\W\d]*$", re.IGNORECASE)
_DIGITS, _LETTERS = re.compile(r"\d+"), re.compile(r"[^\W\d_]+")
_PREFIX = re.compile(r"^.*(?:\||\$\d+\$)")
MAX_LABEL = 60


@cache
def plain_layer(name: str) -> str:
    """A layer's own name, without the prefix of a bound drawing."""
    return _PREFIX.sub("", unicodedata.normalize("NFC", name)).strip()


@cache
def category_of(words: str) -> str | None:
    """The IMDF category that the words name, None when they name none."""
    text = words.replace("_", " ")
    for category, pattern in _CATEGORIES:
        if pattern.search(text):
            return category
    return None


def is_area(line: str) -> bool:
    """True for "12,4 m²", "NGF: 12.4 qm", "250 SF": a measure, not a name."""
    return bool(_AREA.match(line))


def is_number(line: str) -> bool:
    """True for "1480", "STR-3", "E14-245F", "2.07": a room's number."""
    text = line.strip()
    if is_area(text) or not _NUMBER.match(text):
        return False
    letters = re.sub(r"[^A-Za-z]", "", text)
    # "Room 3" and "WC 2" are names that hold a digit.
    return not (" " in text and len(letters) >= 2)


def way_of(number: str) -> str:
    """How a number is written: "B-204" and "C-119" are written the same way."""
    return _LETTERS.sub("A", _DIGITS.sub("9", number))


def is_name(line: str) -> bool:
    """True when the line has words enough to be the name of a place."""
    text = line.strip()
    if len(text) > MAX_LABEL or is_area(text) or is_number(text) or _MEASURE.match(text):
        return False
    return sum(c.isalpha() for c in text) >= 2


def _names_a_place(words: str) -> bool:
    return is_name(words) and (len(words) > SHORT_NAME or category_of(words) is not None)


def split_number_and_name(line: str) -> tuple[str | None, str | None]:
    """("1300", "Office") from "1300 Office"; one of both is None when only the other is there."""
    text = " ".join(line.split())
    if is_number(text):
        return text, None
    both = _BOTH.match(text)
    if both and is_number(both.group(1)) and _names_a_place(both.group(2).strip()):
        return both.group(1), both.group(2).strip()
    return None, text if is_name(text) else None
