pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Shapes
import shared.qt

// The drum seen from the front: a polygon of facets, each with its ball and, if `labelled`, its name. `facets` is a
// model with the roles `ball` (1 to 12) and `label`; facet 0 is at the bottom while `angle` is 0, the next ones
// follow clockwise. `lit` is the facet on winTint, `shown` the one on brandTint, -1 for none.
//
// `cached` is for a wheel that turns at speed: one picture is turned instead of some sixty shapes (by software at
// radius 624 a frame takes 5 ms instead of 21). The software backend's layers have no alpha, so the picture's corners
// are painted in `ground` and the wheel has to be the lowest thing on a page of that colour. `coarse` turns it
// without smoothing, while it is fast.
Item {
    id: root

    property alias facets: balls.model
    property real radius: 624
    property real angle: 0
    property bool labelled: true
    property bool cached: false
    property bool coarse: false
    property color ground: Theme.paper
    property int lit: -1
    property int shown: -1

    readonly property int count: balls.count
    readonly property real step: root.count > 0 ? 360 / root.count : 36
    readonly property real rim: root.labelled ? root.radius * 0.0833 : root.radius * 0.106
    readonly property real apothem: root.radius * Math.cos(Math.PI / Math.max(3, root.count))
    readonly property real innerRadius: root.radius - root.rim / Math.cos(Math.PI / Math.max(3, root.count))
    readonly property real ballSize: root.radius * (root.labelled ? 0.237 : 0.288)
    readonly property real ballDistance: root.radius * (root.labelled ? 0.555 : 0.64)
    readonly property real labelDistance: root.radius * 0.775
    readonly property real hubRadius: root.radius * (root.labelled ? 0.19 : 0.21)

    function corner(index: int, radius: real): point {
        const turn = ((index + 0.5) * root.step + 90) * Math.PI / 180;
        return Qt.point(root.radius + radius * Math.cos(turn), root.radius + radius * Math.sin(turn));
    }

    function outline(radius: real): string {
        let path = "";
        for (let index = 0; index < Math.max(3, root.count); ++index) {
            const at = root.corner(index, radius);
            path += (index === 0 ? "M" : "L") + at.x.toFixed(2) + " " + at.y.toFixed(2);
        }
        return path + "Z";
    }

    function sector(index: int): string {
        const from = root.corner(index - 1, root.innerRadius);
        const to = root.corner(index, root.innerRadius);
        return "M" + root.radius + " " + root.radius + "L" + from.x.toFixed(2) + " " + from.y.toFixed(2) + "L" + to.x.toFixed(2) + " " + to.y.toFixed(2) + "Z";
    }

    function everyOtherSector(): string {
        let path = "";
        for (let index = 1; index < root.count; index += 2)
            path += root.sector(index);
        return path === "" ? "M0 0" : path;
    }

    function spokes(): string {
        let path = "M" + root.radius + " " + root.radius;
        for (let index = 0; index < root.count; ++index) {
            const at = root.corner(index, root.innerRadius);
            path += "M" + root.radius + " " + root.radius + "L" + at.x.toFixed(2) + " " + at.y.toFixed(2);
        }
        return path;
    }

    implicitWidth: root.radius * 2
    implicitHeight: root.radius * 2

    Accessible.ignored: true

    Item {
        id: wheel

        anchors.fill: parent
        rotation: root.angle
        layer.enabled: root.cached
        layer.smooth: !root.coarse

        Rectangle {
            anchors.fill: parent
            visible: root.cached
            color: root.ground
        }

        Shape {
            anchors.fill: parent

            ShapePath {
                strokeColor: Theme.brandDeep
                strokeWidth: Theme.highContrast ? 3 : 1
                fillColor: Theme.brand

                PathSvg {
                    path: root.outline(root.radius - 1)
                }
            }

            ShapePath {
                strokeColor: Theme.brandDeep
                strokeWidth: Math.max(1, root.radius / 240)
                fillColor: Theme.sheet

                PathSvg {
                    path: root.outline(root.innerRadius)
                }
            }

            ShapePath {
                strokeWidth: -1
                fillColor: Theme.inset

                PathSvg {
                    path: root.everyOtherSector()
                }
            }

            ShapePath {
                strokeWidth: -1
                fillColor: root.lit >= 0 ? Theme.winTint : Theme.brandTint

                PathSvg {
                    path: root.lit >= 0 ? root.sector(root.lit) : root.shown >= 0 ? root.sector(root.shown) : "M0 0"
                }
            }

            ShapePath {
                strokeColor: Theme.line
                strokeWidth: Theme.lineWidth
                fillColor: "transparent"

                PathSvg {
                    path: root.spokes()
                }
            }
        }

        Repeater {
            id: balls

            Item {
                id: facet

                required property int index
                required property int ball
                required property string label

                x: root.radius
                y: root.radius
                rotation: facet.index * root.step
                width: 0
                height: 0

                Ball {
                    x: -root.ballSize / 2
                    y: root.ballDistance - root.ballSize / 2
                    size: root.ballSize
                    kind: facet.ball
                }

                AppText {
                    visible: root.labelled
                    width: root.radius * 0.46
                    x: -width / 2
                    y: root.labelDistance - height / 2
                    type: Theme.lead
                    font.pixelSize: root.radius * 0.061
                    font.bold: true
                    text: root.labelled ? facet.label : ""
                    horizontalAlignment: Text.AlignHCenter
                    wrapMode: Text.NoWrap
                    Accessible.ignored: true
                }

                Rectangle {
                    readonly property real size: root.radius * (root.labelled ? 0.056 : 0.078)

                    x: root.corner(0, 0).x - root.radius + (root.innerRadius + root.rim * 0.48) * Math.sin(-root.step * Math.PI / 360) - size / 2
                    y: (root.innerRadius + root.rim * 0.48) * Math.cos(root.step * Math.PI / 360) - size / 2
                    width: size
                    height: size
                    radius: size / 2
                    color: BallArt.disc
                    border.width: Math.max(1, size * 0.1)
                    border.color: BallArt.digits
                }
            }
        }
    }

    Rectangle {
        anchors.centerIn: parent
        width: root.hubRadius * 2
        height: width
        radius: width / 2
        color: Theme.sheet
        border.width: Math.max(2, root.radius / 250)
        border.color: Theme.brandDeep

        Rectangle {
            anchors.centerIn: parent
            width: parent.width * 0.8
            height: width
            radius: width / 2
            color: Theme.brand

            AppText {
                anchors.centerIn: parent
                text: Theme.shopMark
                color: Theme.brandInk
                font.bold: true
                font.pixelSize: parent.width * (text.length > 1 ? 0.36 : 0.5)
                lineHeightMode: Text.ProportionalHeight
                lineHeight: 1
                wrapMode: Text.NoWrap
                Accessible.ignored: true
            }
        }
    }
}
