pragma Singleton

import QtQuick
import shared.ui

// The picture that the programme names for a reward or a badge: `IconShape { path: Pictures.glyph("cup") }`.
QtObject {
    id: root

    // Our own outlines, on a square of 24 like the icons'.
    readonly property string cup: "M4 10h13v4a6.5 6.5 0 0 1 -13 0zM17 11h1.5a2.5 2.5 0 0 1 0 5h-2.5M8 3v3M12.5 3v3"
    readonly property string bag: "M5.5 8h13l1 12h-15zM8.5 11.5v-4.5a3.5 3.5 0 0 1 7 0v4.5"

    function glyph(picture: string): string {
        switch (picture) {
        case "coupon":
            return Icons.ticket;
        case "cup":
            return root.cup;
        case "bag":
            return root.bag;
        case "leaf":
            return Icons.leaf;
        case "star":
            return Icons.star;
        case "parcel":
            return Icons.parcel;
        case "map":
            return Icons.map;
        default:
            return Icons.gift;
        }
    }
}
