"""What a communications officer and an approver do on a Monday, step by step.

Each step is taken through the forms, links and buttons that the person sees, so that the same day
can be lived with a mouse, without JavaScript, and by keyboard alone.
"""

from __future__ import annotations

import re

from tests.journeys.browser import Person

#: Drawn a remark by the writing help, which proposes "snabbt".
_OFFICIAL = "RVM bad Nordlys Health att skyndsamt svara på frågan om märkningen."

#: The day's words draw fewer.
_MOST_REMARKS = 6


def take_up_flag(officer: Person) -> str:
    """Take on the incident that was proposed from the flag on top of the queue: it is relevant."""
    officer.click("Granska", "link")
    officer.judge("n", "Bekräfta händelsen")
    officer.told("är bekräftad")
    return _ref(officer)


def open_incident_from_flag(officer: Person) -> str:
    """Open an incident from the flag on top of the queue; return its reference."""
    officer.click("Granska", "link")
    officer.judge("n", "Öppna händelse")
    officer.told("är öppnad")
    return _ref(officer)


def _ref(officer: Person) -> str:
    found = re.search(r"H-\d{4}-\d{3}", officer.page.url)
    assert found is not None
    return found[0]


def _add(officer: Person, said: str, form: str) -> None:
    """Unfold one of the forms of the incident page."""
    officer.inside(".quick").click(said, "link")
    officer.page.locator(f"form#{form}").wait_for()
    officer.inside(f"form#{form}")


def _save(officer: Person, told: str, said: str = "Lägg till") -> None:
    officer.submit(said)
    officer.anywhere().told(told)


def add_statements(officer: Person) -> None:
    """Enter what the supplier told us, and what we say; ours waits for approval."""
    _add(officer, "Uttalande till oss", "ny-uttalande-in")
    officer.write("Ordalydelse", "Bolaget återkommer med besked om märkningen i morgon.")
    officer.choose("Organisation", "Nordlys Health")
    _save(officer, "Uttalandet är infört.")
    _add(officer, "Vårt uttalande", "ny-uttalande-out")
    officer.write("Ordalydelse", "Enligt avtalet svarar leverantören för märkningen.")
    officer.choose("Vem som uttalar sig", "Karin Almgren")
    _save(officer, "Uttalandet är infört.")


def add_circumstances(officer: Person) -> None:
    """Enter three things that are known."""
    for wording, basis, organisation in (
        ("ansvarar leverantören för att Kompass följer gällande regler", "avtal", "Nordlys Health"),
        ("Driftstarten är planerad till onsdagen den 11 mars", "egen kontroll", ""),
        ("Märkningen saknas i den handling som RVM har fått", "egen kontroll", ""),
    ):
        _add(officer, "Omständighet", "ny-omstandighet")
        officer.write("Omständighet", wording)
        officer.choose("Grund", basis)
        if organisation:
            officer.choose("Organisation", organisation)
        _save(officer, "Omständigheten är införd.")


def add_actions(officer: Person) -> None:
    """Enter what has been done, once in words that the writing help does not like."""
    for wording in (_OFFICIAL, "RVM har svarat två medier."):
        _add(officer, "Åtgärd", "ny-atgard")
        officer.write("Åtgärd", wording)
        _save(officer, "Åtgärden är införd.")


def add_enquiry_with_answer(officer: Person) -> None:
    """Enter a question from a medium with its deadline, and ask for approval of the answer."""
    _add(officer, "Mediefråga", "ny-fraga")
    officer.write("Fråga", "Kommer driftstarten på onsdag att skjutas upp?")
    officer.choose("Medium", "Radio Västmark")
    officer.write("Svar önskas senast", "17.30")
    _save(officer, "Frågan är införd.")
    officer.inside("#mediefragor ~ ul, section[aria-labelledby=mediefragor] ul")
    officer.click(re.compile("^Skriv svar"), "link")
    officer.inside("form[id^=svar-]")
    officer.write("Svar", "Vi har inget nytt besked om driftstarten i dag.")
    _save(officer, "Svaret väntar på godkännande.", "Spara och be om godkännande")


