"""The ways a letter may go by post, and those it may not: certificates and notices are 信書.

Authority: 郵便法4条, 総務省 信書に該当する文書に関する指針 (domain.md §7): 郵便, レターパック among it, never a parcel.
"""

import unicodedata
from typing import Final

ORDINARY: Final = "普通"  #: the one class without any option
CLASSES: Final = (ORDINARY, "特定記録", "簡易書留", "レターパックプラス", "レターパックライト")
_PARCELS: Final = (
    *("ゆうパック", "ゆうパケット", "ゆうメール", "クリックポスト", "宅配", "宅急便", "ネコポス", "飛脚", "メール便"),
    *("小包", "荷物", "パーセル", "カンガルー"),
)


def is_parcel(name: str) -> bool:
    """Tell whether a class is the name of a parcel service."""
    plain = unicodedata.normalize("NFKC", name)
    return any(word in plain for word in _PARCELS)


def is_tracked(name: str) -> bool:
    """Tell whether a class bears an option, so that no barcode discount is given on it."""
    return name != ORDINARY
