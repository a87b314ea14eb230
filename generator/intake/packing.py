"""[envelope], [packing] and [mail] of society.toml in, a Packing out (contract §2, §5; domain.md §7)."""

from generator.intake.located import Section
from generator.model import Mail, Packing
from generator.post.classes import CLASSES, is_parcel, is_tracked


def read_packing(root: Section) -> Packing:
    """Read how envelopes are filled, piled and posted."""
    default = Packing()
    envelope, packing, mail = root.section("envelope"), root.section("packing"), root.section("mail")
    found = Packing(
        cards=packing.choice("cards", ("none", "carrier"), default.cards),
        max_pieces=envelope.whole("max_pieces", default.max_pieces, 1),
        max_grams=envelope.number("max_grams", default.max_grams),
        order=mail.choice("order", ("job", "postal"), default.order),
        face=envelope.flag("face", default=default.face),
        policy=envelope.choice("policy", ("continuous", "break", "pool"), default.policy),
        break_from=envelope.whole("break_from", default.break_from, 1),
        mail=_mail(mail),
    )
    for section in (envelope, packing, mail):
        section.done()
    return found


def _mail(section: Section) -> Mail:
    default = Mail()
    found = Mail(
        card_class=_class(section, "card_class", default.card_class),
        notice_class=_class(section, "notice_class", default.notice_class),
        phase1_class=_class(section, "phase1_class", default.phase1_class),
        bulk_class=_class(section, "bulk_class", default.bulk_class),
        barcode_discount=section.flag("barcode_discount", default=default.barcode_discount),
    )
    direct = (found.card_class, found.notice_class, found.phase1_class)
    if found.barcode_discount and all(map(is_tracked, direct)):
        fact = "{key}: every class of direct mail bears an option, and the discount is given on none that does"
        section.fault("barcode_discount", "barcode-tracked", fact, 'write notice_class = "普通", or take it out')
    return found


def _class(section: Section, key: str, default: str) -> str:
    value = section.text(key, default)
    if is_parcel(value):
        fact, step = "{key} is a parcel service; what is sent here are letters (信書)", "choose one of {classes}"
        section.fault(key, "parcel-refused", fact, step, classes=", ".join(CLASSES))
        return default
    if value not in CLASSES:
        section.fault(key, "value-unknown", "{key} is none of {values}", values=", ".join(CLASSES))
        return default
    return value