def appoint_spokesperson(officer: Person) -> None:
    """Say who speaks for the region."""
    officer.click("Utse talesperson", "link")
    officer.inside("form#ny-talesperson")
    officer.choose("Talesperson", "Karin Almgren, styrgruppsordförande Kompass RVM")
    _save(officer, "Talespersonen är utsedd.", "Utse")


def answer_enquiry(officer: Person, ref: str) -> None:
    """Give the approved answer."""
    officer.go(f"/-/lagesbild/handelser/{ref}")
    officer.click("Besvarad med detta nu")
    officer.told("besvarad")


def draft_report(officer: Person) -> str:
    """Draft the extra report from the incident at hand; return its number."""
    officer.click("Skriv extrainsatt rapport", "link")
    officer.inside("form#ny-extra")
    officer.submit("Skriv utkast")
    officer.anywhere().told("är skrivet ur händelsen")
    return officer.page.url.rpartition("/")[2].partition("#")[0]


def mend_remarks(officer: Person) -> None:
    """Take the writing help's proposals, one after the other, until it has no more to say."""
    officer.sees("”snabbt” är enklare än ”skyndsamt”.")
    for _ in range(_MOST_REMARKS):
        if officer.page.get_by_text("Inga anmärkningar.").count():
            break
        with officer.page.expect_navigation():
            officer.inside("li.remark:not(.stands)").click("Godta")
    officer.anywhere().sees("Inga anmärkningar.")


def hand_in(officer: Person) -> None:
    """Leave the report for review."""
    officer.click("Lämna för granskning")
    officer.told("Rapporten är lämnad för granskning.")


def approve_statements(approver: Person) -> None:
    """Approve everything that the officers want to say, from the start page."""
    approver.go()
    approver.inside("article:has-text('Uttalanden att godkänna')")
    approver.use(approver.where.locator("li a").first)
    approver.anywhere().sees("Tidslinje")
    buttons = approver.page.get_by_role("button", name="Godkänn", exact=True)
    while buttons.count():
        with approver.page.expect_navigation():
            approver.click("Godkänn")
        approver.told("Uttalandet är godkänt.")


def approve_report(approver: Person, number: str) -> None:
    """Find the report on the start page, and approve it."""
    approver.go()
    approver.inside("article:has-text('Rapporter att granska')").click(re.compile(number), "link")
    approver.anywhere().sees("lämnade rapporten för granskning")
    approver.click("Godkänn")
    approver.told("Rapporten är godkänd och låst.")


def send(officer: Person, number: str) -> None:
    """Send the approved report to every list."""
    officer.go(f"/-/lagesbild/rapporter/{number}")
    officer.click("Skicka ut")
    officer.told("Rapporten är utskickad.")


def shortest_way(officer: Person, approver: Person) -> str:
    """Go from a flag to a sent report with two statements, three circumstances and two actions."""
    ref = take_up_flag(officer)
    add_statements(officer)
    add_circumstances(officer)
    add_actions(officer)
    approve_statements(approver)
    return issue(officer, approver, ref)


def whole_way(officer: Person, approver: Person) -> str:
    """Do the same, and answer a question from a medium and appoint who speaks."""
    ref = take_up_flag(officer)
    add_statements(officer)
    add_circumstances(officer)
    add_actions(officer)
    add_enquiry_with_answer(officer)
    appoint_spokesperson(officer)
    approve_statements(approver)
    answer_enquiry(officer, ref)
    return issue(officer, approver, ref)


def issue(officer: Person, approver: Person, ref: str) -> str:
    """Draft, mend, hand in, approve and send the report of an incident; return its number."""
    officer.go(f"/-/lagesbild/handelser/{ref}")
    number = draft_report(officer)
    mend_remarks(officer)
    hand_in(officer)
    approve_report(approver, number)
    send(officer, number)
    return number
