"""Ways in which texts and bytes go wrong, by accident or on purpose."""

import random

INTERESTING = ("", "\0", "GP-", "-", "0", "9" * 30, "' OR 1=1 --", "ＡＢＣ", "é", "\ud800", "{}", "[]", "null", "1e999")
LETTERS = 'ABCDEFGHJKMNPQRSTVWXYZ0123456789-ilou?{}[]",: \t'


def mutated_text(text: str, chance: random.Random) -> str:
    """Change a text in one to four places."""
    for _ in range(chance.randint(1, 4)):
        place = chance.randint(0, len(text))
        match chance.randrange(7):
            case 0:
                text = text[:place] + chance.choice(LETTERS) + text[place + 1 :]
            case 1:
                text = text[:place] + text[place + 1 :]
            case 2:
                text = text[:place] + chance.choice(LETTERS) + text[place:]
            case 3:
                text = text[:place] + text[place + 1 : place + 2] + text[place : place + 1] + text[place + 2 :]
            case 4:
                text = text[:place] + chance.choice(INTERESTING) + text[place:]
            case 5:
                text = text[place:] + text[:place]
            case _:
                text = text.swapcase()
    return text


def mutated_bytes(data: bytes, chance: random.Random) -> bytes:
    """Change bytes in one to four places."""
    for _ in range(chance.randint(1, 4)):
        place = chance.randint(0, len(data))
        match chance.randrange(5):
            case 0:
                data = data[:place] + bytes([chance.randrange(256)]) + data[place + 1 :]
            case 1:
                data = data[:place] + data[place + chance.randint(1, 8) :]
            case 2:
                data = data[:place] + chance.randbytes(chance.randint(1, 8)) + data[place:]
            case 3 if place < len(data):
                data = data[:place] + bytes([data[place] ^ 1 << chance.randrange(8)]) + data[place + 1 :]
            case _:
                data = data[:place]
    return data
