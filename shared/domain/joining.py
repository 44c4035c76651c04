"""Joining at a kiosk, without staff: what a newcomer is asked, who may join, and what she tells of herself."""

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from shared.domain.text import VALUE_LENGTH

GUARDIAN: Final = "guardian"
"""The purpose under which a guardian's word is kept; a programme has none of this name."""
OLDEST_YEARS: Final = 120
MOST_DOMAINS: Final = 6
"""Quick keys that the e-mail pad has room for."""
_MOST_YEARS: Final = 99
_DOMAIN: Final = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
_EMAIL: Final = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


class Wish(StrEnum):
    """Whether a detail is asked for, and whether she may leave it out."""

    NO = "no"
    OPTIONAL = "optional"
    REQUIRED = "required"


@dataclass(frozen=True, slots=True)
class JoiningRules:
    """What a kiosk asks a newcomer besides her nickname, which is always asked.

    She is at least `youngest_years` old; below `guardian_below_years` a guardian beside her agrees. Zero: no such age.
    `per_day` people join at one kiosk on one day, so that nobody collects what newcomers are given by joining over and
    over; 0: any number. `email_domains` are quick keys of the e-mail pad.
    """

    phone: Wish = Wish.OPTIONAL
    birthday: Wish = Wish.OPTIONAL
    email: Wish = Wish.NO
    youngest_years: int = 0
    guardian_below_years: int = 0
    per_day: int = 0
    email_domains: tuple[str, ...] = ()

    @property
    def asks_for_details(self) -> bool:
        """Tell whether anything is asked that has to travel sealed."""
        return any(wish is not Wish.NO for wish in (self.phone, self.birthday, self.email))


@dataclass(frozen=True, slots=True)
class Told:
    """What she tells besides her nickname; `guardian` says that hers stood beside her and agreed."""

    phone_e164: str = field(default="", repr=False)
    birthday: date | None = field(default=None, repr=False)
    email: str = field(default="", repr=False)
    guardian: bool = field(default=False, repr=False)


class JoiningFault(StrEnum):
    """What needs another look before she can join."""

    NICKNAME = "nickname"
    PHONE = "phone"
    BIRTHDAY = "birthday"
    TOO_YOUNG = "too_young"
    GUARDIAN = "guardian"
    EMAIL = "email"
    CONSENT = "consent"


def age_years(birthday: date, day: date) -> int:
    """Return the whole years from a birthday to `day`; negative before it."""
    return day.year - birthday.year - ((day.month, day.day) < (birthday.month, birthday.day))


def needs_guardian(rules: JoiningRules, birthday: date, day: date) -> bool:
    """Tell whether somebody of that birthday joins with a guardian only."""
    return age_years(birthday, day) < rules.guardian_below_years


def phone_faults(rules: JoiningRules, phone_e164: str) -> tuple[JoiningFault, ...]:
    """Return what is wrong with a phone number as E.164, "" for none."""
    holds = phone_e164.startswith("+") and phone_e164[1:].isascii() and phone_e164[1:].isdecimal()
    return () if _stands(rules.phone, given=bool(phone_e164), holds=holds) else (JoiningFault.PHONE,)


def birthday_faults(rules: JoiningRules, birthday: date | None, day: date) -> tuple[JoiningFault, ...]:
    """Return what is wrong with a birthday on `day`: that it is none, or that she is too young."""
    years = age_years(birthday, day) if birthday is not None else 0
    if not _stands(rules.birthday, given=birthday is not None, holds=0 <= years <= OLDEST_YEARS):
        return (JoiningFault.BIRTHDAY,)
    return (JoiningFault.TOO_YOUNG,) if birthday is not None and years < rules.youngest_years else ()


def email_faults(rules: JoiningRules, email: str) -> tuple[JoiningFault, ...]:
    """Return what is wrong with an e-mail address, "" for none."""
    holds = len(email) <= VALUE_LENGTH and _EMAIL.fullmatch(email) is not None
    return () if _stands(rules.email, given=bool(email), holds=holds) else (JoiningFault.EMAIL,)


def told_faults(rules: JoiningRules, told: Told, day: date) -> tuple[JoiningFault, ...]:
    """Return what is wrong with what she told on `day`, in the order in which it is asked."""
    young = told.birthday is not None and needs_guardian(rules, told.birthday, day)
    return (
        *phone_faults(rules, told.phone_e164),
        *birthday_faults(rules, told.birthday, day),
        *((JoiningFault.GUARDIAN,) if young and not told.guardian else ()),
        *email_faults(rules, told.email),
    )


def joining_rule_faults(rules: JoiningRules) -> list[str]:
    """Return what makes the table unusable, a sentence each."""
    faults = []
    ages = {"youngest_years": rules.youngest_years, "guardian_below_years": rules.guardian_below_years}
    for name, years in ages.items():
        if not 0 <= years <= _MOST_YEARS:
            faults.append(f"{name} is an age in years, 0 to {_MOST_YEARS}.")
        elif years and rules.birthday is not Wish.REQUIRED:
            faults.append(f'{name} can only be kept by asking for the birthday: say birthday = "required".')
    if 0 < rules.guardian_below_years <= rules.youngest_years:
        faults.append("guardian_below_years must lie above youngest_years; nobody between them could join.")
    wrong = [domain for domain in rules.email_domains if _DOMAIN.fullmatch(domain) is None]
    faults += [f"email_domains: {domain!r} is no domain, such as 'example.com'." for domain in wrong]
    if rules.per_day < 0:
        faults.append("per_day can't be negative; 0 lets any number of people join.")
    if len(rules.email_domains) > MOST_DOMAINS:
        faults.append(f"email_domains: the pad has room for {MOST_DOMAINS}.")
    return faults


def _stands(wish: Wish, *, given: bool, holds: bool) -> bool:
    if not given:
        return wish is not Wish.REQUIRED
    return wish is not Wish.NO and holds
