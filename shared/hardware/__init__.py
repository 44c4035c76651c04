"""Everything that touches the world: code readers, the camera, printed cards.

Each device stands behind a port, and each has a small real fake beside it that tests and the demo use. May
import domain, application, runtime, wire and qt, never storage. QtMultimedia and QtSerialPort are imported only
where they are used: without their system libraries the rest works and the device says what it lacks.
"""
