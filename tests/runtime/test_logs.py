"""Logs say what happened and never to whom."""

import json
import logging
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from shared.runtime.logs import FILE_BYTES, EventLog, start_logging, stop_logging
from shared.runtime.trouble import Trouble

NAME, KANJI, PHONE, MAIL, NUMBER = "Hanako", "山田花子", "090-1234-5678", "momo@example.jp", "123456789012"
CODE = "GP-M-0123456789ABCDEFGHJKMNPQRS-X7"
PERSONAL = (NAME, KANJI, PHONE, "09012345678", MAIL, NUMBER, CODE)


@pytest.fixture
def log_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Path]:
    yield start_logging(tmp_path, "kiosk")
    stop_logging()


def lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def test_an_event_is_one_json_line_and_one_readable_line(log_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    EventLog("kiosk.session").info("turn_recorded", turn=12, duration_ms=3.5, outcome="won")
    EventLog("kiosk.session").warning("push_failed", attempt=2, reason="timeout")
    first, second = lines(log_file)
    assert (first["level"], first["module"], first["event"]) == ("info", "kiosk.session", "turn_recorded")
    assert (first["turn"], first["duration_ms"], first["outcome"]) == (12, 3.5, "won")
    assert first["time"].endswith("+00:00")
    assert second["attempt"] == 2
    shown = capsys.readouterr().err.splitlines()
    assert len(shown) == 1
    assert shown[0].endswith(" warning kiosk.session push_failed attempt=2 reason=timeout")


def test_no_field_lets_a_person_through(log_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log: Any = EventLog("kiosk.session")
    fields = ("reason", "kind", "operation_id", "device_id", "source", "member", "name", "phone", "count")
    for value in (*PERSONAL, 9012345678, float("9012345678"), {"name": NAME}, [PHONE]):
        for field in fields:
            log.warning("member_greeted", **{field: value})
        log.warning(str(value))
    written = log_file.read_text("utf-8") + capsys.readouterr().err
    for personal in (*PERSONAL, "9012345678"):
        assert personal not in written
    assert all(line["event"] in {"member_greeted", "unnamed_event"} for line in lines(log_file))
    assert all("refused" in line for line in lines(log_file) if line["event"] == "member_greeted")


def test_a_librarys_words_stay_but_not_the_values_in_them(log_file: Path) -> None:
    library = logging.getLogger("some.library")
    library.warning("retrying connection to %s after %d ms", "host", 250)
    library.warning("duplicate key: Key (phone)=(%s) for '%s' %s <%s> %s", PHONE, NAME, KANJI, MAIL, CODE)
    library.warning("number %s, phone +81 90 1234 5678, tel 0312345678", NUMBER)
    first, *rest = lines(log_file)
    assert first["text"] == "retrying connection to host after 250 ms"
    assert rest[0]["text"].startswith("duplicate key: Key (phone)=")
    for line in rest:
        for personal in (*PERSONAL, "1234 5678", "0312345678"):
            assert personal not in line["text"]


def test_a_traceback_has_places_but_neither_values_nor_quoting_messages(log_file: Path) -> None:
    def greet(nickname: str) -> None:
        raise ValueError(f"no greeting for {nickname}")

    try:
        try:
            greet(KANJI)
        except ValueError as error:
            raise TypeError("a nickname is text") from error
    except TypeError as error:
        EventLog("kiosk").error("greeting_failed", error)
        logging.getLogger("library").exception("went wrong")
    for line in lines(log_file):
        trace = "\n".join(line["traceback"])
        assert "TypeError: a nickname is text" in trace
        assert "caused by\nValueError\n" in trace
        assert "test_logs.py" in trace
        assert " greet" in trace
    assert KANJI not in log_file.read_text("utf-8")


def test_logs_rotate_and_are_for_their_owner_only(tmp_path: Path) -> None:
    file = start_logging(tmp_path, "staff")
    EventLog("staff").info("started")
    stop_logging()
    with file.open("a") as grown:
        grown.write("x" * FILE_BYTES)
    start_logging(tmp_path, "staff")
    EventLog("staff").info("continued")
    stop_logging()
    assert lines(file)[0]["event"] == "continued"
    for each in (file, tmp_path / "staff.jsonl.1"):
        assert os.name != "posix" or stat.S_IMODE(each.stat().st_mode) == 0o600


def test_a_folder_without_place_for_a_log_is_trouble(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match=r"The log .*kiosk.jsonl can't be written: Not a directory"):
        start_logging(Path(sys.executable), "kiosk")
    assert not list(tmp_path.iterdir())


def test_parameters_of_statements_are_not_logged(log_file: Path) -> None:
    logging.getLogger("sqlalchemy.engine").info("INSERT %s", KANJI)
    assert lines(log_file) == []
