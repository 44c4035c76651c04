import QtQuick
import shared.ui

// A line for a note of one's own, kept with the correction.
TextInputField {
    id: root

    label: qsTr("Note for the book (optional)")
    maximumLength: 200
}
