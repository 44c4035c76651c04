"""What travels between devices and the centre: operation envelopes, feed rows, signed vouchers, wrapped keys.

May import the application and domain. Bytes that were written once are never rewritten; newer code upcasts when it
reads.
"""
