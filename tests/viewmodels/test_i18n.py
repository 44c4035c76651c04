"""Screens change their language while they are shown."""

import pytest
from PySide6.QtCore import QTranslator, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlComponent, QQmlEngine

from shared.qt.engine import prepare_engine
from shared.qt.i18n import Interpreter, Language
from shared.qt.sounds import NAMES, Sounds


def test_a_shown_component_follows_the_language(qapp: QGuiApplication) -> None:
    engine, interpreter = QQmlEngine(), Interpreter(qapp)
    prepare_engine(engine)
    interpreter.serve(engine)
    component = QQmlComponent(engine)
    component.setData(b'import shared.ui\nQrImage { text: ""; property string said: label + Qt.uiLanguage }', QUrl())
    image = component.create()
    assert image is not None, component.errorString()
    interpreter.speak(Language.JAPANESE)
    assert image.property("said") == "QRコードja"
    interpreter.speak(Language.ENGLISH)
    assert image.property("said") == "QR codeen"
    interpreter.dismiss(engine)
    image.deleteLater()
    engine.deleteLater()


def test_a_language_is_loaded_once_however_often_it_is_chosen(qapp: QGuiApplication) -> None:
    interpreter = Interpreter(qapp)
    interpreter.speak(Language.JAPANESE)
    loaded = len(qapp.findChildren(QTranslator))
    for language in (Language.ENGLISH, Language.JAPANESE, Language.ENGLISH):
        interpreter.speak(language)
    assert len(qapp.findChildren(QTranslator)) == loaded > 0


# Qt looks for the sound and video libraries of every desktop and tells of those that it doesn't find.
@pytest.mark.qt_log_ignore("Couldn't (load|resolve) .*", "PulseAudioService: .*")
def test_sounds_stay_silent_where_there_is_no_output(qapp: QGuiApplication) -> None:
    sounds = Sounds()
    for name in NAMES:
        sounds.play(name)
    sounds.mute(muted=True)
    sounds.play("win")
    assert sounds.muted
