"""A society's face for private-use characters in, people who do not exist out, and sides that bear them.

All are called 見本 or 例, so that nobody takes them for a member. What a layout finds hard is among them: a name of one
character, a 通称名, a 旧姓, sex on the back (domain.md §1.4), the society's own characters.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from fonts.catalog import GAIJI_TAG, Gaiji
from fonts.face import load_face
from layouts.document import Fields, Side

Said = Mapping[str, str]

#: Insured, spouse, children: as many as one notice takes, and one more.
HOUSEHOLD: tuple[Said, ...] = (
    {"name": "見本　太郎", "kana": "ミホン　タロウ", "sex": "男", "relation": "本人", "born": "昭和60年5月3日"},
    {"name": "見本　花子", "kana": "ミホン　ハナコ", "sex": "女", "relation": "家族", "born": "昭和62年8月15日"},
    {"name": "見本　一郎", "kana": "ミホン　イチロウ", "sex": "男", "relation": "家族", "born": "平成25年1月10日"},
    {"name": "見本　桜", "kana": "ミホン　サクラ", "sex": "女", "relation": "家族", "born": "平成28年4月2日"},
    {"name": "見本　次郎", "kana": "ミホン　ジロウ", "sex": "男", "relation": "家族", "born": "令和2年6月20日"},
)
ONE_CHARACTER: Said = {**HOUSEHOLD[0], "name": "例", "kana": "レイ"}
_SEE_BACK = {"sex": "裏面参照"}
_GLYPHS = 8  # of a society's own in one name: it still stands at full size


@dataclass(frozen=True, slots=True)
class Case:
    """What a card says of someone: fields other than the household's, lines of the 備考, optional items."""

    said: Said
    remarks: tuple[str, ...] = ()
    optional: int = 0


ALIAS = Case({"name": "見本　マリア", "kana": "", **_SEE_BACK}, ("戸籍上の氏名は見本　まりあ", "戸籍上の性別は女"))
#: The household's cards: every make-up of the back that the layouts' samples do not show.
CASES: tuple[Case, ...] = (
    Case({}, (), 1),
    Case({"name": "見本（例）　花子"}, ("氏名欄の括弧内は旧姓",)),
    Case(_SEE_BACK, ("戸籍上の性別は男",), 1),
    replace(ALIAS, optional=1),
    Case(_SEE_BACK, ("戸籍上の性別は男",), 2),
)


def private_persons(gaiji: Gaiji | None, most: int) -> tuple[Said, ...]:
    """Return people named with the characters of the society's own face, in its order; none where it has no face."""
    if gaiji is None:
        return ()
    glyphs = "".join(islice(load_face(GAIJI_TAG, gaiji).own(), most * _GLYPHS))
    names = [glyphs[i : i + _GLYPHS] for i in range(0, len(glyphs), _GLYPHS)]
    return tuple(
        {**member, "name": f"見本　{name}", "kana": "ミホン　ガイジ"}
        for member, name in zip(HOUSEHOLD, names, strict=False)
    )


def insured(persons: Sequence[Said]) -> Said:
    """Return what is said of a household's insured beside whoever the document is about."""
    name = persons[0]["name"]
    return {"insured_name": name, "addressee": f"{name}　様"}


def bearing(side: Side, said: Said) -> Side:
    """Put texts into a side's own fields and into those of its blocks, wherever they have their place."""
    blocks = {name: tuple(put(fields, said) for fields in sets) for name, sets in side.blocks.items()}
    return replace(side, fields=put(side.fields, said), blocks=blocks)


def put(fields: Fields, said: Said) -> Fields:
    """Put texts into those of some fields that are there."""
    return {name: said.get(name, text) for name, text in fields.items()}


def remarked(side: Side, remarks: Iterable[str], optional: int) -> Side:
    """Return a back with these lines of the 備考 and as many optional items."""
    items = side.blocks.get("optional", ())[:optional]
    return replace(side, blocks={"remark": tuple({"text": line} for line in remarks), "optional": items})
