"""The systemd unit of a serving centre."""

from pathlib import Path

ENVIRONMENT_FILE = "/etc/garapon/central.env"
WATCHDOG_S = 60
"""Longer than the longest batch, wait or look at an absent database by a wide margin."""

_UNIT = """\
[Unit]
Description=Garapon: the centre
After=network-online.target postgresql.service
Wants=network-online.target

[Service]
Type=notify
NotifyAccess=main
WatchdogSec={watchdog_s}
ExecStart={program} serve --data {data} --metrics {data}/garapon.prom
EnvironmentFile=-{environment}
User={user}
Restart=always
RestartSec=2
TimeoutStopSec=30
UMask=0077
NoNewPrivileges=yes
PrivateTmp=yes
PrivateDevices=yes
ProtectHome=read-only
ProtectSystem=strict
ReadWritePaths={data}

[Install]
WantedBy=multi-user.target
"""


def unit_text(program: Path, data: Path, user: str) -> str:
    """Write the unit for a program, the centre's folder and the account that owns it."""
    return _UNIT.format(
        watchdog_s=WATCHDOG_S,
        program=_word(program),
        data=_word(data.absolute()),
        environment=ENVIRONMENT_FILE,
        user=user,
    )


def _word(path: Path) -> str:
    """Write a path as one word of a unit file (systemd.syntax(7), systemd.unit(5): specifiers begin with %)."""
    return str(path).replace("\\", "\\\\").replace(" ", "\\x20").replace("%", "%%").replace("$", "$$")
