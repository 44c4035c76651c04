import QtQuick
import shared.qt

// A thin ruled line, as wide as it is given.
Rectangle {
    implicitHeight: Theme.lineWidth
    color: Theme.line
}
