"""Writes audit/boundary/verdicts.json: what is exactly true of the made-up accounts of the near-boundary audit.

    npm run build
    node dist/audit/boundary/writeRecords.js FOLDER
    python3 audit/boundary/oracle.py FOLDER > audit/boundary/verdicts.json

Needs python3 and python-flint (pip install python-flint, 0.9.0 used): ball arithmetic, so every verdict is rigorous; the
precision is raised until an interval decides. Nothing here comes from the circuits or their models: the definitions are
those of STATEMENT.md sections 2, 4 (FM-06, FM-08, FM-09), in real numbers, without any rounding of theirs.

FOLDER holds accounts-NN.txt and closes-NN.txt. Records are separated by an empty line; their lines, all integers:

    A kind case time hour-bounds(3) h cash        case: "margin" or "equity" (insolvent); h per mille, cash in money
    U lot-factor tick-exponent index perpetual short-rate linear-rate      one for each underlying, in order
    V f omega c c c c                              its scenario: f at 2^-20, omega per mille, c at 2^-10 by bucket
    E hours forward gap a b b-rho m sigma          its expiries: gap = 1 - D at 2^-20, a at 2^-32, the rest at 2^-26
    O underlying hours strike P|C L|S lots         options
    L F|P|S underlying hours L|S lots              futures, perpetuals, spot

For an account the verdict is one byte: floor(40 u) + 128 cut to 0..255, u = (E - R) / errors of FM-09, or E / errors_E in the
insolvent case. So equity is below the boundary exactly where the byte is below 128. For the options of a close it is two
numbers of four bytes, little endian: the price now over D (F + K) / 2 and under stress over D (F' + K) / 2, at 2^-31,
rounded to nearest; so they are within 2.4e-10 of exact.
"""
import base64
import hashlib
import json
import multiprocessing
import pathlib
import struct
import sys

import flint
from flint import arb, ctx

STEPS = 40
EPSILON_INVERSE = 8 * 10**6
FLOOR_ERROR_INVERSE = 10**4
FLOOR_SHOCK_FACTOR = 3
OPTION_ROUNDING = 8
LINEAR_ROUNDING = 2


def dyadic(value, bits):
    return arb(value) / (1 << bits)


def normal(x):
    return (-x / arb(2).sqrt()).erfc() / 2


def black(forward, strike, discount, s, is_put):
    """D (F N(d1) - K N(d2)) or D (K N(-d2) - F N(-d1)); at s = 0 what exercise gives."""
    if s == 0:
        intrinsic = strike - forward if is_put else forward - strike
        return discount * intrinsic if intrinsic > 0 else arb(0)
    d1 = (forward / strike).log() / s + s / 2
    d2 = d1 - s
    if is_put:
        return discount * (strike * normal(-d2) - forward * normal(-d1))
    return discount * (forward * normal(d1) - strike * normal(d2))


class Record:
    def __init__(self, text):
        self.underlyings, self.options, self.linears = [], [], []
        for line in text.split("\n"):
            key, *words = line.split(" ")
            if key == "A":
                self.kind, self.case = words[:2]
                self.time, *hours, self.credit, self.cash = map(int, words[2:])
                self.bounds = hours
            elif key == "U":
                self.underlyings.append({"rules": list(map(int, words)), "expiries": {}})
            elif key == "V":
                self.underlyings[-1]["scenario"] = list(map(int, words))
            elif key == "E":
                hours, *rest = map(int, words)
                self.underlyings[-1]["expiries"][hours] = rest
            elif key == "O":
                underlying, hours, strike, side, held, lots = words
                self.options.append((int(underlying), int(hours), int(strike), side == "P", held == "L", int(lots)))
            elif key == "L":
                what, underlying, hours, held, lots = words
                self.linears.append((what, int(underlying), int(hours), held == "L", int(lots)))

    def vol_multiplier(self, underlying, hours):
        seconds = hours * 3600 - self.time
        bucket = sum(seconds >= bound * 3600 for bound in self.bounds)
        return dyadic(self.underlyings[underlying]["scenario"][2 + bucket], 10)


