"""The command line: arguments in, one call of the library, problems and results out."""

from __future__ import annotations

import click

from handoutkit.cli.running import Commands, Home

EPILOG = (
    "Exit codes: 0 done; 1 some targets failed; 2 wrong usage; 3 refused by a content gate; 4 refused as unsafe; "
    "5 a limit was hit; 6 output could not be written; 7 this machine lacks something; 130 interrupted."
)


@click.group(
    cls=Commands,
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"]},
    homes={
        "build": Home("building", "build", "Build handouts as PDF or HTML."),
        "check": Home("checking", "check", "Check the content before anything is printed."),
        "verify": Home("checking", "verify", "Check the accessibility of any PDF."),
        "list": Home("showing", "list_", "List the handouts and sections."),
        "show": Home("showing", "show", "Show where a handout or section comes from and what it needs."),
        "new": Home("authors", "new", "Start a pack, a section or a handout."),
        "messages": Home("authors", "messages", "Extract, update and count what is to be translated."),
        "review": Home("reviewing", "review", "See which sections people have checked, and record a check."),
        "doctor": Home("showing", "doctor", "Tell whether this machine can build handouts."),
    },
)
@click.version_option(package_name="handoutkit")
def main() -> None:
    """Printable patient handouts about iron and multiple sclerosis, proven before they are printed."""
