"""A profile in, what a factory foreman reads of it out: the words of the work order (製造指示書).

Printed wording, so Japanese whatever the locale; the same facts as vendors/README.md explains. Authority: print.md §4.2
(the axis is stored, words are for the operator's sheet only).
"""

from collections.abc import Mapping

from imposition.intent import Intent
from imposition.sheet import Finishing, Stock, Turn
from imposition.shop import Edge, Grain
from layouts.ink import Ink

_NOTHING = "—"
_GRAINS: Mapping[Grain, str] = {"none": "", "long": "縦目", "short": "横目"}
_TURNS: Mapping[Turn, str] = {
    "vertical": "縦の軸で返す（天天。左右が入れ替わり、天は同じ）",
    "horizontal": "横の軸で返す（ドンテン。天地が入れ替わる）",
}
_AXES: Mapping[Turn, tuple[str, str]] = {"vertical": ("┃", "縦の軸"), "horizontal": ("━", "横の軸")}
_EDGES: Mapping[Edge, str] = {"bottom": "下辺", "top": "上辺", "left": "左辺", "right": "右辺"}
_FINISHINGS: Mapping[Finishing, str] = {
    "guillotine": "断裁。面ごとに1トレー、面 1 から順に取る",
    "punch": "全面同時に型抜き。1トレー、用紙ごとに面の順",
    "punch-column": "列ごとに型抜き。列ごとに1トレー",
    "sequential": "用紙ごとに面の順に取る",
}


def stock_words(stock: Stock, *, backs: bool, inks: str) -> dict[str, str]:
    """Return the fields of a profile's block on letter/order-stock."""
    axis, axis_word = _AXES[stock.turn] if backs else ("", "片面")
    return {
        "profile": stock.name,
        "sheet": f"{size(stock.sheet.width, stock.sheet.height)}{_gripper(stock)}",
        "material": _joined(stock.shop.material, f"厚さ {stock.thickness:g} mm", _GRAINS[stock.shop.grain]),
        "cells": _cells(stock),
        "trim": f"{size(stock.trim.width, stock.trim.height)}、塗り足し {stock.bleed:g} mm",
        "die": _die(stock),
        "inks": f"{'表裏とも' if backs else '片面'} {inks}",
        "plates": _plates(stock),
        "turn": _TURNS[stock.turn] if backs else _NOTHING,
        "runs": _runs(stock, backs=backs),
        "finishing": _finishing(stock),
        "depth": f"{stock.stack_depth:,} 枚まで重ねる（厚さ {round(stock.stack_depth * stock.thickness, 3):g} mm）",
        "marks": _marks(stock),
        "codes": _codes(stock),
        "data": claim_words(stock.intent),
        "axis": axis,
        "axis_word": axis_word,
    }


def ink_words(inks: Mapping[str, Ink], *, grounds: bool) -> str:
    """Return what is printed with: a society's spot and black, or the four process colours."""
    spots = [ink.spot for ink in inks.values() if ink.spot]
    process = "4色（CMYK）" if grounds or not spots else "墨（K）"
    return " ＋ ".join([process, *(f"特色 {spot}" for spot in spots)])


def claim_words(intent: Intent | None) -> str:
    """Return what the files claim to be, and for which printing condition; a stand-in is called one."""
    if intent is None:
        return "PDF 1.6。印刷条件の指定なし（PDF/X は名乗らない）"
    named = "仮の印刷条件" if intent.stand_in else "印刷条件"
    return f"PDF/X-4、{named} {intent.identifier}"


def size(width: float, height: float) -> str:
    """Write a size in mm, width before height."""
    return f"{width:g} × {height:g} mm"


def _gripper(stock: Stock) -> str:
    gripper = stock.shop.gripper
    return f"、くわえ {_EDGES[gripper.edge]} {gripper.depth:g} mm" if gripper else ""


def _cells(stock: Stock) -> str:
    turned = sorted({cell.turned for cell in stock.cells if cell.turned})
    if len(stock.cells) == 1:
        return "1 面"
    said = f"{stock.columns} 列 × {stock.rows} 行 = {len(stock.cells)} 面"
    return f"{said}、左回りに {'・'.join(map(str, turned))}°" if turned else said


def _die(stock: Stock) -> str:
    """Name the die only where one finishes: a guillotine that cuts to its very size leaves it the corners at most."""
    die = stock.die
    if die is None:
        return _NOTHING
    if _cut_to_size(stock):
        return (
            f"使わない（断裁で仕上げ、角は {die.radius:g} mm に丸める）" if die.radius else "使わない（断裁で仕上げ）"
        )
    return f"{size(die.size.width, die.size.height)}、角丸 {die.radius:g} mm"


def _cut_to_size(stock: Stock) -> bool:
    return stock.finishing == "guillotine" and stock.die is not None and stock.die.size == stock.trim


def _plates(stock: Stock) -> str:
    plates = stock.plates
    white = f"白版 {plates.white.ink}" if plates and plates.white else ""
    die = f"型線 {plates.die.ink}" if plates and plates.die else ""
    return " ＋ ".join(filter(None, (white, die))) or "なし"


def _runs(stock: Stock, *, backs: bool) -> str:
    if not backs:
        return "表だけ"
    if stock.runs == "separate":
        return "表と裏を別々に刷り、用紙番号（コード）で組を合わせる"
    return "両面。1ファイルに表・裏・表・裏"


def _finishing(stock: Stock) -> str:
    if len(stock.cells) == 1 and stock.trim == stock.sheet:
        return "仕上げなし（用紙がそのまま仕上がり）"
    if stock.clipped:
        return "仕上げなし（カードに直に刷る。拡大・縮小しない）"
    if stock.finishing == "guillotine" and stock.die is not None and not _cut_to_size(stock):
        return "断裁して1枚ずつ型抜き。面ごとに1トレー、面 1 から順に取る"
    return _FINISHINGS[stock.finishing]


def _marks(stock: Stock) -> str:
    named = {
        "トンボ": stock.marks.cut != "none",
        "センタートンボ": stock.marks.centre > 0,
        "型抜きの目印": bool(stock.targets),
        "カラーバー": stock.bar is not None,
        "欄外文字": stock.slug is not None,
    }
    return "・".join(name for name, given in named.items() if given) or "なし"


def _codes(stock: Stock) -> str:
    """Tell what machines read: of the sheet, and of each piece for an inserter."""
    inserter = stock.inserter
    named = {
        "用紙コード": stock.sheet_code is not None,
        "封入機のコード": inserter is not None and inserter.code is not None,
        "封入機の線（OMR）": inserter is not None and inserter.strokes is not None and bool(inserter.strokes.rows),
    }
    return "・".join(name for name, given in named.items() if given) or "なし"


def _joined(*words: str) -> str:
    return "、".join(filter(None, words))
