import QtQuick
import QtQuick.Shapes
import shared.qt

// A won prize's voucher, torn along its notches: the code left, what is put inside it right, `advice` below.
// `Voucher { code: viewModel.voucherCode; advice: qsTr("Take a photo of this code."); Column { … } }`
Item {
    id: root

    required property string code
    property string advice: ""
    property real adviceRoom: root.width - 176
    property string codeLabel: qsTr("Voucher code")
    default property alias details: right.data

    readonly property real tear: root.height - 172
    readonly property real notch: 26
    readonly property real pad: Theme.lineWidth / 2

    function outline(): string {
        const l = root.pad, t = root.pad, r = root.width - root.pad, b = root.height - root.pad;
        const c = Theme.radius, n = root.notch, m = root.tear + 28;
        return `M${l + c} ${t}L${r - c} ${t}A${c} ${c} 0 0 1 ${r} ${t + c}L${r} ${m - n}A${n} ${n} 0 0 0 ${r} ${m + n}L${r} ${b - c}A${c} ${c} 0 0 1 ${r - c} ${b}L${l + c} ${b}A${c} ${c} 0 0 1 ${l} ${b - c}L${l} ${m + n}A${n} ${n} 0 0 0 ${l} ${m - n}L${l} ${t + c}A${c} ${c} 0 0 1 ${l + c} ${t}Z`;
    }

    implicitWidth: 936
    implicitHeight: 616

    Shape {
        anchors.fill: parent

        ShapePath {
            strokeColor: Theme.winDeep
            strokeWidth: Theme.lineWidth + 1
            fillColor: Theme.sheet

            PathSvg {
                path: root.outline()
            }
        }

        ShapePath {
            strokeColor: Theme.winDeep
            strokeWidth: Theme.lineWidth
            strokeStyle: ShapePath.DashLine
            dashPattern: [5, 4]
            fillColor: "transparent"
            startX: root.notch + 16
            startY: root.tear + 28

            PathLine {
                x: root.width - root.notch - 16
                y: root.tear + 28
            }
        }
    }

    QrImage {
        x: 36
        y: 32
        size: root.tear - 32
        text: root.code
        label: root.codeLabel
    }

    Item {
        id: right

        x: root.tear + (Theme.easy ? 24 : 48)
        y: 56
        width: root.width - x - (Theme.easy ? 20 : 40)
        height: root.tear - 72
    }

    IconShape {
        visible: root.advice.length > 0
        x: 48
        anchors.verticalCenter: advice.verticalCenter
        path: Icons.camera
        size: 64
        color: Theme.winDeep
    }

    AppText {
        id: advice

        x: 136
        y: root.tear + 28 + (144 - height) / 2
        width: root.adviceRoom
        text: root.advice
    }
}
