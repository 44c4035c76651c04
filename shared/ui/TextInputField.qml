import QtQuick
import QtQuick.Templates as T
import shared.qt

// A labelled line to write in: `TextInputField { label: qsTr("Family name"); text: …; onEdited: text => … }`.
// `fault` is a sentence below it, `hint` what stands in it while it is empty, `glyph` an icon at its start.
FocusScope {
    id: root

    required property string label
    property alias text: field.text
    property alias hint: field.placeholderText
    property alias inputMethodHints: field.inputMethodHints
    property alias validator: field.validator
    property alias echoMode: field.echoMode
    property alias maximumLength: field.maximumLength
    property alias readOnly: field.readOnly
    property string fault: ""
    property string glyph: ""
    property bool code: false
    property bool pill: false
    property bool labelHidden: false
    property real fieldHeight: Theme.staff ? 56 : Theme.touch
    property TypeStyle type: Theme.staff ? Theme.body : Theme.lead

    readonly property alias input: field

    signal edited(text: string)
    signal accepted

    function take() {
        field.forceActiveFocus();
    }

    implicitWidth: 320
    implicitHeight: column.implicitHeight

    Column {
        id: column

        width: parent.width
        spacing: Theme.unit / 2

        AppText {
            visible: !root.labelHidden
            width: parent.width
            type: Theme.second
            color: Theme.inkSoft
            text: root.label
            Accessible.ignored: true
        }

        T.TextField {
            id: field

            focus: true
            width: parent.width
            height: root.fieldHeight
            leftPadding: root.glyph.length > 0 ? Theme.unit * 4 + Theme.iconSize * 0.4 + Theme.gutter : Theme.gutter
            rightPadding: Theme.gutter
            verticalAlignment: TextInput.AlignVCenter
            color: Theme.ink
            placeholderTextColor: Theme.inkSoft
            selectionColor: Theme.brandTint
            selectedTextColor: Theme.ink
            selectByMouse: true
            font.family: root.code ? Theme.codeFamily : Theme.textFamily
            font.pixelSize: root.type.size

            Accessible.role: Accessible.EditableText
            Accessible.name: root.label
            Accessible.description: root.fault

            background: Rectangle {
                radius: root.pill ? height / 2 : Theme.radius
                color: Theme.sheet
                border.width: field.activeFocus ? Theme.edgeWidth + 1 : Theme.edgeWidth
                border.color: field.activeFocus ? Theme.focus : root.fault.length > 0 ? Theme.note : Theme.edge

                IconShape {
                    x: Theme.gutter
                    anchors.verticalCenter: parent.verticalCenter
                    visible: root.glyph.length > 0
                    path: root.glyph
                }
            }

            onTextEdited: root.edited(field.text)
            onAccepted: root.accepted()

            AppText {
                anchors.verticalCenter: parent.verticalCenter
                x: field.leftPadding
                width: field.width - field.leftPadding - field.rightPadding
                visible: field.text.length === 0 && field.preeditText.length === 0
                type: root.type
                text: field.placeholderText
                color: field.placeholderTextColor
                elide: Text.ElideRight
                wrapMode: Text.NoWrap
                Accessible.ignored: true
            }
        }

        Row {
            visible: root.fault.length > 0
            spacing: Theme.unit

            IconShape {
                path: Icons.info
                size: Theme.second.line
                color: Theme.note
            }

            AppText {
                width: column.width - Theme.second.line - Theme.unit
                type: Theme.second
                color: Theme.note
                text: root.fault
            }
        }
    }
}
