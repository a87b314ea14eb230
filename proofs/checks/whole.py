"""All that is checked of a file but its pages, in one go: constant work, however many pages there are."""

from proofs.checks.claim import check_claim
from proofs.checks.file import check_file_facts, check_metadata, check_survey
from proofs.checks.parts import check_parts
from proofs.checks.plates import check_inks, check_layers
from proofs.checks.privacy import Personal
from proofs.claims import Asked, Standard
from proofs.finding import Findings
from proofs.structure import Delivered


def check_whole(
    file: Delivered, asked: Asked, personal: Personal, findings: Findings, *, planned: bool
) -> Standard | None:
    """Check the file as a whole; return the standard its pages are to follow."""
    whole, survey = file.whole(), file.survey()
    standard = check_claim(whole, asked, findings, planned=planned)
    check_file_facts(whole, findings)
    check_survey(survey, findings, planned=planned)
    check_metadata(whole, personal, findings)
    check_inks(survey.spots, asked, findings)
    check_layers(whole.layers, standard, findings)
    check_parts(file.parts(), whole.page_count, personal, findings)
    return standard
