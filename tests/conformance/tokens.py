"""Texts that may stand where a JSON value is expected, good and bad ones."""

import json

from package import WORDS

NUMBERS = """
0 -0 0.0 -0.0 1 -1 2 14 1.0 1.5 -1.5 1e0 1E0 1e3 1E3 1e+3 1e-3 1e03 1e-0 10e-1 0.1e1 100e-2 123e-2 12.0 12.50
1e-400 -1e-400 2e-324 3e-324 4.9e-324 -4e-324 -2e-324 2.4703282292062327e-324 2.4703282292062328e-324 1e308
1.7976931348623157e308 1.7976931348623158e308 1.7976931348623159e308 -1.7976931348623157e308 1e309 1e400 -1e400
0e400 0e-400 0.0e99999 1e99999999999999999999 0e99999999999999999999 1e-99999999999999999999 -1e-99999999999999999999
9007199254740991 9007199254740993 9007199254740993.0 9007199254740992.5 9007199254740991.5 4503599627370496.5
9223372036854775807 9223372036854775808 -9223372036854775808 -9223372036854775809 18446744073709551615
18446744073709551616 9223372036854774784.0 9223372036854775296.0 9223372036854775807.0 9223372036854775808.0
-9223372036854774784.0 -9223372036854775808.0 9223372036854775807.5 1e18 9.2e18 9.3e18 -9.3e18 1e19 -1e19 1e22 1e40
0.99999999999999999999 1.00000000000000000001 0.9999999999999999 1.0000000000000002 1.00000000000000011102230246251565
1772366400000 1772366400000.0 1.7723664e12 1772366400000.5 1772366399999 1772370000001 99999999999999 -1772366400000
123456789012345678901234567890123456789 0.1234567890123456789012345678901234567890 1234567890123456789.5
""".split()

LONG_NUMBERS = [
    "1" * 40, "9" * 308, "9" * 309, "1" * 309, "1" * 310, "1" + "0" * 308, "1" + "0" * 309, "1" * 400,
    "-" + "1" * 400,
    "1" * 4299, "1" * 4300, "1" * 4301, "-" + "1" * 4300, "-" + "1" * 4301, "1" * 4300 + ".0", "1" * 4301 + ".0",
    "1" * 4300 + "e1", "1" * 4301 + "e1", "1" * 5000, "1." + "0" * 5000, "1." + "0" * 400 + "1", "0." + "1" * 5000,
    "0." + "0" * 400 + "1", "1e" + "0" * 5000 + "1", "1e" + "1" * 5000, "1e-" + "1" * 5000, "1" + "0" * 400 + "e-400",
    "0." + "0" * 400 + "1e401", "1" * 17 + "." + "1" * 40, "9223372036854775807." + "0" * 300,
]

# Not JSON, but for NaN and the infinities, which the package reads.
NOT_NUMBERS = """
01 -01 00 -00 1. .5 -.5 +1 - + 1e 1e+ 1e- 1.e5 1.5e --1 -+1 1_0 0x1 0b1 0o7 1d 1f 1L 1-1 1.5.5 1e5e5 1e5.5 0.0.0
NaN -NaN +NaN nan NAN Nan NaNN Na Infinity -Infinity +Infinity Inf -Inf inf infinity INFINITY Infinit Infinityy -I
""".split()

LITERALS = "true false null True TRUE False None tru truefalse fals nul nulll undefined yes".split()

CONTAINERS = ["[]", "{}", "[1]", '{"a":1}', "[[]]", "[null]", '{"":""}', '[""]', "[{}]", '["scam"]', '{"name":"rsi"}',
              "[", "]", "{", "}", "[1,]", "[,1]", '{"a":1,}', "{a:1}", '{"a" 1}', "{1:1}", "[1 2]", "'a'", "",
              "[1;2]",
              "[1:2]", '{"a",1}', '{"a":1 "b":2}', '{"a"::1}', "{,}", "[,]", '{"a":}', '{:1}', "[1//c\r]",
              "[1/*c*/]"]

