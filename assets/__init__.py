"""Fonts, icons, pictures, sounds and translations, each beside its licence; a package so that a wheel brings them."""
