"""From a decision to the texts of its document: which layout, which words. Pure; knows no positions.

Enters: Decision and its Household. Leaves: Sides without their 管理番号, which is given later. Statutory items:
health insurance act enforcement regulation art. 47③ (card) and 51の3 (notice); names and sex: domain.md §1.4.
"""

import re
from collections.abc import Iterator

from generator.decision import Decision
from generator.model import Category, Household, Insurer, Member
from generator.wareki import wareki, wareki_or_blank
from layouts.document import Fields, Side

_SEE_BACK = "裏面参照"
_HONOURS = ("様", "殿", "御中")
NO_DIGITS = "未登録"
_SPACES = " \u3000"
_LINE = 33  # characters: what an address line of the layouts holds at its least size
_ENDS = "号地"
_ROOMS = "室棟館"  # 「101号室」 stays together
_NAMES = re.compile("[ァ-ヺA-ZＡ-Ｚa-zａ-ｚ]")


def front_name(member: Member) -> str:
    """Return the name as it stands on the front: 通称名, or 氏（旧姓）名, or the registered name."""
    if member.alias:
        return member.alias
    if not member.maiden:
        return member.name
    for i, char in enumerate(member.name):
        if char in " \u3000":
            return f"{member.name[:i]}（{member.maiden}）{member.name[i:]}"
    return f"{member.name}（{member.maiden}）"


def reading(member: Member) -> str:
    """Return the reading beside a name: none beside a 通称名, since 氏名カナ reads the registered name."""
    return "" if member.alias else member.kana


def list_name(member: Member) -> str:
    """Return how the employer's list names someone: by the reading, or by the 通称名 (contract §4)."""
    return member.alias or member.kana


def _hides_sex(member: Member) -> bool:
    return member.sex_on_back or bool(member.alias)


def remarks(member: Member) -> tuple[Fields, ...]:
    """Return the lines of the 備考 on the card's back."""
    lines: list[str] = []
    if member.alias:
        lines.append(f"戸籍上の氏名は{member.name}")
    if _hides_sex(member):
        lines.append(f"戸籍上の性別は{member.sex}")
    if member.maiden and not member.alias:
        lines.append("氏名欄の括弧内は旧姓")
    return tuple({"text": line} for line in lines)


def insurer_number(household: Household, insurer: Insurer) -> str:
    """Return the 保険者番号 of a household: 特例退職 members have one of their own (法別 63)."""
    retired = household.insured.category is Category.RETIRED
    return insurer.number_retired if retired else insurer.number


def _ratio(decision: Decision) -> Fields:
    member = decision.member
    if not decision.ratio:
        return {"ratio": "", "ratio_from": "", "ratio_until": ""}
    return {
        "ratio": member.ratio,
        "ratio_from": wareki_or_blank(member.ratio_from),
        "ratio_until": wareki_or_blank(member.ratio_until),
    }


def _optional_items(member: Member) -> tuple[Fields, ...]:
    rows: list[Fields] = []
    if member.limit:
        rows.append(
            {
                "label": "限度額適用区分",
                "value": member.limit,
                "from": wareki_or_blank(member.limit_from),
                "until": wareki_or_blank(member.limit_until),
            }
        )
    if member.disease:
        rows.append(
            {
                "label": "特定疾病",
                "value": member.disease,
                "from": wareki_or_blank(member.disease_from),
                "until": "",
            }
        )
    return tuple(rows)


def card_sides(decision: Decision, household: Household, insurer: Insurer) -> tuple[Side, Side]:
    """Return front and back of a card, all but its number."""
    member = decision.member
    fields = {
        "issued": wareki_or_blank(decision.issued_on),
        "symbol": member.key.symbol,
        "number": member.key.number,
        "branch": member.key.branch,
        "name": front_name(member),
        "kana": reading(member),
        "sex": _SEE_BACK if _hides_sex(member) else member.sex,
        "born": wareki(member.born),
        "acquired": wareki(member.acquired),
        "valid_to": wareki_or_blank(decision.valid_to),
        "insurer_number": insurer_number(household, insurer),
    }
    if not member.insured:
        fields["insured_name"] = household.insured.shown_name
    layout = "card/front" if member.insured else "card/front-family"
    front = Side(layout, fields, {"ratio": (_ratio(decision),)} if decision.ratio else {})
    blocks = {"remark": remarks(member)}
    if decision.optional:
        blocks["optional"] = _optional_items(member)
    return front, Side("card/back", {}, blocks)


def honoured(name: str) -> str:
    """Return a name as an address writes it; one that bears an honorific keeps its own."""
    return name if name.endswith(_HONOURS) else f"{name}　様"


def address_lines(address: str) -> tuple[str, str]:
    """Part an address into two lines: at its first space, or where halves too long for a window part best."""
    first = next((i for i, char in enumerate(address) if char in _SPACES), len(address))
    if max(first, len(address) - first) > _LINE:
        first = min(_breaks(address), key=lambda i: max(i, len(address) - i), default=first)
    return address[:first].rstrip(_SPACES), address[first:].strip(_SPACES)


def _breaks(address: str) -> Iterator[int]:
    """Yield where an address may be parted: at a space, behind 番地 or 号, before the building's name."""
    for i in range(1, len(address)):
        before, char = address[i - 1], address[i]
        building = _NAMES.match(char) and not _NAMES.match(before)
        if before in _SPACES or (before in _ENDS and char not in _ROOMS) or building:
            yield i


def notice_person(decision: Decision, digits: str) -> Fields:
    """Return a person's row in the upper table; `digits` only under phase Ⅰ, "" where none are on file."""
    member = decision.member
    row = {
        "name": member.shown_name,
        "kana": reading(member),
        "branch": member.key.branch,
        "born": wareki(member.born),
        "relation": "本人" if member.insured else "家族",
        "acquired": wareki(member.acquired),
        **_ratio(decision),
        **_ratio_captions(decision),
    }
    if decision.digits:
        row["digits"] = digits or NO_DIGITS
    return row


def notice_cutout(decision: Decision, number: str) -> Fields:
    """Return the texts of a person's cut-out card: never any digits of the My Number."""
    member = decision.member
    return {
        "name": member.shown_name,
        "kana": reading(member),
        "symbol": member.key.symbol,
        "number": member.key.number,
        "branch": member.key.branch,
        "born": wareki(member.born),
        "acquired": wareki(member.acquired),
        "insurer_number": number,
        **_ratio(decision),
        **_ratio_captions(decision),
    }


def _ratio_captions(decision: Decision) -> Fields:
    """Return the captions of what a notice says of those of 70-74 alone (regulation 51の3)."""
    if not decision.ratio:
        return {}
    until = {"ratio_until_caption": "有効期限"} if decision.member.ratio_until else {}
    return {"ratio_caption": "負担割合", "ratio_from_caption": "発効期日", **until}
