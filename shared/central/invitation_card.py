"""An invitation as an administrator hands it on: where devices find the centre, and the picture they scan."""

import io
from typing import Final

import qrcode
from qrcode.constants import ERROR_CORRECT_L
from qrcode.exceptions import DataOverflowError
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from shared.runtime.trouble import Trouble
from shared.storage.engine import is_local, is_proven

INVITATION_FILE: Final = "invitation"
_MODULE_PIXELS: Final = 6


def way_for_devices(address: str, authority: str, *, proven: bool) -> tuple[str, str]:
    """Return the centre's address for devices and the authority (PEM); Trouble where nobody could trust who answers.

    Without `proven` devices talk to whoever answers at the address.
    """
    try:
        place = make_url(address)
    except (ArgumentError, ValueError) as error:
        raise Trouble(f"The address {address!r} is none.") from error
    if place.get_backend_name() != "postgresql" or place.username is not None:
        raise Trouble("Devices find the centre at postgresql://HOST/DATABASE, without a user: they have their own.")
    if not proven:
        return place.update_query_dict({"sslmode": "prefer"}).render_as_string(), ""
    if not is_proven(place):
        raise Trouble("The address names an sslmode below verify-full: say --unproven-line if that is meant.")
    if not is_local(place) and not authority:
        raise Trouble(
            "A centre on another machine proves its name by a certificate: name its authority with --ca FILE, or say "
            "--unproven-line if the network is your own."
        )
    return place.render_as_string(), authority


def draw_invitation(text: str) -> bytes | None:
    """Return the QR code as a PNG, for a screen: with the least error correction; None if it is too long."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_L, box_size=_MODULE_PIXELS)
    code.add_data(text)
    try:
        code.make(fit=True)
    except (DataOverflowError, ValueError):
        return None
    stream = io.BytesIO()
    code.make_image().save(stream, format="PNG")
    return stream.getvalue()
