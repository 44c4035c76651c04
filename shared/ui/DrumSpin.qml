import QtQuick
import shared.qt

// The turn's motion, as numbers only: bind a wheel's angle to `angle`, a pointer's rotation to `pointerAngle`.
//
// `start(facet, place)` turns until `facet` stands at the bottom with the pointer at `place` (0 to 1) of its middle
// 80 %. Law of motion: 8° back in 0.25 s, evenly up to the top speed in 0.5 s, then friction
// ω' = −(a + bω) with b = 0.6/s and a = 0.0508 ω₀ until rest, 5.0 s in all and 650° to 1010° of travel.
// `skip()` goes to the end; with `still` there is no motion at all. `stopped` comes 200 ms after rest.
Item {
    id: root

    property int facetCount: 10
    property bool still: Theme.reducedMotion
    property real restAngle: 0

    readonly property bool running: motion.running
    readonly property real angle: root.running ? root.angleAt(root.seconds) : root.restAngle
    readonly property real step: 360 / Math.max(1, root.facetCount)

    // Above 90°/s nobody sees whether the picture is smoothed.
    readonly property bool blurred: root.running && root.seconds > root.backSeconds && root.speedAt(root.seconds) > 90
    property real pointerAngle: 0

    property real seconds: 0
    property real startAngle: 0
    property real topSpeed: 0
    property int corners: 0
    property real lastTickSeconds: -1
    property bool leaning: false

    readonly property real backSeconds: 0.25
    readonly property real pushSeconds: 0.5
    readonly property real backDegrees: 8
    readonly property real friction: 0.6
    readonly property real frictionShare: 0.0508
    readonly property real totalSeconds: 5
    readonly property real travelPerSpeed: root.pushSeconds / 2 + root.coasted(root.totalSeconds - root.backSeconds - root.pushSeconds)

    signal ticked
    signal stopped

    function angleOf(facet: int, place: real): real {
        return -(facet * root.step) + (0.5 - (0.1 + 0.8 * Math.min(1, Math.max(0, place)))) * root.step;
    }

    // Stand where a turn would have ended.
    function place(facet: int, place: real) {
        root.restAngle = root.angleOf(facet, place);
    }

    function start(facet: int, place: real) {
        const target = root.angleOf(facet, place);
        root.startAngle = root.restAngle;
        const rest = target - root.startAngle - 650;
        const travel = 650 + rest - Math.floor(rest / 360) * 360;
        root.topSpeed = (travel + root.backDegrees) / root.travelPerSpeed;
        root.restAngle = root.startAngle + travel;
        root.corners = root.cornersAt(root.startAngle);
        root.lastTickSeconds = -1;
        root.seconds = 0;
        if (root.still)
            root.settle();
        else
            motion.restart();
    }

    function skip() {
        if (motion.running || pause.running) {
            motion.stop();
            pause.stop();
            root.settle();
        }
    }

    // Degrees after `t` seconds of friction, for a top speed of one degree a second.
    function coasted(t: real): real {
        const share = root.frictionShare / root.friction;
        return (1 + share) / root.friction * (1 - Math.exp(-root.friction * t)) - share * t;
    }

    function angleAt(t: real): real {
        if (t < root.backSeconds)
            return root.startAngle - root.backDegrees * (1 - Math.cos(Math.PI * t / root.backSeconds)) / 2;
        const pushed = t - root.backSeconds;
        if (pushed < root.pushSeconds)
            return root.startAngle - root.backDegrees + root.topSpeed * pushed * pushed / (2 * root.pushSeconds);
        const coasting = Math.min(t, root.totalSeconds) - root.backSeconds - root.pushSeconds;
        return root.startAngle - root.backDegrees + root.topSpeed * (root.pushSeconds / 2 + root.coasted(coasting));
    }

    // Degrees a second after the first push.
    function speedAt(t: real): real {
        const coasting = t - root.backSeconds - root.pushSeconds;
        if (coasting < 0)
            return root.topSpeed * Math.max(0, t - root.backSeconds) / root.pushSeconds;
        const share = root.frictionShare / root.friction;
        return root.topSpeed * ((1 + share) * Math.exp(-root.friction * coasting) - share);
    }

    function cornersAt(angle: real): int {
        return Math.floor(angle / root.step + 0.5);
    }

    function settle() {
        kick.stop();
        root.pointerAngle = 0;
        root.restAngle = root.restAngle % 360;
        root.stopped();
    }

    function advance() {
        const corners = root.cornersAt(root.angle);
        if (corners === root.corners)
            return;
        root.corners = corners;
        const quick = root.lastTickSeconds >= 0 && root.seconds - root.lastTickSeconds < 0.08;
        root.lastTickSeconds = root.seconds;
        if (quick) {
            kick.stop();
            root.leaning = !root.leaning;
            root.pointerAngle = root.leaning ? -17 : -11;
            release.restart();
        } else {
            release.stop();
            kick.restart();
        }
        root.ticked();
    }

    Accessible.ignored: true

    onSecondsChanged: if (root.running)
        root.advance()

    NumberAnimation {
        id: motion

        target: root
        property: "seconds"
        from: 0
        to: root.totalSeconds
        duration: root.totalSeconds * 1000
        onFinished: pause.start()
    }

    PauseAnimation {
        id: pause

        duration: 200
        onFinished: root.settle()
    }

    SequentialAnimation {
        id: kick

        NumberAnimation {
            target: root
            property: "pointerAngle"
            to: -18
            duration: 40
        }

        NumberAnimation {
            target: root
            property: "pointerAngle"
            to: 0
            duration: 120
        }
    }

    SequentialAnimation {
        id: release

        PauseAnimation {
            duration: 80
        }

        NumberAnimation {
            target: root
            property: "pointerAngle"
            to: 0
            duration: 120
        }
    }
}
