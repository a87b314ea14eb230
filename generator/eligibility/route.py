"""経路: a case and what its document bears enter, the route and whether it travels alone leave.

Authority: contract §3 (Route) and §5 (envelopes), 施行規則47条5-8項 and 51条の3第3-4項, domain.md §4.4.
"""

from generator.decision import Route
from generator.eligibility.case import Case
from generator.model import Category


def card_route(case: Case, *, optional: bool) -> Route:
    """Return the route of a card: what the employer must not read goes directly, unless the member chose."""
    if notice_route(case) is Route.DIRECT:
        return Route.DIRECT
    member = case.member
    private = case.day.policy.private_back_direct and (bool(member.alias) or member.sex_on_back)
    return Route.DIRECT if (optional or private) and not member.via_employer else Route.EMPLOYER


def notice_route(case: Case) -> Route:
    """Return the route of everything that bears nothing private."""
    away = case.insured.category is not Category.GENERAL or case.member.direct
    return Route.DIRECT if away else Route.EMPLOYER


def alone(case: Case, route: Route, *, optional: bool) -> bool:
    """Tell whether a document travels in an envelope of its own."""
    if route is not Route.DIRECT:
        return False
    return optional or case.member.direct or case.member.mail_to is not None
