"""`garapon-central reports`: what the report views show, column by column."""

from shared.central.commands.command import Centre, Command, json_argument
from shared.central.postgres_reports import REPORT_ROLE
from shared.central.report_views import REPORT_VIEWS
from shared.runtime.start import DONE
from shared.wire.json import encode


def _reports(centre: Centre) -> int:
    if centre.arguments.json:
        told = {view.name: {"row": view.row, "columns": dict(view.columns)} for view in REPORT_VIEWS}
        centre.say(encode(told).decode())
        return DONE
    for view in REPORT_VIEWS:
        width = max(map(len, view.columns))
        centre.say(f"{view.name}: {view.row}")
        for column, meaning in view.columns.items():
            centre.say(f"  {column.ljust(width)}  {meaning}")
        centre.say("")
    return DONE


COMMANDS = (
    Command(
        ("reports",),
        "describe the read-only report views, column by column",
        f"Any tool that speaks SQL reads them in the central database; on PostgreSQL the role {REPORT_ROLE} reads them "
        f"and nothing else: GRANT {REPORT_ROLE} TO an analyst's login. They show no names, numbers of telephones or "
        "cards. In an embedded centre they are views of its encrypted file.",
        json_argument,
        _reports,
    ),
)