def option_prices(record, option):
    """Price now and under stress, D F, D f F, D K, and where the floor of s binds; money per lot.

    The floor is charged for (FM-06), so the exact prices here do not have it.
    """
    underlying, hours, strike_ticks, is_put, _, _ = option
    lot, exponent, *_ = record.underlyings[underlying]["rules"]
    f = dyadic(record.underlyings[underlying]["scenario"][0], 20)
    forward_units, gap, a, b, b_rho, m, sigma = record.underlyings[underlying]["expiries"][hours]
    forward = arb(forward_units * lot)
    strike = arb(strike_ticks * 10**exponent * lot)
    discount = 1 - dyadic(gap, 20)
    x = (strike / forward).log() - dyadic(m, 26)
    w = dyadic(a, 32) + dyadic(b_rho, 26) * x + dyadic(b, 26) * (x * x + dyadic(sigma, 26) ** 2).sqrt()
    s = w.sqrt() if w > 0 else arb(0)
    stressed = record.vol_multiplier(underlying, hours) * s
    # FM-06 floors s before the shock and after it.
    least = dyadic(1, 12)
    binds = s < least
    stressed_binds = record.vol_multiplier(underlying, hours) * (least if binds else s) < least
    now = black(forward, strike, discount, s, is_put)
    then = black(f * forward, strike, discount, stressed, is_put)
    return now, then, discount * forward, discount * f * forward, discount * strike, binds, stressed_binds


def standing(record):
    """E less R (or E in the insolvent case), and the errors that FM-09 charges.

    Each price is taken with its net weight, in thousandths, so that what cancels does so exactly.
    """
    insolvent = record.case == "equity"
    gap, errors = arb(record.cash), arb(0)
    for option in record.options:
        underlying, _, _, _, is_long, lots = option
        lot, _, index, _, short_rate, _ = record.underlyings[underlying]["rules"]
        omega = record.underlyings[underlying]["scenario"][1]
        sign = 1 if is_long else -1
        # E = sgn now; R = (1 - h) now for a long, the short option rate for a short, and omega sgn (now - then).
        now_weight, then_weight = sign * 1000, 0
        if not insolvent:
            now_weight -= sign * omega + (1000 - record.credit if is_long else 0)
            then_weight = sign * omega
            if not is_long:
                gap -= arb(lots * short_rate * index * lot) / 10**6
        if now_weight or then_weight:
            now, then, df, df_stressed, dk, binds, stressed_binds = option_prices(record, option)
            floor_factor = arb(2 * EPSILON_INVERSE) / FLOOR_ERROR_INVERSE
            stressed_floors = stressed_binds + FLOOR_SHOCK_FACTOR * binds
            for weight, price, forward, floors in ((now_weight, now, df, binds), (then_weight, then, df_stressed, stressed_floors)):
                if weight:
                    spread = forward + dk + int(floors) * floor_factor * forward
                    gap += lots * weight * price / 1000
                    errors += lots * abs(weight) * spread / (2000 * EPSILON_INVERSE)
        errors += lots * OPTION_ROUNDING
    for what, underlying, hours, is_long, lots in record.linears:
        lot, _, index, perpetual, _, linear_rate = record.underlyings[underlying]["rules"]
        f, omega, *_ = record.underlyings[underlying]["scenario"]
        units = {"P": perpetual, "S": index}.get(what)
        if units is None:
            units = record.underlyings[underlying]["expiries"][hours][0]
        mark = units * lot
        sign = 1 if is_long else -1
        gap += lots * sign * mark
        if not insolvent:
            gap -= arb(lots * linear_rate * index * lot) / 10**6
            gap += arb(lots * omega * sign * mark * (f - (1 << 20))) / (1000 << 20)
        errors += lots * LINEAR_ROUNDING
    return gap, errors


def decided(compute):
    """The integer below a real number, at the first precision that tells it."""
    for bits in (192, 384, 768, 1536):
        ctx.prec = bits
        found = compute().floor().unique_fmpz()
        if found is not None:
            return int(found)
    raise ArithmeticError("a number is not decided at 1536 bits")


def distance(text):
    record = Record(text)

    def steps():
        gap, errors = standing(record)
        # In this order, so that a tie of whole numbers is exact.
        return gap * STEPS / errors

    return max(0, min(255, decided(steps) + 128))


def close_prices(text):
    record = Record(text)
    out = b""
    for option in record.options:
        for stressed in (0, 1):

            def share():
                found = option_prices(record, option)
                return 2 * found[stressed] / (found[2 + stressed] + found[4]) * (1 << 31) + arb(1) / 2

            out += struct.pack("<I", decided(share))
    return out


def block(path):
    text = path.read_bytes()
    records = text.decode().split("\n\n")[:-1]
    if path.name.startswith("accounts"):
        found = bytes(map(distance, records))
    else:
        found = b"".join(map(close_prices, records))
    return path.name, {"sha256": hashlib.sha256(text).hexdigest(), "verdicts": base64.b64encode(found).decode()}


if __name__ == "__main__":
    paths = sorted(pathlib.Path(sys.argv[1]).glob("*.txt"))
    with multiprocessing.Pool(2) as pool:
        done = pool.map(block, paths, chunksize=1)
    print(json.dumps({
        "origin": "audit/boundary/oracle.py, python-flint " + flint.__version__,
        "accounts": [entry for name, entry in done if name.startswith("accounts")],
        "closes": [entry for name, entry in done if name.startswith("closes")],
    }, indent=1))
