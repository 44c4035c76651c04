pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Shapes
import shared.qt

// The drum to turn: wheel, pointer, tray and the balls that fall. Its wheel's top left corner is its own, so that
// `x: 540 - radius; y: 270 - radius` puts the axle at (540, 270).
//
// `turn(facet, place, kinds)` turns until `facet` stands at the pointer, at `place` (0 to 1) within its middle 80 %,
// then lets the balls of `kinds` fall one after the other. `skip()`, also on a tap, goes straight to the fall.
// Its wheel is a picture with corners in Theme.paper: put it first on a page of that ground.
// `finished` comes when the result may be shown; `clear()` makes it ready for another turn.
Item {
    id: root

    property alias facets: wheel.facets
    property alias labelled: wheel.labelled
    property real radius: 624
    property bool still: Theme.reducedMotion
    property int landed: -1
    property list<int> kinds: []

    readonly property bool turning: spin.running || root.falling
    readonly property bool falling: fall.running
    readonly property alias count: wheel.count
    readonly property alias angle: wheel.angle
    readonly property real trayFloor: root.radius + root.radius * 1.118
    readonly property real ballRest: root.trayFloor - root.radius * 0.125

    property int facetAhead: -1
    property real fallSeconds: 0
    property int fallen: 0

    readonly property real dropSeconds: 0.36
    readonly property real bounceSeconds: 0.18
    readonly property real apartSeconds: 0.4
    readonly property real afterSeconds: root.still ? 0.6 : 0.2

    signal ticked
    signal dropped(index: int)
    signal finished

    function turn(facet: int, place: real, kinds: var) {
        root.clear();
        root.facetAhead = facet;
        root.kinds = Array.from(kinds);
        spin.start(facet, place);
    }

    function skip() {
        spin.skip();
    }

    function clear() {
        fall.stop();
        root.landed = -1;
        root.kinds = [];
        root.fallSeconds = 0;
        root.fallen = 0;
    }

    // Show a turn that is over, without its motion: at a second visit, in a picture.
    function show(facet: int, place: real, kinds: var) {
        root.clear();
        spin.place(facet, place);
        root.kinds = Array.from(kinds);
        root.landed = facet;
        root.fallSeconds = 1000;
    }

    function letFall() {
        root.landed = root.facetAhead;
        root.fallSeconds = 0;
        fall.restart();
    }

    function heightAt(index: int, seconds: real): real {
        const mine = seconds - index * root.apartSeconds;
        const from = root.radius + wheel.ballDistance;
        if (root.still || mine >= root.dropSeconds + root.bounceSeconds)
            return root.ballRest;
        if (mine <= root.dropSeconds) {
            const share = Math.max(0, mine / root.dropSeconds);
            return from + (root.ballRest - from) * share * share;
        }
        const up = (mine - root.dropSeconds) / root.bounceSeconds * 2 - 1;
        return root.ballRest - 24 * (1 - up * up);
    }

    implicitWidth: root.radius * 2
    implicitHeight: root.trayFloor + 8
    // The corners of the wheel's picture stay inside.
    clip: true

    Accessible.ignored: true

    onFallSecondsChanged: {
        while (fall.running && root.fallen < root.kinds.length && root.fallSeconds >= root.dropSeconds + root.fallen * root.apartSeconds) {
            root.fallen += 1;
            root.dropped(root.fallen - 1);
        }
    }

    DrumWheel {
        id: wheel

        radius: root.radius
        angle: spin.angle
        cached: true
        coarse: spin.blurred
        lit: root.still ? -1 : root.landed
        shown: root.still ? root.landed : -1
    }

    DrumSpin {
        id: spin

        facetCount: wheel.count
        still: root.still
        onTicked: root.ticked()
        onStopped: root.letFall()
    }

    Shape {
        id: tray

        readonly property real half: root.radius * 0.281

        x: root.radius
        y: root.trayFloor

        ShapePath {
            strokeColor: Theme.ink
            strokeWidth: root.radius * 0.0128
            fillColor: "transparent"
            capStyle: ShapePath.RoundCap
            joinStyle: ShapePath.RoundJoin
            startX: -tray.half
            startY: -root.radius * 0.04

            PathLine {
                x: -tray.half + root.radius * 0.042
                y: 0
            }

            PathLine {
                x: tray.half - root.radius * 0.042
                y: 0
            }

            PathLine {
                x: tray.half
                y: -root.radius * 0.04
            }
        }
    }

    Item {
        id: pointer

        x: root.radius
        y: root.radius * 2.034
        rotation: spin.pointerAngle

        Shape {
            scale: root.radius / 624

            ShapePath {
                strokeColor: Theme.paper
                strokeWidth: 5
                fillColor: Theme.ink
                joinStyle: ShapePath.RoundJoin

                PathSvg {
                    path: "M0 -87C6 -50 31 -28 31 0A31 31 0 1 1 -31 0C-31 -28 -6 -50 0 -87Z"
                }
            }

            ShapePath {
                strokeWidth: -1
                fillColor: Theme.paper

                PathSvg {
                    path: "M-10 2A10 10 0 1 1 10 2A10 10 0 1 1 -10 2Z"
                }
            }
        }
    }

    Repeater {
        model: root.kinds

        Ball {
            required property int index
            required property int modelData

            readonly property real apart: Math.min(size * 1.04, tray.half * 2 / Math.max(1, root.kinds.length))

            visible: root.landed >= 0 && root.fallSeconds >= index * root.apartSeconds
            kind: modelData
            size: wheel.ballSize
            x: root.radius + (index - (root.kinds.length - 1) / 2) * apart - size / 2
            y: root.heightAt(index, root.fallSeconds) - size / 2
        }
    }

    NumberAnimation {
        id: fall

        readonly property real span: root.still ? root.afterSeconds : root.dropSeconds + root.bounceSeconds + Math.max(0, root.kinds.length - 1) * root.apartSeconds + root.afterSeconds

        target: root
        property: "fallSeconds"
        from: 0
        to: span
        duration: span * 1000
        onFinished: root.finished()
    }

    TapHandler {
        enabled: spin.running
        onTapped: root.skip()
    }
}
