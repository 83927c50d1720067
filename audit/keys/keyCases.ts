/** A test by which a case is shown: its file and its title, or a part that no other title of the file has. */
export interface CaseTest {
  readonly file: string;
  readonly title: string;
}

/** A key, or a step of a ceremony, that has to be refused; or a property of keys that has to hold. */
export interface KeyCase {
  /** K1, K2 …; or the id of a threat. Stands at the beginning of the title of each of its tests. */
  readonly id: string;
  readonly sentence: string;
  readonly tests: readonly CaseTest[];
  /** What of the case no test of this version shows. */
  readonly open?: string;
}

const VERIFIER_GATE = 'test/verifier/keyGate.test.ts';
const PROVER_GATE = 'test/prover/keyGate.test.ts';
const SHIPPED = 'test/verifier/shippedKeys.test.ts';
const CEREMONY = 'test/prover/ceremony.test.ts';
const CEREMONY_KEY = 'test/prover/ceremonyKey.test.ts';

const SOLIDITY_KEY = 'test/contracts/groth16/verifierKey.test.ts';
const GENERATED = 'test/contracts/generated.test.ts';
const PAGE = 'test/verifier/page/build.test.ts';
const VERIFIER_REGISTRY = 'test/contracts/verifierRegistry.test.ts';

const tests = (file: string, ...titles: string[]): CaseTest[] => titles.map((title) => ({ file, title }));

