import QtQuick
import shared.qt

// Text in one of the theme's styles: `AppText { type: Theme.heading; text: qsTr("…") }`. `code` takes the half-width
// face for codes, member numbers and times. Long text needs a width; it then wraps and never shrinks.
Text {
    id: root

    property TypeStyle type: Theme.body
    property bool code: false

    // Qt leaves a fixed line's spare height below the letters: half of it belongs above.
    readonly property real lead: root.lineHeightMode === Text.FixedHeight ? Math.floor((root.type.line - root.font.pixelSize) / 2) : 0

    topPadding: root.lead
    bottomPadding: -root.lead
    color: Theme.ink
    font.family: root.code ? Theme.codeFamily : Theme.textFamily
    font.pixelSize: root.type.size
    font.letterSpacing: root.type.spacing
    font.bold: root.type.bold && !root.code
    lineHeight: root.type.line
    lineHeightMode: Text.FixedHeight
    textFormat: Text.PlainText
    wrapMode: Text.Wrap

    Accessible.role: Accessible.StaticText
    Accessible.name: root.text
    Accessible.ignored: root.text.length === 0
}
