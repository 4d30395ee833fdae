"""``lagesbild backup``, ``restore``, ``verify`` and ``doctor``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import click

from incidents.keep import backup as backups
from incidents.keep import doctor as doctors
from incidents.keep import verify as checks
from monitor.core.command_line import Command, Runtime, print_json

#: What an outsider needs to tell later that the trail was not rewritten or cut short.
_END = (
    "Ändringsloggens slut: {head}\nAnteckna det utanför datorn: ”verify --against” jämför med det."
)


@click.command(cls=Command)
@click.option("--json", "as_json", is_flag=True, help="Skriv JSON.")
@click.pass_obj
def backup(runtime: Runtime, *, as_json: bool) -> None:
    """Kopiera databasen medan den används och kontrollera kopian."""
    with closing(runtime.open_store(runtime.settings)) as store:
        copy = backups.back_up(store, runtime.settings)
    told = {"path": str(copy.path), "bytes": copy.bytes, "articles": copy.articles,
            "incidents": copy.incidents, "reports": copy.reports,
            "audit_head": f"{copy.head.last_id}:{copy.head.hash}"}  # fmt: skip
    if as_json:
        print_json(told)
    else:
        click.echo(
            f"{copy.path}: {copy.articles} artiklar, {copy.incidents} händelser och "
            f"{copy.reports} rapporter, kontrollerad."
        )
        click.echo(_END.format(head=told["audit_head"]))


@click.command(cls=Command)
@click.argument("path", type=click.Path(path_type=Path))
@click.pass_obj
def restore(runtime: Runtime, path: Path) -> None:
    """Ersätt databasen med en säkerhetskopia; den ersatta filen sparas."""
    if path.is_file() and not backups.as_taken(path):
        click.echo("Obs: kopian är ändrad sedan den togs. Kör verify efteråt.", err=True)
    moved = backups.restore(path, runtime.settings)
    click.echo(f"Databasen är återställd från {path}.")
    if moved:
        click.echo(f"Den ersatta databasen ligger i {moved}.")
    click.echo("Kör ”lagesbild verify” och starta sedan ”lagesbild serve”.")


@click.command(cls=Command)
@click.option("--json", "as_json", is_flag=True, help="Skriv JSON.")
@click.option("--against", help="Det som ”verify” eller ”backup” skrev tidigare om loggens slut.")
@click.pass_obj
def verify(runtime: Runtime, *, against: str | None, as_json: bool) -> int:
    """Kontrollera fil, uppbyggnad, ändringslogg, register, utgivna rapporter och underlag."""

    def tell(name: str) -> None:
        if sys.stderr.isatty():
            click.echo(f"{name} …", err=True)

    with closing(runtime.open_store(runtime.settings)) as store:
        findings = checks.verify(store, runtime.settings, tell)
        head = checks.receipt(store)
        differs = checks.against(store, against) if against else None
    if differs:
        findings.append(checks.Finding("Det som antecknats", 1, [differs]))
    if as_json:
        click.echo(checks.as_json(findings, head))
    else:
        for finding in findings:
            count = len(finding.wrong)
            click.echo(f"{finding.name}: {finding.checked} kontrollerade, {count} fel")
            for note in finding.notes:
                click.echo(f"  {note}")
        click.echo(_END.format(head=head))
    wrong = [sentence for finding in findings for sentence in finding.wrong]
    for sentence in wrong:
        click.echo(sentence, err=True)
    return 1 if wrong else 0


@click.command(cls=Command)
@click.option("--json", "as_json", is_flag=True, help="Skriv JSON.")
@click.pass_obj
def doctor(runtime: Runtime, *, as_json: bool) -> None:
    """Visa hur det står till och vad någon bör se till; slutar med 1 när ett flöde larmar."""
    with closing(runtime.open_store(runtime.settings)) as store:
        told = doctors.figures(store, runtime.settings)
    if as_json:
        print_json(told)
        _end_for(told["alarms"])
        return
    click.echo(f"Databas: {told['file']} ({told['bytes'] // 1_000_000} MB)")
    counts = told["counts"]
    click.echo(
        f"Flöden och sidor: {counts['sources']}. Artiklar: {counts['articles']}, bedömda av "
        f"programmet: {counts['flags']}. Händelser: {counts['incidents']}. "
        f"Rapporter: {counts['reports']}."
    )
    for sentence in told["warnings"] or ["Allt ser bra ut."]:
        click.echo(sentence)
    _end_for(told["alarms"])


def _end_for(alarms: Sequence[object]) -> None:
    """End with 1 when what was found cannot be trusted, so that a script that watches sees it."""
    if alarms:
        click.echo(f"Larm: {len(alarms)}. Att inget hittas går inte att lita på.", err=True)
        sys.exit(1)
