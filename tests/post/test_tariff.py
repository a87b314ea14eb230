"""Postage by the table of the day: every tier on both sides, options, what is too heavy, what is near a limit."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import ConfigError
from generator.post.classes import CLASSES, is_parcel, is_tracked
from generator.post.tariff import INSIDE, OUTSIDE, PACK, STANDARD, Form, near, tariff_of, tariffs

NOW = tariff_of(date(2025, 10, 1))


@pytest.mark.parametrize(
    ("form", "grams", "size", "tier", "yen"),
    [
        ("長3", 9.9, STANDARD, 50, 110),
        ("長3", 50.0, STANDARD, 50, 110),
        ("長3", 50.1, INSIDE, 100, 180),
        ("長3", 100.1, INSIDE, 150, 270),
        ("角2", 49.0, INSIDE, 50, 140),
        ("角2", 250.0, INSIDE, 250, 320),
        ("角2", 250.1, INSIDE, 500, 510),
        ("角2", 1000.0, INSIDE, 1000, 750),
        ("角2", 1000.1, OUTSIDE, 2000, 1350),
        ("角2", 3800.0, OUTSIDE, 4000, 1750),
        ("角2", 4000.1, OUTSIDE, 0, 0),
    ],
)
def test_the_tiers_of_october_2024(form: Form, grams: float, size: str, tier: int, yen: int) -> None:
    quote = NOW.quote(form, grams, "普通")
    assert (quote.size, quote.tier, quote.postage, quote.option) == (size, tier, yen, 0)


@pytest.mark.parametrize(("name", "option"), [("普通", 0), ("特定記録", 210), ("簡易書留", 350)])
def test_options_are_added(name: str, option: int) -> None:
    assert NOW.quote("長3", 20, name).total == 110 + option


def test_a_pack_costs_what_it_costs() -> None:
    quote = NOW.quote("角2", 3999, "レターパックプラス")
    assert (quote.size, quote.postage, quote.option, quote.near) == (PACK, 600, 0, 1.0)
    assert NOW.quote("角2", 4001, "レターパックプラス").tier == 0


def test_the_day_chooses_the_table() -> None:
    assert tariff_of(date(2024, 9, 30)).quote("長3", 25, "普通").postage == 84
    assert tariff_of(date(2024, 10, 1)).quote("長3", 25, "普通").postage == 110
    with pytest.raises(ConfigError) as refused:
        tariff_of(tariffs()[0].valid_from - timedelta(days=1))
    assert refused.value.code == "tariff-missing"


def test_tables_are_in_order_and_rise() -> None:
    days = [tariff.valid_from for tariff in tariffs()]
    assert days == sorted(set(days))
    for tariff in tariffs():
        for tiers in tariff.sizes.values():
            assert list(tiers) == sorted(tiers) and list(tiers.values()) == sorted(tiers.values())
        assert set(tariff.options) | set(tariff.packs) | {"普通"} == set(CLASSES)


@given(st.floats(0.1, 4100), st.sampled_from(["長3", "角2"]))
def test_a_tier_is_the_least_that_holds(grams: float, form: Form) -> None:
    quote = NOW.quote(form, grams, "普通")
    tiers = NOW.sizes[quote.size]
    assert quote.tier == min((tier for tier in tiers if tier >= grams), default=0)


@pytest.mark.parametrize(("grams", "left"), [(47.9, None), (48.0, 2.0), (50.0, 0.0), (52.0, -2.0), (52.1, None)])
def test_within_two_grams_of_a_limit_on_either_side(grams: float, left: float | None) -> None:
    assert near(grams, [50, 100]) == left


@pytest.mark.parametrize("name", ["ゆうパック", "ゆうﾊﾟｯｸ", "宅配便", "ゆうメール"])
def test_parcels_are_known(name: str) -> None:
    assert is_parcel(name)


def test_only_ordinary_mail_is_not_tracked() -> None:
    assert [name for name in CLASSES if not is_tracked(name)] == ["普通"]
    assert not any(map(is_parcel, CLASSES))
