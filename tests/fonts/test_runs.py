"""Runs: widths add up, codes come from the chain, and what a glyph does not say by itself stands in ActualText."""

import pickle
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fonts import runs
from fonts.clusters import clusters
from fonts.face import load_face
from fonts.runs import MissingGlyph, Piece, Run, Shaper, shaper

STYLES = {"gothic": ("GN", "M"), "bold": ("B", "GN", "M"), "mincho": ("M", "GN")}
CHAINS = ("gothic", "bold", "mincho")
HARD = "\u9089\u908a\u845b\u795e\u8fbb\u304b\u30cf\U00020bb7\ufa19\u301c\uff5e \u3000\ue000A\u30fb"
MARKS = "\U000e0100\U000e0101\U000e010f\U000e0112\ufe00\u3099\u309a"
TEXTS = st.text(st.one_of(st.sampled_from(HARD + MARKS), st.characters(max_codepoint=0x2FFFF)), max_size=12)


def spoken(run: Run) -> str:
    """Read a run as a reader of the file does: ActualText where there is one, else ToUnicode."""
    return "".join(
        bytes.fromhex(piece.actual).decode("utf-16-be").removeprefix("\ufeff")
        if piece.actual
        else "".join(
            load_face(piece.tag).text(int(piece.codes[at : at + 4], 16)) for at in range(0, len(piece.codes), 4)
        )
        for piece in run.pieces
    )


def shaped(chain: str, text: str) -> Run | None:
    try:
        return shaper(chain).run(text)
    except MissingGlyph as missing:
        assert missing.clusters == shaper(chain).missing(text) != ()
        return None


@given(st.sampled_from(CHAINS), TEXTS)
def test_width_is_the_sum_of_the_advances(chain: str, text: str) -> None:
    run = shaped(chain, text)
    if run is not None:
        glyphs = [
            (piece.tag, int(piece.codes[at : at + 4], 16))
            for piece in run.pieces
            for at in range(0, len(piece.codes), 4)
        ]
        assert run.width == sum(load_face(tag).advance(gid) for tag, gid in glyphs)
        assert len(glyphs) == len(clusters(text))
        assert all(gid for _, gid in glyphs)


