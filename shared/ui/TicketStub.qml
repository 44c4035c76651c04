import QtQuick
import QtQuick.Shapes
import shared.qt

// A ticket for one turn, to be read: `TicketStub { text: qsTr("1 turn") }`.
Item {
    id: root

    property string text: ""

    readonly property real notch: root.height * 0.17
    readonly property real pad: Theme.ticketWidth / 2
    readonly property real stub: root.width * 0.76

    function outline(): string {
        const l = root.pad, t = root.pad, r = root.width - root.pad, b = root.height - root.pad;
        const c = 12, n = root.notch, m = root.height / 2;
        return `M${l + c} ${t}L${r - c} ${t}A${c} ${c} 0 0 1 ${r} ${t + c}L${r} ${m - n}A${n} ${n} 0 0 0 ${r} ${m + n}L${r} ${b - c}A${c} ${c} 0 0 1 ${r - c} ${b}L${l + c} ${b}A${c} ${c} 0 0 1 ${l} ${b - c}L${l} ${m + n}A${n} ${n} 0 0 0 ${l} ${m - n}L${l} ${t + c}A${c} ${c} 0 0 1 ${l + c} ${t}Z`;
    }

    implicitWidth: Math.max(Theme.staff ? 120 : 204, (label.implicitWidth + root.notch + Theme.unit * 3) / 0.76)
    implicitHeight: Theme.staff ? 56 : Math.max(116, label.type.line + 36)

    Accessible.role: Accessible.StaticText
    Accessible.name: root.text

    Shape {
        anchors.fill: parent

        ShapePath {
            strokeColor: Theme.brand
            strokeWidth: Theme.ticketWidth
            fillColor: Theme.sheet

            PathSvg {
                path: root.outline()
            }
        }

        ShapePath {
            strokeColor: Theme.brand
            strokeWidth: Theme.ticketWidth
            strokeStyle: ShapePath.DashLine
            dashPattern: [2, 1.5]
            fillColor: "transparent"
            startX: root.stub
            startY: 14

            PathLine {
                x: root.stub
                y: root.height - 14
            }
        }
    }

    AppText {
        id: label

        x: root.notch
        width: root.stub - root.notch
        anchors.verticalCenter: parent.verticalCenter
        type: Theme.second
        text: root.text
        color: Theme.brand
        font.bold: true
        horizontalAlignment: Text.AlignHCenter
        wrapMode: Text.NoWrap
        Accessible.ignored: true
    }
}
