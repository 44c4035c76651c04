"""Stopping campaigns for good, and how they stand."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Connection, Engine, func, insert, select

from shared.central import schema, scopes
from shared.central.database import writing
from shared.central.directory import ChainDirectory
from shared.central.feeding import write_feed
from shared.central.journal import note
from shared.central.recalls import lent_drums, recall_drums
from shared.central.state import CentralState
from shared.domain.calendar import programme_day
from shared.domain.campaigns import Campaign
from shared.domain.drums import OUT, DrumState
from shared.domain.programme import Programme, Wheel
from shared.domain.text import EVERYWHERE, Text
from shared.runtime.trouble import Trouble
from shared.wire.json import encode


class CampaignStanding(StrEnum):
    """Where a campaign is in its life."""

    COMING = "coming"
    RUNNING = "running"
    STOPPED = "stopped"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class CampaignStatus:
    """A campaign as it stands: where it was stopped, its drums by state, and the balls that kiosks still have."""

    key: str
    name: Text
    standing: CampaignStanding
    stopped_in: tuple[str, ...]
    drums_lent: int
    drums_recalled: int
    drums_over: int
    balls_out: int


@dataclass(frozen=True, slots=True)
class Stopped:
    """A campaign was stopped: the programme's new version, and how many drums are wanted back."""

    version: int
    drums_recalled: int


def stop_campaign(engine: Engine, key: str, store_id: str | None, now: datetime, actor: str) -> Stopped:
    """Stop a campaign for good, in one store or everywhere, and recall its drums; Trouble for what there is not.

    It makes a version of the programme: every operation names the version that its device knew, so what was done
    before the stop was heard of stands, by the same rules as ever.
    """
    with writing(engine) as connection:
        directory = ChainDirectory(connection)
        programme = directory.programme_in_use() if store_id is None else directory.programme_for(store_id)
        campaign = programme.wheel(key) or programme.campaign(key)
        if campaign is None:
            known = ", ".join(each.key for each in _stoppable(programme))
            raise Trouble(f"The programme has no campaign {key!r}; it has {known}.")
        if campaign.stopped(store_id or EVERYWHERE):
            raise Trouble(f"The campaign {key!r} is stopped there already.")
        stopped = _stopped(programme, key, store_id or EVERYWHERE)
        row = {"version": stopped.version, "body": encode(stopped), "applied_at": now}
        connection.execute(insert(schema.programme).values(row))
        note(connection, now, "campaign_stopped", key, store_id or EVERYWHERE, actor)
        state = CentralState(connection, directory, now)
        wanted = lent_drums(connection, lambda d: d.campaign == key and store_id in (None, d.store_id))
        count = recall_drums(state, connection, wanted, actor)
        write_feed(connection, [scopes.programme_note(stopped), *state.notes])
    return Stopped(stopped.version, count)


def carry_stops_over(latest: Programme, programme: Programme) -> Programme:
    """Return a new version of the document in which what was stopped stays stopped."""
    return programme.with_stops({each.key: each.stopped_in for each in _stoppable(latest)})


def is_in_use(latest: Programme, programme: Programme) -> bool:
    """Tell whether the document is the one in use, but for stops that came since."""
    return replace(carry_stops_over(latest, programme), version=latest.version) == latest


def campaign_list(connection: Connection, now: datetime) -> tuple[CampaignStatus, ...]:
    """Return every campaign of the programme in use, in the document's order."""
    programme = ChainDirectory(connection).latest_programme()
    if programme is None:
        return ()
    today = programme_day(now, programme.time_zone)
    table = schema.drum
    query = select(table.c.campaign, table.c.state, func.count(), func.sum(table.c.balls_left))
    drums = {
        (row.campaign, DrumState(row.state)): (int(row[2]), int(row[3]))
        for row in connection.execute(query.group_by(table.c.campaign, table.c.state))
    }

    def status(campaign: Wheel | Campaign) -> CampaignStatus:
        count = {state: drums.get((campaign.key, state), (0, 0)) for state in DrumState}
        return CampaignStatus(
            campaign.key,
            campaign.name,
            _standing(campaign, programme, today),
            campaign.stopped_in,
            drums_lent=count[DrumState.LENT][0],
            drums_recalled=count[DrumState.RECALLED][0],
            drums_over=count[DrumState.CLOSED][0] + count[DrumState.WRITTEN_OFF][0],
            balls_out=sum(count[state][1] for state in OUT),
        )

    return tuple(map(status, _stoppable(programme)))


def require_as_started(latest: Programme, programme: Programme, now: datetime) -> None:
    """See that what has started stays in the document as it was, but for its words; Trouble names what differs."""
    today = programme_day(now, latest.time_zone)
    for before in latest.campaigns:
        if not before.starts_on <= today <= before.ends_on:
            continue
        after = programme.campaign(before.key)
        faults = (
            list(after.frozen_faults(before, today)) if after is not None else ["it runs, and must stay until its end."]
        )
        if faults:
            raise Trouble(f"{before.key}: {faults[0]}")


def _standing(campaign: Wheel | Campaign, programme: Programme, today: date) -> CampaignStanding:
    if today > campaign.ends_on:
        return CampaignStanding.ENDED
    if all(campaign.stopped(store.store_id) for store in programme.stores):
        return CampaignStanding.STOPPED
    return CampaignStanding.RUNNING if today >= campaign.starts_on else CampaignStanding.COMING


def _stopped(programme: Programme, key: str, where: str) -> Programme:
    return replace(programme.with_stops({key: (where,)}), version=programme.version + 1)


def _stoppable(programme: Programme) -> tuple[Wheel | Campaign, ...]:
    return (*programme.wheels, *programme.campaigns)
