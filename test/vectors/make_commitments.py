#!/usr/bin/env python3
"""Writes commitments.json: vectors of every committed object, from an implementation of its own.

Nothing is shared with circuits/: widths and layouts are written out from STATEMENT.md section 3, and Poseidon is made
from its paper's parameter generation (Grain LFSR; x^5, 8 full rounds, circomlib's numbers of partial rounds) instead of
from a table of constants. Deterministic; needs Python 3 only. Run: python3 test/vectors/make_commitments.py
"""

import functools
import json
import pathlib

P = 21888242871839275222246405745257275088548364400416034343698204186575808495617
PARTIAL_ROUNDS = [56, 57, 56, 60, 60, 63, 64, 63, 60, 66, 60, 65, 70, 60, 64, 68]


def grain(t, full, partial):
    """Self-shrinking Grain LFSR of the Poseidon reference, seeded with the instance."""
    state = []
    for value, bits in ((1, 2), (0, 4), (254, 12), (t, 12), (full, 10), (partial, 10), (2**30 - 1, 30)):
        state += [int(bit) for bit in format(value, f"0{bits}b")]

    def step():
        bit = state[62] ^ state[51] ^ state[38] ^ state[23] ^ state[13] ^ state[0]
        state.pop(0)
        state.append(bit)
        return bit

    for _ in range(160):
        step()

    def element():
        value = 0
        for _ in range(254):
            while step() == 0:
                step()
            value = value * 2 + step()
        return value

    return element


@functools.cache
def parameters(t):
    partial = PARTIAL_ROUNDS[t - 2]
    element = grain(t, 8, partial)
    constants = []
    while len(constants) < (8 + partial) * t:
        value = element()
        if value < P:
            constants.append(value)
    points = [element() % P for _ in range(2 * t)]
    matrix = [[pow(points[i] + points[t + j], -1, P) for j in range(t)] for i in range(t)]
    return partial, constants, matrix


def poseidon(*inputs):
    t = len(inputs) + 1
    partial, constants, matrix = parameters(t)
    state = [0, *inputs]
    for r in range(8 + partial):
        state = [(value + constants[r * t + i]) % P for i, value in enumerate(state)]
        if r < 4 or r >= 4 + partial:
            state = [pow(value, 5, P) for value in state]
        else:
            state[0] = pow(state[0], 5, P)
        state = [sum(m * value for m, value in zip(row, state)) % P for row in matrix]
    return state[0]


assert poseidon(1, 2) == 7853200120776062878684798364095072458815029376092732009249414926327459813530


def pack(*fields):
    """Fields of (value, bits), the first in the lowest bits."""
    word = offset = 0
    for value, bits in fields:
        assert 0 <= value < 1 << bits, (value, bits)
        word |= value << offset
        offset += bits
    return word


def signed(value, bits):
    return value + (1 << (bits - 1)), bits


# Inputs in fixed point, under the names of circuits/objects.ts. Integers are written as decimal text.
SALT = 0x00A1A2A3A4A5A6A7A8A9AAABACADAEAFB0B1B2B3B4B5B6B7B8B9BABBBCBDBEBF

CHARTER = {
    "settlementUnit": 1, "targetBuffer": 50, "longCredit": 1000, "leastNotional": True, "jointScenarios": False,
    "weightMaximum": 1000, "bucketHours": [48, 168, 720], "volMinimum": [512, 563, 666, 768],
    "volMaximum": [2048, 1792, 1536, 1382], "documentHash": (1 << 247) + 12345,
    "underlyings": [
        {"lotFactor": 1000, "strikeTickExponent": 2, "shortOptionRate": 10000, "linearRate": 5000, "feeRate": 2000,
         "penaltyNotionalRate": 10000, "penaltyBaseRate": 2500, "penaltyMarkRate": 250,
         "forwardMinimum": 419430, "forwardMaximum": 1677722},
        {"lotFactor": 262143, "strikeTickExponent": 7, "shortOptionRate": 1, "linearRate": 500000, "feeRate": 50000,
         "penaltyNotionalRate": 200000, "penaltyBaseRate": 0, "penaltyMarkRate": 1000,
         "forwardMinimum": 1, "forwardMaximum": 2097151},
    ],
}
LEAF = {"underlying": 1, "group": 65535, "forwardMultiplier": 880804, "weight": 500,
        "volMultipliers": [1536, 1485, 1331, 4095]}
