pragma Singleton

import QtQuick

// The twelve kinds of ball: ground, figure and the figure's outline on a circle of radius 100. They are the same in
// every look and for every shop, so that "the blue one with white caps" is always number 3. Told apart also by
// pattern and number: the smallest distance of any two grounds is 10 (CIE76) for protan, 12 for tritan sight.
QtObject {
    id: root

    readonly property int kinds: 12
    readonly property color disc: "#ffffff"
    readonly property color digits: "#211c17"

    function ground(kind: int): color {
        switch (kind) {
        case 1:
            return "#e3ac1f";
        case 2:
            return "#c8321b";
        case 3:
            return "#3a86d8";
        case 4:
            return "#2c7a55";
        case 5:
            return "#4a2878";
        case 6:
            return "#f08a3c";
        case 7:
            return "#8ed6ec";
        case 8:
            return "#f6b6cc";
        case 9:
            return "#7a4a28";
        case 10:
            return "#ffffff";
        case 11:
            return "#24211e";
        case 12:
            return "#dce9a6";
        default:
            return "#ffffff";
        }
    }

    function figure(kind: int): color {
        switch (kind) {
        case 1:
            return "#ffffff";
        case 2:
            return "#c8321b";
        case 3:
            return "#ffffff";
        case 4:
            return "#ffffff";
        case 5:
            return "#ffffff";
        case 6:
            return "#ffffff";
        case 7:
            return "#1f5c86";
        case 8:
            return "#a83a63";
        case 9:
            return "#ffffff";
        case 10:
            return "#ffffff";
        case 11:
            return "#ffffff";
        case 12:
            return "#5d6b1d";
        default:
            return "#ffffff";
        }
    }

    function outline(kind: int): string {
        switch (kind) {
        case 1:
            return "M66.0 -4.5L90.0 -4.5A4.5 4.5 0 0 1 90.0 4.5L66.0 4.5A4.5 4.5 0 0 1 66.0 -4.5ZM59.4 29.1L80.2 41.1A4.5 4.5 0 0 1 75.7 48.9L54.9 36.9A4.5 4.5 0 0 1 59.4 29.1ZM36.9 54.9L48.9 75.7A4.5 4.5 0 0 1 41.1 80.2L29.1 59.4A4.5 4.5 0 0 1 36.9 54.9ZM4.5 66.0L4.5 90.0A4.5 4.5 0 0 1 -4.5 90.0L-4.5 66.0A4.5 4.5 0 0 1 4.5 66.0ZM-29.1 59.4L-41.1 80.2A4.5 4.5 0 0 1 -48.9 75.7L-36.9 54.9A4.5 4.5 0 0 1 -29.1 59.4ZM-54.9 36.9L-75.7 48.9A4.5 4.5 0 0 1 -80.2 41.1L-59.4 29.1A4.5 4.5 0 0 1 -54.9 36.9ZM-66.0 4.5L-90.0 4.5A4.5 4.5 0 0 1 -90.0 -4.5L-66.0 -4.5A4.5 4.5 0 0 1 -66.0 4.5ZM-59.4 -29.1L-80.2 -41.1A4.5 4.5 0 0 1 -75.7 -48.9L-54.9 -36.9A4.5 4.5 0 0 1 -59.4 -29.1ZM-36.9 -54.9L-48.9 -75.7A4.5 4.5 0 0 1 -41.1 -80.2L-29.1 -59.4A4.5 4.5 0 0 1 -36.9 -54.9ZM-4.5 -66.0L-4.5 -90.0A4.5 4.5 0 0 1 4.5 -90.0L4.5 -66.0A4.5 4.5 0 0 1 -4.5 -66.0ZM29.1 -59.4L41.1 -80.2A4.5 4.5 0 0 1 48.9 -75.7L36.9 -54.9A4.5 4.5 0 0 1 29.1 -59.4ZM54.9 -36.9L75.7 -48.9A4.5 4.5 0 0 1 80.2 -41.1L59.4 -29.1A4.5 4.5 0 0 1 54.9 -36.9Z";
        case 3:
            return "M-74.2 -67.0A100 100 0 0 1 74.2 -67.0ZM74.2 67.0A100 100 0 0 1 -74.2 67.0Z";
        case 4:
            return "M72.0 0.0L82.0 0.0A82 82 0 0 1 -82.0 0.0L-72.0 0.0A72 72 0 0 0 72.0 0.0ZM-72.0 0.0L-82.0 0.0A82 82 0 0 1 82.0 -0.0L72.0 -0.0A72 72 0 0 0 -72.0 0.0Z";
        case 5:
            return "M65.0 0.0A11 11 0 1 1 87.0 0.0A11 11 0 1 1 65.0 0.0ZM27.0 65.8A11 11 0 1 1 49.0 65.8A11 11 0 1 1 27.0 65.8ZM-49.0 65.8A11 11 0 1 1 -27.0 65.8A11 11 0 1 1 -49.0 65.8ZM-87.0 0.0A11 11 0 1 1 -65.0 0.0A11 11 0 1 1 -87.0 0.0ZM-49.0 -65.8A11 11 0 1 1 -27.0 -65.8A11 11 0 1 1 -49.0 -65.8ZM27.0 -65.8A11 11 0 1 1 49.0 -65.8A11 11 0 1 1 27.0 -65.8Z";
        case 6:
            return "M67.0 -74.2A100 100 0 0 1 67.0 74.2ZM-67.0 74.2A100 100 0 0 1 -67.0 -74.2Z";
        case 7:
            return "M0 0L0.0 -100.0A100 100 0 0 1 100.0 0.0ZM0 0L0.0 100.0A100 100 0 0 1 -100.0 0.0Z";
        case 8:
            return "M0 0L100.0 0.0A100 100 0 0 1 -100.0 0.0Z";
        case 9:
            return "M36.8 19.8L77.1 60.1L60.1 77.1L19.8 36.8ZM-19.8 36.8L-60.1 77.1L-77.1 60.1L-36.8 19.8ZM-36.8 -19.8L-77.1 -60.1L-60.1 -77.1L-19.8 -36.8ZM19.8 -36.8L60.1 -77.1L77.1 -60.1L36.8 -19.8Z";
        case 11:
            return "M0 0L-29.2 -95.6A100 100 0 0 1 29.2 -95.6ZM0 0L97.4 22.5A100 100 0 0 1 68.2 73.1ZM0 0L-68.2 73.1A100 100 0 0 1 -97.4 22.5Z";
        case 12:
            return "M72.6 -14.4L98.1 -19.5A100 100 0 0 1 98.1 19.5L72.6 14.4A74 74 0 0 0 72.6 -14.4ZM61.5 41.1L83.1 55.6A100 100 0 0 1 55.6 83.1L41.1 61.5A74 74 0 0 0 61.5 41.1ZM14.4 72.6L19.5 98.1A100 100 0 0 1 -19.5 98.1L-14.4 72.6A74 74 0 0 0 14.4 72.6ZM-41.1 61.5L-55.6 83.1A100 100 0 0 1 -83.1 55.6L-61.5 41.1A74 74 0 0 0 -41.1 61.5ZM-72.6 14.4L-98.1 19.5A100 100 0 0 1 -98.1 -19.5L-72.6 -14.4A74 74 0 0 0 -72.6 14.4ZM-61.5 -41.1L-83.1 -55.6A100 100 0 0 1 -55.6 -83.1L-41.1 -61.5A74 74 0 0 0 -61.5 -41.1ZM-14.4 -72.6L-19.5 -98.1A100 100 0 0 1 19.5 -98.1L14.4 -72.6A74 74 0 0 0 -14.4 -72.6ZM41.1 -61.5L55.6 -83.1A100 100 0 0 1 83.1 -55.6L61.5 -41.1A74 74 0 0 0 41.1 -61.5Z";
        default:
            return "M0 0";
        }
    }
}