# Texts that read as a number or do not, by the package's own rules.
NUMBER_TEXTS = """
1 0 -0 +1 -1 12 1.5 1.0 1.00 1. .5 -.5 +.5 . 1e3 1E3 1e+3 1e-3 1e03 1.e3 .5e1 1.5e 1e 1e+ e5 1_000 1_000.0 1_0.0 1__0
_1 1_ _ 1_.5 1._5 ._5 1_. 1e_5 1_e5 1e1_0 1_0e1 1_1.1_1 1.0_0 1.0_ 1_000_ 0_0 0__0 0_ 00_1 0__1 0_0_1 00 01 -01 +01
00012 0_1 0-1 0-0 0_-1 00-5 -0-1 -0_1 +_1 -_1 +1_ +-1 -+1 --1 ++1 +0 +0.0 -0.0 0.0 0.000 0.0e0 00.0 00.00 01.0 0_0.0
0_.0 1.0.0 1..0 1.0e0 1e400 -1e400 1e-400 1e308 1e309 1e999999999999 0e999999999999 1e-999999999999 4.9e-324 1d 1f 1.0f
0x10 0b1 0o7 1,0 1,000 inf Inf INF -inf +inf infinity Infinity INFINITY -Infinity +infinity infinit infinityy nan NaN
NAN -nan +nan nann i_nf in_f n_an inf_ init ١ １ ٣.٥ 1٣ −1 9007199254740993 9007199254740993.0 9223372036854775807
9223372036854775808 -9223372036854775808 -9223372036854775809 9223372036854775807.0 18446744073709551616
9_223_372_036_854_775_807 1772366400000 1772366400000.0 1_772_366_400_000 1.0000000000000000000000001 0.5
-9223372036854775808.0 000000000000000000000000000001 123456789012345678901234567890 true false null True None
""".split() + [
    "", " ", " 1", "1 ", " 1 ", "  -1  ", " - 1", "1 0", "1 .0", "\t1\n", "\r1", "\x0b1", "\x0c1", "\x851",
    "\xa01\xa0",
    "\u16801", "\u20001", "1\u2003", "\u200a1", "\u20281", "\u20291", "\u202f1", "\u205f1", "1\u3000", "\x1c1",
    "1\x1d",
    "\x1e1", "1\x1f", "\u200b1", "\ufeff1", "\u180e1", "\u20601", "1\x00", "\x001", "\x7f1", " 1_0", "1_0 ",
    " 1_000 ", " 1.0 ",
    "+ 1", " +1", " 1e3 ", " inf ", " nan", "\u00a01_0", " 0 1", "1" * 40, "1" * 309, "1" * 4300, "1" * 4301,
    "1" * 5000,
    "0" * 4301, "0" * 5000 + "1", "1." + "0" * 5000, " " * 5000 + "1", "1" * 4301 + ".0", "1" + "0" * 30 + ".0",
]

BOOLEAN_TEXTS = """
0 1 t T f F y Y n N on On ON oN off Off OFF oFf yes Yes YES yEs no No NO nO true True TRUE tRuE false False FALSE fAlSe
2 -1 tr tru truee ye o of ja nein 1.0 0.0 01 enabled ｔｒｕｅ
""".split() + [" true", "true ", " 1", "\ttrue", "1 ", "true\x00"]

# What str.strip() strips, what only looks as if, and what must not be written bare in JSON at all.
BLANKS = [*"\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009"
          "\u200a\u2028\u2029\u202f\u205f\u3000"]
NOT_BLANKS = [*"\x00\x01\x08\x0e\x1a\x1b\x7f\x80\x84\x86\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u180e\u200b\u200c\u200d"
              "\u200e\u2060\u2062\u206a\u2800\u3164\ufe0f\ufeff\uffa0\ufffc\ufffd\uffff\U0001f600\U000e0020"]
BLANK_TEXTS = BLANKS + NOT_BLANKS + [
    "", "  ", " \t\r\n", "".join(BLANKS), "\x1c\x1f", "\u3000\u2028\x85", " \u200b", "\u200b ", " a", "a ", " \x00",
    "\xa0" * 50, " " * 50 + "x", "\u2003" * 20 + "\u200b", " " * 3000, "x" * 3000,
]

PLAIN_TEXTS = ["a", "limit", "Market", "x y", "é", "漢字", "😀", "a\u0000b", 'a"b', "a\\b", "a/b", "null", "[]", "{}",
               "-", "~"]


def quoted(text):
    """As json.dumps writes it, with every character beyond ASCII escaped."""
    return json.dumps(text).encode()


def quoted_bare(text):
    """With characters beyond ASCII as they are."""
    return json.dumps(text, ensure_ascii=False).encode()