SURFACE = {
    "number": 4, "previous": 9, "salt": SALT,
    "rows": [
        [{"expiryHours": 492872, "a": 4294967, "b": 1342177, "bRho": -335544, "m": 671089, "sigma": 10066330}, None,
         {"expiryHours": 495056, "a": -8589934592, "b": 268435455, "bRho": -268435456, "m": -134217728, "sigma": 1}],
        None,
        [{"expiryHours": 492872, "a": 8589934591, "b": 0, "bRho": 268435455, "m": 134217727, "sigma": 134217727}],
    ],
}
SNAPSHOT = {
    "feed": (1 << 247) + 7, "round": 812, "time": 1774008000, "previous": P - 1, "quotesRoot": 0,
    "underlyings": [
        {"index": 7000000, "perpetual": 7001250, "expiries": [
            {"expiryHours": 492872, "forward": 7011025, "discountGap": 0},
            {"expiryHours": 493544, "forward": 7042075, "discountGap": 4096},
            {"expiryHours": 495056, "forward": 68719476735, "discountGap": 1048575}]},
        None,
        {"index": 350001, "perpetual": 350050, "expiries": []},
    ],
}
OPTIONS = [
    {"underlying": u, "expiryHours": 492872 + 24 * i, "strike": 60000 + 1000 * i, "isPut": i % 2 == 1,
     "isLong": i % 3 == 0, "quantity": 1 + 37 * i}
    for u, i in [(0, i) for i in range(11)] + [(2, i) for i in range(29)]
]
LINEARS = [
    {"underlying": 0, "kind": "perpetual", "expiryHours": 0, "isLong": False, "quantity": 15},
    {"underlying": 7, "kind": "spot", "expiryHours": 0, "isLong": True, "quantity": 5},
    {"underlying": 0, "kind": "future", "expiryHours": 495056, "isLong": True, "quantity": 3},
    None,
    {"underlying": 7, "kind": "future", "expiryHours": 1048575, "isLong": False, "quantity": 8388607},
]
ACCOUNT = {"ownerTag": (1 << 240) + 3, "accountNumber": 42, "sequence": 17, "time": 1774007910, "settlementUnit": 1,
           "cash": -1250500001, "salt": SALT}
ACCOUNTS = {
    "empty": {**ACCOUNT, "cash": 0, "linears": [], "options": []},
    "headOnly": {**ACCOUNT, "linears": LINEARS[:2], "options": OPTIONS[:4]},
    "fullHead": {**ACCOUNT, "sequence": 2**32, "linears": LINEARS, "options": OPTIONS[:12]},
    "oneChunk": {**ACCOUNT, "linears": LINEARS, "options": OPTIONS[:5] + [None] + OPTIONS[6:15]},
    "fullChunk": {**ACCOUNT, "linears": LINEARS, "options": OPTIONS[:36]},
    "twoChunks": {**ACCOUNT, "linears": LINEARS, "options": OPTIONS},
    "holeAtTheEnd": {**ACCOUNT, "linears": [], "options": OPTIONS[:12] + [None]},
}
CLOSED = [{"quantityClosed": 0, "price": 0}, {"quantityClosed": 12, "price": 182550000},
          {"quantityClosed": 4194303, "price": (1 << 40) - 1}]
OUTCOME = {"salt": SALT, "equity": -123456789, "requirement": 987654321 * 10**6, "fee": 210250000, "draw": 0,
           "terminal": False}
OUTCOMES = {
    "reduce": {**OUTCOME, "linears": CLOSED[:2], "options": CLOSED},
    "terminal": {**OUTCOME, "fee": 0, "draw": 55, "terminal": True, "linears": CLOSED * 2, "options": CLOSED * 5},
    "twoChunks": {**OUTCOME, "linears": [], "options": CLOSED * 13},
}


def rulebook_commitment(c, scenario_root):
    word = [(1, 8), (c["settlementUnit"], 8), (c["targetBuffer"], 10), (c["longCredit"], 10),
            (int(c["leastNotional"]), 1), (int(c["jointScenarios"]), 1), (c["weightMaximum"], 10)]
    word += [(hours, 20) for hours in c["bucketHours"]]
    for low, high in zip(c["volMinimum"], c["volMaximum"]):
        word += [(low, 12), (high, 12)]
    names = [("lotFactor", 18), ("strikeTickExponent", 3), ("shortOptionRate", 20), ("linearRate", 20),
             ("feeRate", 20), ("penaltyNotionalRate", 20), ("penaltyBaseRate", 20), ("penaltyMarkRate", 10),
             ("forwardMinimum", 21), ("forwardMaximum", 21)]
    rows = [pack(*[(rules[name], bits) for name, bits in names]) for rules in c["underlyings"]]
    return poseidon(pack(*word), c["documentHash"], *rows, *[0] * (8 - len(rows)), scenario_root)


def leaf_word(leaf):
    return pack((2, 8), (leaf["underlying"], 3), (leaf["group"], 16), (leaf["forwardMultiplier"], 21),
                (leaf["weight"], 10), *[(multiplier, 12) for multiplier in leaf["volMultipliers"]])


def tree_root(leaves, salts):
    words = [leaf_word(leaf) for leaf in leaves] + [0] * (1024 - len(leaves))
    level = [poseidon(*words[8 * i : 8 * i + 8], salts[i]) for i in range(128)]
    for arity in (8, 16):
        level = [poseidon(*level[i : i + arity]) for i in range(0, len(level), arity)]
    return level[0]


def svi_word(s):
    if s is None:
        return 0
    return pack((s["expiryHours"], 20), signed(s["a"], 34), (s["b"], 28), signed(s["bRho"], 29), signed(s["m"], 28),
                (s["sigma"], 27))


