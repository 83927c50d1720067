"""Writes test/vectors/prices.json: Black-76 prices from mpmath (python3, mpmath 1.3.0), 40 digits.

    python3 test/vectors/make_prices.py > test/vectors/prices.json

Each row is [k, s, type, price]: k = ln(K/F) and s = sigma sqrt(tau) as integers at 2^-26, so both are exact;
price of the option on a forward of 1, discount 1, strike e^k, to 18 decimals.
"""
import random

import mpmath as mp

mp.mp.dps = 40
ONE = 1 << 26
FLOOR = 1 << 14
TOP = (1 << 29) - (1 << 12) - 1
rng = random.Random(20240611)


def price(k, s, call):
    k, s = mp.mpf(k) / ONE, mp.mpf(s) / ONE
    d1 = -k / s + s / 2
    if call:
        return mp.ncdf(d1) - mp.exp(k) * mp.ncdf(d1 - s)
    return mp.exp(k) * mp.ncdf(s - d1) - mp.ncdf(-d1)


def points():
    ratio = mp.mpf(TOP) / FLOOR
    grid = [int(FLOOR * ratio ** (mp.mpf(i) / 31)) for i in range(32)]
    # the whole rectangle
    for s in grid:
        for i in range(-20, 21):
            yield int(i * 8 * (ONE - 1) // 20), s
    # every d1 from -7.5 to 7.5 for every s: where prices live
    for s in grid:
        for i in range(-30, 31):
            d1 = mp.mpf(i) / 4
            yield int(mp.nint(-(d1 - mp.mpf(s) / ONE / 2) * s)), s
    # near the money and near the floor
    for _ in range(800):
        s = int(FLOOR * 2 ** rng.uniform(0, 9))
        yield int(rng.gauss(0, 1) * s), s
    for _ in range(300):
        s = FLOOR + int(rng.random() ** 2 * FLOOR)
        yield int(rng.gauss(0, 3) * s), s
    # random everywhere
    for _ in range(1200):
        yield int(rng.uniform(-8, 8) * ONE), int(FLOOR * 2 ** rng.uniform(0, 14.99))
    # what a book holds: a few days to two years
    for _ in range(800):
        s = int(ONE * 2 ** rng.uniform(-7, 0))
        yield int(rng.gauss(0, 1.5) * s), s


rows = []
for index, (k, s) in enumerate(points()):
    if abs(k) >= 8 * ONE:
        continue
    call = index % 2 == 0
    units = int(mp.nint(price(k, s, call) * mp.mpf(10) ** 18))
    rows.append('[%d,%d,"%s","%d.%018d"]' % (k, s, "call" if call else "put", units // 10**18, units % 10**18))
print('{"origin": "test/vectors/make_prices.py, mpmath 1.3.0 at 40 digits",')
print(' "columns": ["k at 2^-26", "s at 2^-26", "type", "price for a forward of 1"],')
print(' "rows": [')
print(",\n".join(rows))
print("]}")
