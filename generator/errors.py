"""The generator's refusals; each class carries its exit code (contract §1)."""

from fonts.errors import ExitCode, Refusal


class ConfigError(Refusal):
    """Wrong usage or configuration."""

    exit_code = ExitCode.USAGE


class InputError(Refusal):
    """An input file is refused whole."""

    exit_code = ExitCode.INPUT


class Stopped(Refusal):
    """Preflight or a guard stopped the job."""

    exit_code = ExitCode.STOPPED


class LedgerError(Refusal):
    """The ledger and the command do not agree."""

    exit_code = ExitCode.LEDGER