/** Every case of keys and ceremonies, with the tests that show it. */
export const KEY_CASES: readonly KeyCase[] = [
  {
    id: 'K1',
    sentence: 'gamma equals delta: phase 2 was skipped.',
    tests: [
      ...tests(SOLIDITY_KEY, 'K1: whose delta is gamma', 'K1: whose gamma is delta'),
      ...tests(VERIFIER_GATE, 'K1: gamma equal to delta', 'K1: gamma moved to delta'),
      ...tests(PROVER_GATE, 'K1, K14: is stopped by both gates'),
    ],
  },
  {
    id: 'K2',
    sentence: 'delta is the generator of G2.',
    tests: [
      ...tests(VERIFIER_GATE, 'K1: gamma equal to delta', 'K2: delta as the generator, under another gamma'),
      ...tests(SOLIDITY_KEY, 'K2: whose delta is the generator', 'K2: whose delta is minus gamma'),
    ],
  },
  {
    id: 'K3',
    sentence: 'gamma is not the generator that the set-up fixes.',
    tests: [
      ...tests(VERIFIER_GATE, 'K3: a gamma that is not the generator'),
      ...tests(SOLIDITY_KEY, 'K3: whose gamma is not the generator'),
    ],
  },
  {
    id: 'K4',
    sentence: 'alpha or beta is the identity.',
    tests: [
      ...tests(VERIFIER_GATE, 'K4: alpha as the identity', 'K4: beta as the identity'),
      ...tests(
        SOLIDITY_KEY,
        'K4: whose alpha is the identity',
        'K4: whose beta is the identity',
        'K4: whose delta is the identity',
      ),
    ],
  },
  {
    id: 'K5',
    sentence: 'A point of IC is the identity: its signal is free.',
    tests: [
      ...tests(VERIFIER_GATE, 'K5: an IC point as the identity'),
      ...tests(SOLIDITY_KEY, 'K5: one of whose IC points'),
    ],
  },
  {
    id: 'K6',
    sentence: 'IC has not one point more than there are public signals.',
    tests: [
      ...tests(VERIFIER_GATE, 'K6: too few IC points', 'K6: too many IC points'),
      ...tests(SOLIDITY_KEY, 'K6: that lacks an IC point', 'K6: that has an IC point too many'),
    ],
  },
  {
    id: 'K7',
    sentence:
      'alpha is the generator (phase 1 was skipped), or two points of IC are equal (their signals change places).',
    tests: [
      ...tests(VERIFIER_GATE, 'K7: alpha as the generator', 'K7: two equal IC points'),
      ...tests(SOLIDITY_KEY, 'K7: whose alpha is the generator', 'K7: two of whose IC points are equal'),
    ],
  },
  {
    id: 'K8',
    sentence: 'The key has no contribution.',
    tests: [
      ...tests(PROVER_GATE, 'K8: refuses a key without a contribution'),
      ...tests(CEREMONY, 'K8: a key without a contribution'),
    ],
  },
  {
    id: 'K9',
    sentence: 'Fewer persons contributed than the threshold asks for, or it asks for fewer than two.',
    tests: tests(CEREMONY, 'K9, V22: fewer contributions than the threshold'),
  },
  {
    id: 'K10',
    sentence: 'No beacon, or a contribution after it.',
    tests: tests(CEREMONY, 'K10, V22: a key without a beacon'),
  },
  {
    id: 'K11',
    sentence: 'The circuit is not that of the lock, of the transcript or of the key.',
    tests: [
      ...tests(CEREMONY, 'K11: another circuit than the locked one'),
      ...tests(PROVER_GATE, 'K11: refuses the key of another circuit'),
    ],
  },
  {
    id: 'K12',
    sentence:
      'The powers of tau have another hash than the published one, the given one or that of the transcript, or are too few.',
    tests: [
      ...tests(CEREMONY, 'K12: powers of tau with another hash', 'K12: that are too few are refused'),
      ...tests(PROVER_GATE, 'K12: refuses the 12 bytes that snarkjs leaves'),
    ],
    open: 'That the published hashes are those of an honest phase 1 is trusted.',
  },
  {
    id: 'K13',
    sentence: 'The verification keys of the lock, of the verifier and of its page are the same, hash by hash.',
    tests: [
      ...tests(SHIPPED, 'K13: every shipped key passes', 'K13: the shipped keys are those of the lock'),
      ...tests(
        GENERATED,
        'K13: the committed artifacts are',
        'K13: the lock has the hash of',
        'K13, V23: each verifier names the key',
      ),
      ...tests(PAGE, 'K13, V23, W2: the keys in the page are', 'K13: the page lists the hash'),
    ],
  },
  {
    id: 'K14',
    sentence: 'The forgery under gamma = delta works against such a key, and against no shipped one.',
    tests: [
      ...tests(
        SOLIDITY_KEY,
        'K14: lets anybody forge on chain',
        'K14: its forgeries fail under the sound key',
        'K14: its forgeries fail on chain under',
      ),
      ...tests(PROVER_GATE, 'K14: works: snarkjs and the bare equation accept any claim'),
      ...tests(SHIPPED, 'K14: a forged proof that only gamma = delta would let pass'),
    ],
  },
  {
    id: 'K15',
    sentence: 'A development key is given out as one of a ceremony, under its name or another.',
    tests: [
      ...tests(CEREMONY, 'K15: a development key, whatever it calls itself'),
      ...tests(PROVER_GATE, 'K15: knows a development key by its delta'),
    ],
  },
  {
    id: 'K16',
    sentence: 'A contribution is cut out of the chain, exchanged or changed.',
    tests: tests(CEREMONY, 'K16: a chain with a contribution cut out'),
  },
  {
    id: 'K17',
    sentence: 'A beacon does not come from its public value, or a person poses as one.',
    tests: tests(CEREMONY, 'K17: a beacon that does not come from its value'),
  },
  {
    id: 'K18',
    sentence: 'A contribution adds no secret; snarkjs counts it.',
    tests: tests(CEREMONY, 'K18: a contribution whose secret is one'),
  },
  {
    id: 'K19',
    sentence: 'The key of a ceremony is missing: no development key takes its place.',
    tests: tests(CEREMONY, 'K19: that is missing is never replaced'),
  },
  {
    id: 'K20',
    sentence: 'The installed key is not the one that the lock pins.',
    tests: tests(CEREMONY, 'K20, V23: is refused where the installed file is another'),
  },
  {
    id: 'K21',
    sentence: 'Set-up for tests would unpin the key of a ceremony.',
    tests: tests(CEREMONY, 'K21: is not unpinned by setup --dev --write-lock unasked'),
  },
  {
    id: 'K22',
    sentence: 'Under the key of a ceremony nothing says DEVELOPMENT; receipts name the kind of their key.',
    tests: tests(CEREMONY_KEY, 'K22: under the key of a ceremony'),
  },
  {
    id: 'K23',
    sentence: 'The transcript is not that of the files.',
    tests: tests(CEREMONY, 'K23: a transcript that differs anywhere'),
  },
  {
    id: 'K24',
    sentence: 'Points of the key are valid and in the wrong place.',
    tests: tests(CEREMONY, 'K24: a key whose points are valid and in the wrong place'),
  },
  {
    id: 'V22',
    sentence: 'The venue holds the ceremony alone and keeps what it should forget.',
    tests: tests(
      CEREMONY,
      'V22: gives out a key with three contributions',
      'K9, V22: fewer contributions than the threshold',
      'K10, V22: a key without a beacon',
    ),
    open: 'That the names stand for different people no file shows: ask them for the hashes of their contributions.',
  },
  {
    id: 'V23',
    sentence: 'A key is exchanged after the fact.',
    tests: [
      ...tests(CEREMONY, 'V23: to unpin the key of an earlier ceremony unasked', 'K20, V23: is refused where'),
      ...tests(CEREMONY_KEY, 'V23: an installed key that is not the pinned one makes no proof'),
      ...tests(
        VERIFIER_REGISTRY,
        'V23 RG-06: a verifier whose code is not the one',
        'V23 RG-06: the notice is three weeks',
        'V23 RG-06: each venue chooses by itself',
      ),
      ...tests(GENERATED, 'K13, V23: each verifier names the key'),
    ],
  },
  {
    id: 'O6',
    sentence: 'Randomness of proofs and contributions is used twice or can be guessed.',
    tests: [
      ...tests('test/prover/prove.test.ts', 'O6: of one event twice: the proofs differ'),
      ...tests('test/prover/snarkjsBackend.test.ts', 'O6: proofs asked for at the same time'),
      ...tests(CEREMONY, 'O6: draws its secrets from the secure source only'),
    ],
  },
];
