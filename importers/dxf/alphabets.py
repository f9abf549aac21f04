"""The letters that languages write besides a to z, and the code pages their drawings come in.

Of scripts with thousands of signs only those stand here that plans are full of: room, door,
office, stairs, storage, toilet and the like.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Alphabet:
    """``letters`` is what its texts consist of.

    ``share`` is how many letters of a usual text stand here: all, or fewer for thousands of signs.
    """

    language: str
    letters: frozenset[str]
    share: float = 1.0


def _cased(language: str, letters: str) -> Alphabet:
    return Alphabet(language, frozenset(letters + letters.upper()))


def _script(language: str, letters: str, share: float = 1.0) -> Alphabet:
    return Alphabet(language, frozenset(letters), share)


_CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґ"
_GREEK = "αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώϊϋ"
_KANA = (
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワ"
    "ヲンガギグゲゴザジズゼゾダヂヅデドバビブベボパピプペポァィゥェォッャュョー"
)
# Vowels and tones, which stand above and below the letters.
_THAI_MARKS = "\u0e31\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c"
_HIRAGANA = "のがるをにはとでしいたりかきけこさすせそてなまみもやゆよらわん"

#: Of the signs in a plan's texts at least so many are among the frequent ones.
SIGNS_SHARE = 0.4

ALPHABETS: tuple[Alphabet, ...] = (
    _cased("German", "äöüß"),
    _cased("French", "éèêëàâçîïôùûœæ"),
    _cased("Danish or Norwegian", "æøåéäö"),
    _cased("Swedish or Finnish", "åäöé"),
    _cased("Spanish or Catalan", "áéíóúñüçàèòï"),
    _cased("Portuguese", "áâãàçéêíóôõú"),
    _cased("Italian", "àèéìòù"),
    _cased("Dutch", "ëïéèöüê"),
    _cased("Icelandic", "áðéíóúýþæö"),
    _cased("Czech or Slovak", "áčďéěíľĺňóôŕřšťúůýžä"),
    _cased("Polish", "ąćęłńóśźż"),
    _cased("Hungarian", "áéíóöőúüű"),
    _cased("Croatian or Slovene", "čćđšž"),
    _cased("Romanian", "ăâîşţ"),
    _cased("Estonian, Latvian or Lithuanian", "āčēģīķļņšūžąęėįųõäöü"),
    _script("Turkish", "çğıöşüâÇĞİÖŞÜ"),
    _cased("Russian", _CYRILLIC),
    _cased("Greek", _GREEK),
    _script("Hebrew", "אבגדהוזחטיךכלםמןנסעףפץצקרשת"),
    _script("Arabic or Persian", "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيپچژگکی"),
    _script("Thai", "กขคงจฉชซญฐณดตถทธนบปผฝพฟภมยรลวศษสหอฮะาำเแโใไๆฯ" + _THAI_MARKS),
    _script(
        "Japanese",
        _KANA + _HIRAGANA
        + "室会議事務所便玄関廊下階段倉庫機械受付給湯応接更衣洗面台押入和洋居間寝食堂厨房男女書"
        "資料社長役員打合休憩前後東西南北上中内外出口入電気設備収納物浴脱衣勝手子供主多目的喫煙",
        SIGNS_SHARE,
    ),
    _script(
        "Simplified Chinese",
        "室公办会议厅房间卫生卧厨客电梯楼道走廊台储藏餐门阳书浴洗男女厕入口出机设备前大小主次儿童"
        "老人休息接待财务经理总档案资料打印茶水弱强井配消防控制中心更衣仓库车",
        SIGNS_SHARE,
    ),
    _script(
        "Traditional Chinese",
        "室公辦會議廳房間衛生臥廚客電梯樓道走廊臺台儲藏餐門陽書浴洗男女廁入口出機設備前大小主次兒童"
        "老人休息接待財務經理總檔案資料列印茶水弱強井配消防控制中心更衣倉庫車",
        SIGNS_SHARE,
    ),
    _script(
        "Korean",
        "실회의사무화장방복도계단창고주출입구엘리베이터남녀휴게식당기계전기대표원임탕비자료상담"
        "로비현관홀거침주욕발코니다용문서버안내접견교강연구소장관리여성",
        SIGNS_SHARE,
    ),
)  # fmt: skip

#: Encodings that are tried for any file, the most usual first.
PAGES = (
    *("cp1252", "cp850", "cp1250", "cp1251", "cp1253", "cp1254", "cp932", "gbk", "cp950", "cp949"),
    *("cp866", "cp852", "cp857", "cp737", "cp437", "cp1255", "cp1256", "cp1257", "cp874"),
)
#: Encodings that are tried where none of those gives words.
RARE_PAGES = ("mac_roman", "koi8_r", "iso8859_5", "iso8859_7", "cp775", "cp860", "cp865", "johab")
