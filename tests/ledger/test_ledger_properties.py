"""What holds after any order of issuing and withdrawing, and of the digests that stand for what was borne."""

import pickle
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from ledger_office import Office, key

from generator.errors import LedgerError
from generator.history import Issued
from generator.ledger.opening import open_ledger
from generator.ledger.seal import SaltedSeal

PEOPLE = [key(n) for n in range(4)]
HOW = ("void", "superseded", "expired")


class Life(RuleBasedStateMachine):
    """Issue as eligibility would, withdraw at random, and compare with a model that keeps whole copies."""

    def __init__(self) -> None:
        super().__init__()
        self.ledger = open_ledger(Path("nowhere"), create=False)
        self.office = Office(self.ledger)
        self.live: dict[int, str] = {}
        self.undo: list[tuple[str, dict[int, str]]] = []
        self.numbers: set[str] = set()

    def teardown(self) -> None:
        """Close the ledger."""
        self.ledger.close()

    def documents(self, person: int) -> tuple[Issued, ...]:
        """Return what the ledger says of a person."""
        return self.office.history(PEOPLE[person]).documents

    @rule(people=st.sets(st.integers(0, 3), min_size=1), how=st.sampled_from(HOW))
    def issue(self, people: set[int], how: str) -> None:
        """Give some people a new card in place of what they hold."""
        before = dict(self.live)
        cards = []
        for person in sorted(people):
            last = self.documents(person)[-1:]
            after = last[0].number if last else ""
            ends = how if last and not last[0].ended else ""
            card = self.office.card(PEOPLE[person], after=after, ends=ends)
            assert card.number not in self.numbers
            self.numbers.add(card.number)
            self.live[person] = card.number
            cards.append(card)
        self.undo.append((self.office.issue(*cards), before))

    @precondition(lambda self: self.undo)
    @rule()
    def withdraw_the_last_job(self) -> None:
        """Take back the last job that stands."""
        job, before = self.undo.pop()
        self.office.withdraw(job)
        self.live = before

    @precondition(lambda self: self.undo)
    @rule(data=st.data())
    def withdraw_any_job(self, data: st.DataObject) -> None:
        """Take back any job: it goes only where nobody builds on it."""
        index = data.draw(st.integers(0, len(self.undo) - 1))
        job = self.undo[index][0]
        mine = {number for number in self.numbers if number.startswith(job)}
        standing = mine <= set(self.live.values())
        try:
            self.office.withdraw(job)
        except LedgerError:
            assert not standing
            return
        assert standing
        before = self.undo.pop(index)[1]
        theirs = {person for person, number in self.live.items() if number in mine}
        for person in theirs:
            self._set(self.live, person, before.get(person))
            for _, later in self.undo[index:]:
                self._set(later, person, before.get(person))

    @staticmethod
    def _set(live: dict[int, str], person: int, number: str | None) -> None:
        live.pop(person, None)
        if number is not None:
            live[person] = number

    @rule(person=st.integers(0, 3))
    def issue_from_stale_knowledge(self, person: int) -> None:
        """Try a first card, or one behind a live card, where there are cards already."""
        if not self.documents(person):
            return
        seq = self.ledger.horizon()
        stale = [self.office.card(PEOPLE[person])]
        if person in self.live:
            stale.append(self.office.card(PEOPLE[person], after=self.live[person]))
        for card in stale:
            try:
                self.office.reserve(card)
            except LedgerError as refusal:
                assert refusal.code == "ledger-card-twice"
            else:
                raise AssertionError(card)
        assert self.ledger.horizon() == seq

    @invariant()
    def each_holds_what_the_model_says(self) -> None:
        """Compare live cards, and that every number was issued once."""
        for person in range(len(PEOPLE)):
            documents = self.documents(person)
            live = [d.number for d in documents if not d.ended]
            assert live == [self.live[person]] if person in self.live else live == []
            assert len({d.number for d in documents}) == len(documents)


Life.TestCase.settings = settings(max_examples=30, stateful_step_count=12, deadline=None)
TestLife = Life.TestCase

TEXTS = st.lists(st.text(max_size=6), max_size=4).map(tuple)


@given(one=TEXTS, other=TEXTS, salt=st.binary(min_size=32, max_size=32))
def test_digests_are_equal_only_for_equal_texts(one: tuple[str, ...], other: tuple[str, ...], salt: bytes) -> None:
    seal = SaltedSeal(salt)
    assert (seal(one) == seal(other)) == (one == other)
    assert pickle.loads(pickle.dumps(seal))(one) == seal(one)  # noqa: S301
    assert SaltedSeal(bytes(32 * [7]))(one) != seal(one) or salt == bytes(32 * [7])
    assert len(seal(one)) == 32
