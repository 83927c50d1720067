"""Writes test/vectors/prices.json: Black-76 prices from mpmath (python3, mpmath 1.3.0), 40 digits.

    python3 test/vectors/make_prices.py > test/vectors/prices.json

A line is [s, c, first k, step of k, price, price, ...]: the prices at k = first, first + step, first + 2 step, ....
k = ln(K/F) and s = sigma sqrt(tau) are integers at 2^-26 and c, the vol multiplier, is one at 2^-10, so all are exact.
The option is priced at max(c s, 2^-12); base prices have c = 1. It is the one out of the money (the put below k = 0, else
the call), on a forward of 1 with discount 1 and strike e^k. Prices are integers at 10^-12, rounded to nearest; the
price in the money follows from parity, call - put = 1 - e^k.
"""
import random

import mpmath as mp

mp.mp.dps = 40
ONE = 1 << 26
SAME_VOL = 1 << 10
LARGEST_VOL = SAME_VOL * 9 // 4
FLOOR = 1 << 14
TOP = (1 << 29) - (1 << 12) - 1
EDGE = 8 * ONE - 1
POINTS_PER_LINE = 32
rng = random.Random(20240611)


def price(k, s):
    d1 = -k / s + s / 2
    if k < 0:
        return mp.exp(k) * mp.ncdf(s - d1) - mp.ncdf(-d1)
    return mp.ncdf(d1) - mp.exp(k) * mp.ncdf(d1 - s)


def lines(s, first, step, count, c=SAME_VOL):
    """The part of a progression of k that is inside the domain, in lines of at most POINTS_PER_LINE."""
    inside = [first + i * step for i in range(count) if abs(first + i * step) <= EDGE]
    exact = mp.mpf(max(c * s, FLOOR * SAME_VOL)) / (ONE * SAME_VOL)
    for i in range(0, len(inside), POINTS_PER_LINE):
        part = inside[i : i + POINTS_PER_LINE]
        units = [int(mp.nint(price(mp.mpf(k) / ONE, exact) * mp.mpf(10) ** 12)) for k in part]
        yield "[%s]" % ",".join(map(str, [s, c, part[0], step] + units))


def geometric(count):
    """From the floor of s to its top, both included."""
    return [int(FLOOR * (mp.mpf(TOP) / FLOOR) ** (mp.mpf(i) / (count - 1))) for i in range(count - 1)] + [TOP]


def k_at(d1, s):
    """k with this d1, nearest."""
    return int(mp.nint((mp.mpf(s) / ONE / 2 - mp.mpf(d1)) * s))


def log_uniform(low, high):
    return int(low * (mp.mpf(high) / low) ** mp.mpf(rng.random()))


def base():
    # The whole rectangle, from both of its edges to the middle.
    for s in geometric(40):
        yield from lines(s, -EDGE, EDGE // 20, 21)
        yield from lines(s, EDGE, -EDGE // 20, 21)
    # d1 from 8 to -8 in eighths for every s: where prices live. Odd eighths are borders of the tables of N(d1) and of
    # N(d2), even ones middles of segments.
    for s in geometric(80):
        yield from lines(s, k_at(8, s), (s + 4) // 8, 129)
    # One unit of d1 to either side of every border of a table: odd eighths up to the cut at 7.875.
    for s in geometric(24):
        for side in (-1, 1):
            yield from lines(s, k_at(mp.mpf(63) / 8, s) + side * max(1, s >> 13), (s + 2) // 4, 64)
    # Borders in s: quarters, where N(d2) changes its segment, with the low part of s at both of its ends, and the levels
    # of the gates, powers of two of s + 2^12.
    quarters = [j * (ONE >> 2) + low for j in range(1, 32) for low in (-4097, -4096, 0, 4095)]
    levels = [(1 << bits) - 4096 + below for bits in range(15, 29) for below in (-1, 0)]
    for i, s in enumerate(quarters + [level for level in levels if level >= FLOOR] + [FLOOR, TOP - 1, TOP]):
        yield from lines(s, k_at(mp.mpf(63) / 8, s) + (i % 3 - 1) * max(1, s >> 13), (s + 2) // 4, 64)
    # Near the money: at it and a few units beside it; then within one standard deviation.
    for s in geometric(60):
        yield from lines(s, -3, 1, 7)
    for _ in range(80):
        s = log_uniform(FLOOR, ONE)
        yield from lines(s, -rng.randrange(s), max(1, s // 16), 24)
    # Near the floor of s.
    for _ in range(40):
        s = FLOOR + int(rng.random() ** 2 * FLOOR)
        yield from lines(s, -3 * s - rng.randrange(s), s // 4, 28)
    # Anywhere: one k at random in each of eight equal parts of the rectangle, and progressions of a random step.
    for _ in range(150):
        yield from lines(log_uniform(FLOOR, TOP), rng.randrange(-EDGE, EDGE - 7 * (ONE << 1)), ONE << 1, 8)
    for _ in range(150):
        s = log_uniform(FLOOR, TOP)
        yield from lines(s, -rng.randrange(6 * s), 1 + rng.randrange(s), 16)
    # What a book holds: a few days to two years.
    for _ in range(80):
        s = log_uniform(ONE >> 7, ONE)
        yield from lines(s, -rng.randrange(2 * s), 1 + rng.randrange(s // 4), 16)


def stressed():
    def multiplier(s):
        return min(1 + rng.randrange(LARGEST_VOL), SAME_VOL * TOP // s)

    # k is the stressed one, k - ln f; c s keeps ten more bits than the model's s.
    for s in geometric(60):
        for c in (LARGEST_VOL, SAME_VOL // 2, multiplier(s)):
            if c * s > SAME_VOL * TOP:
                continue
            shocked = max(c * s // SAME_VOL, FLOOR)
            first = k_at(6, shocked) - rng.randrange(shocked)
            yield from lines(s, first, (shocked + 2) // 4, 48, c)
    # Where the floor binds, and just above it.
    for _ in range(20):
        s = log_uniform(FLOOR, 4 * FLOOR)
        c = SAME_VOL * FLOOR // s + rng.randrange(-3, 4)
        yield from lines(s, -2 * FLOOR - rng.randrange(FLOOR), FLOOR // 3, 16, c)


print('{"origin": "test/vectors/make_prices.py, mpmath 1.3.0 at 40 digits",')
print(' "format": "[s, c, first k, step of k, prices ...]; s and k at 2^-26, c at 2^-10; the option out of the money',
      'on a forward of 1, at 10^-12",')
print(' "base": [')
print(",\n".join(base()))
print('], "stressed": [')
print(",\n".join(stressed()))
print("]}")