def escaped(text):
    """Every character as an escape."""
    units = text.encode("utf-16-be", "surrogatepass")
    return b'"' + b"".join(b"\\u%02x%02X" % (units[i], units[i + 1]) for i in range(0, len(units), 2)) + b'"'


def other_words():
    """Words that no enumeration has, made from those that one has."""
    for word in WORDS:
        yield from (word.upper(), word.capitalize(), word.swapcase(), word + " ", " " + word, word[:-1], word + "s")
        yield from (word.replace("_", "-"), word + "\x00", word.replace("a", "а"), word.title())  # a Cyrillic а


# Strings that are damaged as JSON or as UTF-8.
BROKEN_STRINGS = [
    b'"', b'"a', b'a"', b'"a"b"', b'"\\"', b'"\\x41"', b'"\\a"', b'"\\\'"', b'"\\u"', b'"\\u00"', b'"\\u00e"',
    b'"\\u00eg"',
    b'"\\U00e9"', b'"\\ud800"', b'"\\udc00"', b'"\\udfff"', b'"\\udbff"', b'"\\ud83dx"', b'"\\ud83d\\n"',
    b'"\\ud83d\\u0041"',
    b'"\\ud83d\\ud83d"', b'"\\ud83d\\ude"', b'"\\ude00\\ud83d"', b'"x\\ud83d\\ude00\\ud83d"', b'"\\0"', b'"\\ "',
    b'"\\\t"',
    b'"\t"', b'"\r"', b'"\x00"', b'"\x01"', b'"\x1f"', b'"a\x0bb"', b'"\x80"', b'"\xbf"', b'"\xc0\x80"',
    b'"\xc1\xbf"',
    b'"\xc2"', b'"\xc2 "', b'"\xe0\x80\x80"', b'"\xe0\x9f\xbf"', b'"\xe2\x82"', b'"\xed\xa0\x80"', b'"\xed\xbf\xbf"',
    b'"\xed\xa0\xbd\xed\xb8\x80"', b'"\xf0\x80\x80\x80"', b'"\xf0\x8f\xbf\xbf"', b'"\xf0\x9f\x98"',
    b'"\xf4\x90\x80\x80"',
    b'"\xf5\x80\x80\x80"', b'"\xf8\x88\x80\x80\x80"', b'"\xfe"', b'"\xff"', b'"\xe9"', b'"\xc3\x28"',
    b'"\xe2\x28\xa1"',
    b'"\xf0\x28\x8c\xbc"', "é".encode("utf-16-le"), b'"ab\\', b'"\\u12', b"\xef\xbb\xbf1", b"\xc2\xa01",
    b'"\xf0\x9f\x98\x80\x80"',
]

# Strings that are written unusually but well.
UNUSUAL_STRINGS = [
    b'"\\u0000"', b'"\\ud83d\\ude00"', b'"\\uD83D\\uDE00"', b'"\\/"', b'"\\b\\f\\n\\r\\t\\"\\\\"', b'"\x7f"',
    b'"\xc2\x80"',
    b'"\xef\xbb\xbf"', b'"\xef\xbf\xbf"', b'"\xf4\x8f\xbf\xbf"', b'"\xf0\x90\x80\x80"', b'"\xed\x9f\xbf"',
    b'"\xee\x80\x80"',
    b'"\\uffff"', b'"\\ufeff"', b'"\\u0022"', b'"\\u005C"', b'"\\udbff\\udfff"', b'"\\ud800\\udc00"',
]


def _distinct(tokens):
    return list(dict.fromkeys(tokens))


def _texts(texts):
    for text in texts:
        yield from (quoted(text), quoted_bare(text))


SCALARS = _distinct([text.encode() for text in NUMBERS + LITERALS])
STRINGS = _distinct(
    [*_texts(NUMBER_TEXTS + BOOLEAN_TEXTS + PLAIN_TEXTS), *_texts(BLANK_TEXTS), *map(escaped, BLANKS + WORDS),
     *UNUSUAL_STRINGS]
)
ENUM_TEXTS = _distinct([*map(quoted, WORDS), *_texts(other_words())])
BROKEN = _distinct([text.encode() for text in NOT_NUMBERS + CONTAINERS] + BROKEN_STRINGS)
LONG = [text.encode() for text in LONG_NUMBERS]
ALL = _distinct(SCALARS + STRINGS + BROKEN)
