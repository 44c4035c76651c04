"""Switch the screen's language while it is shown."""

from __future__ import annotations

import logging
from enum import Enum
from typing import Final

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator
from PySide6.QtQml import QQmlEngine

from shared.qt.engine import asset

_LOG: Final = logging.getLogger(__name__)


class Language(Enum):
    """A language that every screen is complete in; the value is what settings and files call it."""

    ENGLISH = "en"
    JAPANESE = "ja"


_LOCALES: Final = {
    Language.ENGLISH: QLocale(QLocale.Language.English, QLocale.Country.Japan),
    Language.JAPANESE: QLocale(QLocale.Language.Japanese, QLocale.Country.Japan),
}


class Interpreter:
    """Holds the translations of one application and shows them in its engines.

    English is what the QML says itself. Dates and numbers follow: English and Japanese as they are written in Japan.
    """

    def __init__(self, application: QCoreApplication) -> None:
        self._application = application
        self._engines: list[QQmlEngine] = []
        self._language = Language.ENGLISH
        self._installed: tuple[QTranslator, ...] = ()
        self._loaded: dict[Language, tuple[QTranslator, ...]] = {Language.ENGLISH: ()}
        QLocale.setDefault(_LOCALES[self._language])

    @property
    def language(self) -> Language:
        return self._language

    def serve(self, engine: QQmlEngine) -> None:
        """Let this engine's screens follow the language."""
        self._engines.append(engine)

    def dismiss(self, engine: QQmlEngine) -> None:
        """Forget an engine before it is deleted."""
        self._engines.remove(engine)

    def speak(self, language: Language) -> None:
        """Show `language` from now on, in screens that are open too. GUI thread."""
        if language is self._language:
            return
        for translator in self._installed:
            self._application.removeTranslator(translator)
        # Loaded once: a kiosk changes its language all day long.
        if language not in self._loaded:
            self._loaded[language] = self._load(language)
        self._installed = self._loaded[language]
        for translator in self._installed:
            self._application.installTranslator(translator)
        self._language = language
        QLocale.setDefault(_LOCALES[language])
        for engine in self._engines:
            engine.setUiLanguage(language.value)
            engine.retranslate()

    def _load(self, language: Language) -> tuple[QTranslator, ...]:
        qt_folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        ours = (str(asset("i18n")), f"garapon_{language.value}")
        # What is installed later is asked first: ours.
        wanted = ((qt_folder, f"qtbase_{language.value}"), ours)
        translators = []
        for folder, name in wanted:
            translator = QTranslator(self._application)
            if translator.load(name, folder):
                translators.append(translator)
            else:
                _LOG.error("The translation %s is missing from %s", name, folder)
        return tuple(translators)
