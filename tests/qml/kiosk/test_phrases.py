"""Japanese sentences break where a phrase ends."""

import pytest
from PySide6.QtQml import QQmlComponent

from shared.qt.engine import make_engine

SOURCE = b"""
import QtQml
import kiosk.ui.components
QtObject {
    property string sentence
    readonly property string joined: Phrases.joined(sentence)
}
"""


@pytest.mark.parametrize(
    "phrases",
    [
        ("カウンターへ", "お越しください"),
        ("カードを", "かざしてください"),
        ("新しい", "カードは", "届くまで", "少し時間がかかります。", "カウンターでも", "ご案内します。"),
        ("お買い上げ3,000円ごとに", "1回まわせます。"),
        ("景品の", "引換券のようです"),
        ("お受け取りを", "お待ちしています。"),
        ("玉を", "補充しています。", "抽せん券はそのままです。"),
        ("炊飯器が", "当たりました。"),
        ("Please show your member card.",),
        ("",),
    ],
)
@pytest.mark.usefixtures("qapp")
def test_a_line_ends_where_a_phrase_ends(phrases: tuple[str, ...]) -> None:
    engine = make_engine()
    component = QQmlComponent(engine)
    component.setData(SOURCE, "phrases.qml")
    speaker = component.create()
    assert speaker is not None, component.errorString()
    speaker.setProperty("sentence", "".join(phrases))
    joined = str(speaker.property("joined"))
    assert joined == "".join("\u2060".join(phrase) if not phrase.isascii() else phrase for phrase in phrases)
