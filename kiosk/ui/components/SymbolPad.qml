pragma ComponentBehavior: Bound

import QtQuick
import shared.ui
import shared.qt
import kiosk.ui.components

// Symbols of a hunt's posters to choose from: `SymbolPad { model: viewModel.symbols; onTapped: symbol => … }`.
Grid {
    id: root

    property alias model: symbols.model
    property real keyHeight: 160

    signal tapped(symbol: string)

    columns: 4
    spacing: Theme.gutter

    Repeater {
        id: symbols

        NumberKey {
            id: key

            required property string symbol

            objectName: "symbol-" + key.symbol
            width: (root.width - root.spacing * (root.columns - 1)) / root.columns
            height: root.keyHeight
            letters: Theme.display
            digit: HuntSymbols.sign(key.symbol)
            text: HuntSymbols.word(key.symbol)
            onClicked: root.tapped(key.symbol)
        }
    }
}
