"""Asking for help, step by step: questions and answers, and the call for staff."""

from dataclasses import replace
from typing import Final

from kiosk.viewmodels.joining_steps import voiced
from kiosk.viewmodels.session import Help, KioskPage, Session, ended
from shared.application.calls import Called, CallStands

QUERY_LENGTH: Final = 24
_NOT_FROM: Final = frozenset({KioskPage.SETUP, KioskPage.ASKING, KioskPage.HELP})
_WAITING: Final = frozenset({Called.SENT, Called.RINGING})


def may_ask_for_help(session: Session) -> bool:
    """Tell whether there is help now: not while a turn or a question is on its way, which nothing may cover."""
    busy = session.asking or session.recording or session.turning is not None
    return session.page not in _NOT_FROM and not busy and session.attract is not None


def with_help(session: Session, now_ms: int) -> Session:
    """Open the questions; what was typed of a PIN is not kept."""
    pin = replace(session.pin, digits="", first="") if session.pin else None
    return replace(session, page=KioskPage.HELP, help=Help(session.page), pin=pin, touched_ms=now_ms)


def back_from_help(session: Session, now_ms: int) -> Session:
    """Go back to the page where help was asked for, from a call first to the questions."""
    if session.help is None:
        return session
    if session.help.call is not None:
        return replace(session, help=replace(session.help, call_id="", call=None), touched_ms=now_ms)
    return replace(session, page=session.help.opened_from, help=None, touched_ms=now_ms)


def with_search(session: Session, now_ms: int, *, searching: bool) -> Session:
    """Show the keys for searching, or take them away with what was typed."""
    if session.help is None:
        return session
    return replace(session, help=replace(session.help, searching=searching, typed=""), touched_ms=now_ms)


def with_query(session: Session, typed: str, now_ms: int) -> Session:
    """Seek what is typed now."""
    fits = typed.isprintable() and len(typed) <= QUERY_LENGTH
    if session.help is None or session.help.call is not None or not fits:
        return session
    return replace(session, help=replace(session.help, searching=True, typed=typed.lstrip()), touched_ms=now_ms)


def with_voicing(session: Session, now_ms: int) -> Session:
    """Turn the last kana into its next form."""
    return with_query(session, voiced(session.help.typed), now_ms) if session.help else session


def with_call(session: Session, call_id: str, stands: CallStands, now_ms: int) -> Session:
    """Show how the call stands; whoever waits did nothing, so her time goes on as it was unless it has changed."""
    if session.help is None:
        return session
    before = session.help.call
    touched_ms = session.touched_ms if before is not None and before == stands else now_ms
    return replace(session, help=replace(session.help, call_id=call_id, call=stands), touched_ms=touched_ms)


def is_waiting(session: Session) -> bool:
    """Tell whether staff are called and nobody has answered yet."""
    return session.help is not None and session.help.call is not None and session.help.call.state in _WAITING


def is_helped(session: Session) -> bool:
    """Tell whether staff are called or come: nobody's visit ends the call by what she does meanwhile."""
    coming = session.help is not None and session.help.call is not None and session.help.call.state is Called.COMING
    return coming or is_waiting(session)


def without_member(session: Session, now_ms: int) -> Session:
    """Forget whose visit it was and let the call go on: she may have gone, and nobody else is to see her points."""
    over = ended(session, now_ms)
    if session.help is None:
        return over
    help_ = replace(session.help, opened_from=over.page, searching=False, typed="")
    return replace(over, page=KioskPage.HELP, locale=session.locale, easy=session.easy, help=help_)


def with_call_kept(before: Session, greeted: Session) -> Session:
    """Let whoever shows her card while she waits for staff go on waiting; another member's call is not hers."""
    hers = before.home is None or before.member_id == greeted.member_id
    if before.help is None or not is_helped(before) or not hers or greeted.page is KioskPage.HELP:
        return greeted
    return replace(greeted, page=KioskPage.HELP, help=replace(before.help, opened_from=greeted.page))
