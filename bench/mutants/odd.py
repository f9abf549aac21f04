"""Values that no drawing program writes."""

from __future__ import annotations

from random import Random

NUMBERS = (
    b"0", b"-0.0", b"-1", b"1", b"nan", b"-nan", b"inf", b"-inf", b"1e308", b"-1e308", b"1e-308",
    b"1e400", b"5e-324", b"1e15", b"1e14", b"99999999999999999999", b"-99999999999999999999",
    b"2147483647", b"2147483648", b"-2147483648", b"4294967295", b"32767", b"32768", b"65535",
    b"65536", b"255", b"256", b"0x10", b"1_000", b"1,5", b"1.5.5", b"1e", b"+", b"-", b".", b"",
    b" ", b"abc", b"1.0.", b"\xd9\xa1", b"1e5", b"1e9", b"0.000001", b"360", b"-360", b"1e7",
)  # fmt: skip
TEXTS = (
    b"", b" ", b"0", b"\x00", b"A\x00B", b"\xff\xfe\xfd", b"\xed\xa0\x80", b"\xc3", b"\\U+D800",
    b"\\U+0000", b"%%", b"%%999", b"%%u%%o%%d", b"\\P\\P\\P", b"{\\fArial|b0;", b"{{{{{{", b"}}}}",
    b"\\S1^2", b"\\S", b"\\", b"^", b"^J^M^I", b"<script>alert(1)</script>", b"../../etc/passwd",
    "\u202eabc\u202c".encode(), "\u0301\u0301\u0301".encode(), "\U0001f4a9".encode(),
    "\ufeff".encode(), "\u0130\u0131\ufb01\xdf".encode(), "\u2028".encode(), b"*U1", b"*D1",
    b"*Model_Space", b"*Paper_Space", b"*MODEL_SPACE", b"$0$", b"A$0$B", b"|", b"a|b", b"\x1b[2J",
    b"%s%n", b"1e999", b"-1", b"nan", b"999999999999999999999999", b"12\xb2", b"\xbd", b"\x85",
    b"\\A1;\\H9999999999x;x", b"\\C999999999999;x", b"\\Hnan;x", b"\\W1e400;x", b"\\pi1e400;x",
    b"ACAD_REACTORS}", b"{ACAD_XDICTIONARY", b"SECTION", b"ENDSEC", b"EOF", b"BYLAYER", b"0" * 300,
)  # fmt: skip
#: Long enough to show what is quadratic in the length of a text, short enough to make by thousands.
LONG = (b"A", b"\\P", b"{", b"%%d", b"\xc3\xa4", b"\\U+00e4", b" ", b"^J", b"\xc3\x83", b"1 ")


def number(rng: Random) -> bytes:
    """A number that is none, or one out of all proportion."""
    if rng.random() < 0.3:
        return b"%.6g" % (rng.uniform(-1, 1) * 10 ** rng.randint(-12, 18))
    return rng.choice(NUMBERS)


def text(rng: Random) -> bytes:
    """A text of codes, controls, or great length, on one line."""
    draw = rng.random()
    if draw < 0.1:
        return rng.choice(LONG) * rng.choice((300, 3_000, 60_000))
    if draw < 0.25:
        return rng.randbytes(rng.randint(1, 40)).replace(b"\n", b" ").replace(b"\r", b" ")
    if draw < 0.35:
        points = (rng.choice((0x20, 0x300, 0x600, 0x1F300)) + rng.randint(0, 90) for _ in range(20))
        return "".join(map(chr, points)).encode()
    return rng.choice(TEXTS)
