"""Synthesise the seven sounds beside this file: `python make.py`. They are made here from nothing, and CC0."""

import array
import math
import random
import wave
from collections.abc import Callable, Iterable
from pathlib import Path

RATE = 44_100
Signal = list[float]


def tone(seconds: float, frequency: float, decay: float, partials: Iterable[tuple[float, float]]) -> Signal:
    """Return a struck tone: each partial is (multiple, strength) and dies the faster the higher it is."""
    count = int(seconds * RATE)
    return [
        sum(
            strength
            * math.sin(2 * math.pi * frequency * multiple * at / RATE)
            * math.exp(-decay * multiple * at / RATE)
            for multiple, strength in partials
        )
        for at in range(count)
    ]


def noise(seconds: float, decay: float, smoothing: float, seed: int) -> Signal:
    """Return a burst of softened noise."""
    dice, level, samples = random.Random(seed), 0.0, []  # noqa: S311 - a sound, not a secret
    for at in range(int(seconds * RATE)):
        level += smoothing * (dice.uniform(-1, 1) - level)
        samples.append(level * math.exp(-decay * at / RATE))
    return samples


def mixed(*parts: tuple[float, Signal]) -> Signal:
    """Return the parts together, each starting at its second."""
    length = max(int(start * RATE) + len(samples) for start, samples in parts)
    out = [0.0] * length
    for start, samples in parts:
        first = int(start * RATE)
        for at, sample in enumerate(samples):
            out[first + at] += sample
    return out


def scan() -> Signal:
    """Return two rising notes."""
    soft = ((1, 1.0), (2, 0.25), (3, 0.08))
    return mixed((0.0, tone(0.12, 880, 18, soft)), (0.09, tone(0.3, 1318.5, 12, soft)))


def knock() -> Signal:
    """Return a soft knock on wood, twice."""
    one = mixed((0.0, tone(0.12, 180, 38, ((1, 1.0), (2.4, 0.4)))), (0.0, noise(0.04, 120, 0.2, 1)))
    return mixed((0.0, one), (0.14, [sample * 0.7 for sample in one]))


def tick() -> Signal:
    """Return a wooden tick."""
    return mixed((0.0, tone(0.05, 1450, 90, ((1, 0.8), (2.7, 0.35)))), (0.0, noise(0.012, 400, 0.6, 2)))


def ball() -> Signal:
    """Return a ball that lands on ceramic and bounces."""
    clink = tone(0.25, 2350, 26, ((1, 1.0), (1.62, 0.6), (2.41, 0.35)))
    return mixed((0.0, clink), (0.18, [sample * 0.45 for sample in clink]), (0.27, [sample * 0.2 for sample in clink]))


def win() -> Signal:
    """Return three rising notes."""
    warm = ((1, 1.0), (2, 0.4), (3, 0.18), (4, 0.08))
    return mixed((0.0, tone(0.5, 784, 6, warm)), (0.14, tone(0.5, 987.8, 6, warm)), (0.28, tone(0.9, 1174.7, 4, warm)))


def handbell() -> Signal:
    """Return the street's hand-bell, rung for 1.8 s."""
    stroke = tone(0.6, 1760, 5, ((1, 1.0), (2.0, 0.5), (2.76, 0.45), (5.4, 0.2)))
    return mixed(*((at * 0.13, [sample * (0.75 + 0.25 * (at % 2)) for sample in stroke]) for at in range(10)))


def call() -> Signal:
    """Return a door's two falling notes."""
    warm = ((1, 1.0), (2, 0.35), (3, 0.12))
    return mixed((0.0, tone(0.8, 659.3, 5, warm)), (0.42, tone(1.1, 523.3, 4, warm)))


def write(path: Path, samples: Signal, peak: float) -> None:
    """Write mono 16-bit sound, at most `peak` loud (1 is full scale), its last 5 ms faded out."""
    loudest, fade = max(abs(sample) for sample in samples), RATE // 200
    scale = peak * 32767 / loudest
    values = array.array(
        "h",
        (int(sample * scale * min(1.0, (len(samples) - at) / fade)) for at, sample in enumerate(samples)),
    )
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(values.tobytes())


SOUNDS: tuple[tuple[Callable[[], Signal], float], ...] = (
    (scan, 0.5), (knock, 0.5), (tick, 0.35), (ball, 0.5), (win, 0.6), (handbell, 0.6), (call, 0.6),
)  # fmt: skip

if __name__ == "__main__":
    for make, peak in SOUNDS:
        write(Path(__file__).with_name(f"{make.__name__}.wav"), make(), peak)
        print(make.__name__)