def surface_commitment(s):
    rows = []
    for row in s["rows"]:
        slots = [] if row is None else [svi_word(slot) for slot in row] + [0] * (14 - len(row))
        rows.append(0 if row is None else poseidon(slots[0] + (4 << 166), *slots[1:]))
    return poseidon(3, s["number"], s["previous"], s["salt"], *rows, *[0] * (8 - len(rows)))


def snapshot_commitment(s):
    rows = []
    for row in s["underlyings"]:
        if row is None:
            rows.append(0)
            continue
        head = pack((6, 8), (row["index"], 36), (row["perpetual"], 36))
        slots = [pack((e["expiryHours"], 20), (e["forward"], 36), (e["discountGap"], 20)) for e in row["expiries"]]
        rows.append(poseidon(head, *slots, *[0] * (14 - len(slots))))
    return poseidon(5, s["time"], s["round"], s["feed"], s["previous"], s["quotesRoot"], *rows, *[0] * (8 - len(rows)))


def words(slots, bits, per_word, count):
    slots = slots + [0] * (per_word * count - len(slots))
    return [pack(*[(slot, bits) for slot in slots[i : i + per_word]]) for i in range(0, per_word * count, per_word)]


def chain(tag, slots, bits, per_word):
    """The slots behind the first 12, in chunks of 24."""
    slots = slots[12:]
    chunks = -(-len(slots) // 24)
    per_chunk = 24 // per_word
    all_words = words(slots, bits, per_word, chunks * per_chunk)
    digest = tag
    for i in range(chunks):
        digest = poseidon(digest, *all_words[i * per_chunk : (i + 1) * per_chunk])
    return digest, chunks


def account_commitment(a):
    kinds = {"future": 1, "perpetual": 2, "spot": 3}
    options = [0 if o is None else pack((o["underlying"], 3), (o["expiryHours"], 20), (o["strike"], 24),
                                        (int(o["isPut"]), 1), (int(o["isLong"]), 1), (o["quantity"], 23))
               for o in a["options"]]
    linears = [0 if x is None else pack((kinds[x["kind"]], 2), (x["underlying"], 3), (x["expiryHours"], 20),
                                        (int(x["isLong"]), 1), (x["quantity"], 23))
               for x in a["linears"]]
    digest, chunks = chain(8, options, 72, 3)
    state = pack((7, 8), (a["sequence"], 33), (a["time"], 32), (a["settlementUnit"], 8), (chunks, 4),
                 signed(a["cash"], 63))
    return poseidon(state, a["ownerTag"], a["accountNumber"], a["salt"], *words(linears, 49, 4, 2),
                    *words(options[:12], 72, 3, 4), digest)


def outcome_commitment(o):
    slot = lambda leg: pack((leg["quantityClosed"], 22), (leg["price"], 40))
    options = [slot(leg) for leg in o["options"]]
    digest, _ = chain(10, options, 62, 4)
    return poseidon(pack((9, 8), signed(o["equity"], 67), signed(o["requirement"], 88)),
                    pack((o["fee"], 58), (o["draw"], 62), (int(o["terminal"]), 1)), o["salt"],
                    *words([slot(leg) for leg in o["linears"]], 62, 4, 2), *words(options[:12], 62, 4, 3), digest)


def as_json(value):
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list):
        return [as_json(entry) for entry in value]
    return {key: as_json(entry) for key, entry in value.items()}


def main():
    leaves = [{**LEAF, "underlying": i % 2, "group": i} for i in range(70)]
    salts = [SALT + i for i in range(128)]
    root = tree_root(leaves, salts)
    node = [leaf_word(leaf) for leaf in leaves[:8]]
    vectors = {
        "about": "Vectors of every committed object (STATEMENT.md section 3). Integers are decimal text; null is an "
                 "empty slot. Written by make_commitments.py, which shares no code with circuits/.",
        "poseidon": [{"inputs": list(range(1, n + 1)), "hash": poseidon(*range(1, n + 1))} for n in range(1, 17)],
        "scenarioLeaf": [{"input": LEAF, "word": leaf_word(LEAF)}],
        "scenarioNode": [{"words": node, "salt": salts[0], "hash": poseidon(*node, salts[0])}],
        "scenarioTree": [{"leaves": leaves, "salts": salts, "root": root},
                         {"leaves": [], "salts": salts, "root": tree_root([], salts)}],
        "rulebook": [{"charter": CHARTER, "scenarioRoot": root, "commitment": rulebook_commitment(CHARTER, root)}],
        "surface": [{"input": SURFACE, "commitment": surface_commitment(SURFACE)}],
        "snapshot": [{"input": SNAPSHOT, "commitment": snapshot_commitment(SNAPSHOT)}],
        "account": [{"name": name, "input": account, "commitment": account_commitment(account)}
                    for name, account in ACCOUNTS.items()],
        "outcome": [{"name": name, "input": outcome, "commitment": outcome_commitment(outcome)}
                    for name, outcome in OUTCOMES.items()],
    }
    path = pathlib.Path(__file__).with_name("commitments.json")
    path.write_text(json.dumps(as_json(vectors), indent=1) + "\n")


if __name__ == "__main__":
    main()