def tags_of(run: Run) -> str:
    return "".join(piece.tag for piece in run.pieces for _ in range(len(piece.codes) // 4))


@given(st.sampled_from(CHAINS), TEXTS)
def test_a_text_is_of_the_first_style_that_has_all_of_it(chain: str, text: str) -> None:
    run = shaped(chain, text)
    whole = [style for style in STYLES[chain] if all(_in_style(style, c) for c in clusters(text))]
    if run is not None:
        # An earlier style may have all clusters, and yet no face of it all of a word.
        assert any(set(tags_of(run)) <= set(style) for style in whole)
        assert run.width == shaper(chain).width(text)
    elif whole:
        assert all(len(style) > 1 for style in whole)


def _in_style(style: str, cluster: str) -> bool:
    return any(load_face(tag).glyph(cluster) is not None for tag in style)


WORDS = re.compile("[\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff]+|[A-Za-z\u00c0-\u1eff]+")


@given(st.sampled_from(CHAINS), st.text("ABeé\u1ec5\u1ecbあがカーヷ・田\U00020bb7 -’\u02bc", max_size=12))
def test_a_word_is_of_one_face(chain: str, text: str) -> None:
    run = shaped(chain, text)
    if run is not None:
        tags = tags_of(run)
        assert all(len(set(tags[word.start() : word.end()])) == 1 for word in WORDS.finditer(text))


@pytest.mark.parametrize(
    ("chain", "text", "tags"),
    [
        ("gothic", "渡邉 誠", "GGGG"),
        ("gothic", "渡邉\U000e0101 誠", "GNGG"),  # the second gothic face has it: still gothic
        ("gothic", "渡邉\U000e0112 誠", "MMMM"),  # only IPAmj has it: the whole name in Mincho
        ("bold", "山田", "BB"),
        ("bold", "𠮷田", "NG"),  # no bold has it: the whole name in the regular weight
        (
            "gothic",
            "Nguyễn Thị Lan 王",
            "NNNNNNGNNNGNNNGG",
        ),  # all words of the face that has all of them; the rest as ever
        ("gothic", "ヷイオラ", "GGGG"),
        ("mincho", "葛\U000e0100城", "GG"),
    ],
)
def test_style_of_a_name(chain: str, text: str, tags: str) -> None:
    assert tags_of(shaper(chain).run(text)) == tags


def test_two_styles_are_never_mixed() -> None:
    # Adobe-Japan1 only in the gothic faces, Moji_Joho only in IPAmj: no style has both, so both are named.
    with pytest.raises(MissingGlyph) as caught:
        shaper("gothic").run("葛\U000e0100 渡邉\U000e0112")
    assert caught.value.clusters == ("葛\U000e0100", "邉\U000e0112")


@given(st.sampled_from(CHAINS), TEXTS)
def test_run_says_exactly_the_text(chain: str, text: str) -> None:
    run = shaped(chain, text)
    if run is not None:
        assert spoken(run) == text


@given(st.sampled_from(CHAINS), st.lists(TEXTS, max_size=6))
def test_run_does_not_depend_on_what_was_shaped_before(chain: str, before: list[str]) -> None:
    fresh = Shaper(chain, [[load_face(tag) for tag in style] for style in STYLES[chain]])
    for text in before:
        assert shaped(chain, text) == (fresh.run(text) if not fresh.missing(text) else None)


@given(TEXTS)
def test_clusters_joined_are_the_text(text: str) -> None:
    found = clusters(text)
    assert "".join(found) == text
    assert all(len(cluster) <= 2 for cluster in found)


def test_plain_name_is_one_piece() -> None:
    run = shaper("gothic").run("山田 太郎")
    assert [(piece.tag, len(piece.codes), piece.actual) for piece in run.pieces] == [("G", 20, "")]
    assert run.width == 4000 + load_face("G").advance(load_face("G").glyph(" ") or 0)


def test_second_face_is_a_second_piece() -> None:
    assert [piece.tag for piece in shaper("gothic").run("\U00020bb7田幸子").pieces] == ["N", "G"]


@pytest.mark.parametrize(
    "chain, text, actual",
    [
        ("gothic", "\u9089\U000e0100", "FEFF9089DB40DD00"),  # BIZ shows the base's own glyph
        ("gothic", "\u795e\ufe00", "FEFF795EFE00"),  # the glyph of U+FA19
        ("gothic", "\u304b\u3099", "FEFF304B3099"),
        ("mincho", "\uff5e", "FEFFFF5E"),  # the glyph of U+301C
        ("mincho", "\u301c", ""),
        ("mincho", "\u2019", ""),  # and not the modifier letter that shares the glyph
        ("gothic", "\u845b\U000e0100", ""),  # a glyph of its own
        ("gothic", "\u304c", ""),
    ],
)
def test_actual_text(chain: str, text: str, actual: str) -> None:
    (piece,) = shaper(chain).run(text).pieces
    assert piece.actual == actual


def test_actual_text_covers_its_own_glyph_only() -> None:
    base, form = "\u9089", "\u9089\U000e0100"
    first, second, third, last = shaper("gothic").run(f"{base}{form}{form}{base}{base}").pieces
    assert (first.actual, last.actual) == ("", "")
    assert second == third == Piece("G", first.codes, "FEFF9089DB40DD00")
    assert last.codes == first.codes * 2


def test_empty_text_is_an_empty_run() -> None:
    assert shaper("gothic").run("").width == 0


def test_same_text_is_the_same_run() -> None:
    assert shaper("gothic").run("健保") is shaper("gothic").run("".join(["健", "保"]))
    assert shaper("gothic") is shaper("gothic")


def test_memo_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "_MEMO", 100)
    own = Shaper("own", [[load_face("G")]])
    expected = [own.run(f"{number:06}") for number in range(1_000)]
    assert len(own._runs) <= 100  # pyright: ignore[reportPrivateUsage]
    assert [own.run(f"{number:06}") for number in range(1_000)] == expected


def test_missing_glyph_crosses_processes() -> None:
    with pytest.raises(MissingGlyph) as caught:
        shaper("bold").run("\u4e00\ue000")
    again = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - our own bytes
    assert (again.clusters, str(again)) == (("\ue000",), "U+E000 (外字)")
