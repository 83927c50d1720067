import { bn254 } from '@noble/curves/bn254.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PUBLIC_SIGNALS } from '../../../circuits/signals.ts';
import { proofWords } from '../../../prover/chain/proofWords.ts';
import { contractNamed, readContracts } from '../../../prover/setup/contracts/readContracts.ts';
import { verifierContract, verifierName } from '../../../prover/setup/contracts/verifierContract.ts';
import { KeyError } from '../../../prover/setup/keyError.ts';
import { defaultWorkspace } from '../../../prover/setup/workspace.ts';
import { VERIFICATION_KEYS } from '../../../verifier/generated/verificationKeys.ts';
import { type G2Coordinates, g2Point } from '../../../verifier/points.ts';
import type { VerificationKey } from '../../../verifier/verificationKey.ts';
import { DeployedVerifier } from '../../support/evm/deployedVerifier.ts';
import { g2Words } from '../../support/evm/pointWords.ts';
import { AnythingProver, type Item, wordsOf } from '../../support/evm/provenItems.ts';
import { forgeProof, g1Decimals } from '../../support/forgery.ts';

const CLAIMS: readonly (readonly bigint[])[] = [
  PUBLIC_SIGNALS.map(() => 0n),
  PUBLIC_SIGNALS.map((_, i) => BigInt(i + 1)),
];

let prover: AnythingProver;
let key: VerificationKey;
beforeAll(async () => {
  prover = await AnythingProver.create();
  key = prover.key;
});
afterAll(() => prover?.close());

/** Items that claim anything, with proofs that anybody can make where gamma equals delta. */
const forgeries = (of: VerificationKey): Item[] =>
  CLAIMS.map((signals) => ({ signals, proof: proofWords(forgeProof(of, signals)) }));

const g2Decimals = (point: InstanceType<typeof bn254.G2.Point>): G2Coordinates => {
  const [x1, x0, y1, y0] = g2Words(point).map(String) as [string, string, string, string];
  return [
    [x0, x1],
    [y0, y1],
  ];
};

describe('a key whose gamma equals delta', () => {
  test('K14: lets anybody forge on chain', async () => {
    // No such contract can be generated: delta is changed in the source of a sound one.
    const moveDelta = (path: string, source: string) => {
      if (!path.endsWith('/AnythingVerifier.sol')) return source;
      return source.replace(/key\.negativeDelta\[(\d)\] = \d+;/g, 'key.negativeDelta[$1] = key.negativeGamma[$1];');
    };
    const verifier = await DeployedVerifier.deploy(await prover.verifier('development', 'anything', moveDelta));
    expect(await verifier.verify(wordsOf(forgeries(key)))).toBe(true);
  });

  test('K14: its forgeries fail under the sound key', async () => {
    const verifier = await DeployedVerifier.deploy(await prover.verifier());
    for (const forged of forgeries(key)) {
      expect(await verifier.refusal(wordsOf([forged]))).toEqual(['ProofInvalid', 1n]);
    }
    expect(await verifier.refusal(wordsOf(forgeries(key)))).toEqual(['ProofInvalid', 2n]);
  });

  test.each(Object.values(VERIFICATION_KEYS).map((record) => [record.instance, record.key] as const))(
    'K14: its forgeries fail on chain under the shipped key of %s',
    async (instance, shipped) => {
      const compiled = await readContracts(defaultWorkspace().root);
      const verifier = await DeployedVerifier.deploy(contractNamed(compiled, verifierName(instance)));
      for (const forged of forgeries(shipped)) {
        expect(await verifier.refusal(wordsOf([forged]))).toEqual(['ProofInvalid', 1n]);
      }
    },
  );
});

describe('no Solidity verifier is made from a key', () => {
  const ZERO = ['0', '0'] as const;
  const rows: [string, string, (sound: VerificationKey) => unknown][] = [
    ['K1: whose delta is gamma', 'KEY_GAMMA_EQUALS_DELTA', (k) => ({ ...k, delta: k.gamma })],
    ['K1: whose gamma is delta', 'KEY_GAMMA_EQUALS_DELTA', (k) => ({ ...k, gamma: k.delta })],
    [
      'K2: whose delta is the generator, under another gamma',
      'KEY_GAMMA_NOT_GENERATOR',
      (k) => ({ ...k, gamma: k.beta, delta: k.gamma }),
    ],
    [
      'K2: whose delta is minus gamma',
      'KEY_DELTA_RELATED',
      (k) => ({ ...k, delta: g2Decimals(g2Point(k.gamma).negate()) }),
    ],
    ['K3: whose gamma is not the generator', 'KEY_GAMMA_NOT_GENERATOR', (k) => ({ ...k, gamma: k.beta })],
    ['K4: whose alpha is the identity', 'KEY_IDENTITY_POINT', (k) => ({ ...k, alpha: ZERO })],
    ['K4: whose beta is the identity', 'KEY_IDENTITY_POINT', (k) => ({ ...k, beta: [ZERO, ZERO] })],
    ['K4: whose delta is the identity', 'KEY_IDENTITY_POINT', (k) => ({ ...k, delta: [ZERO, ZERO] })],
    ['K5: one of whose IC points is the identity', 'KEY_IDENTITY_POINT', (k) => withIc(k, 7, ZERO)],
    ['K6: that lacks an IC point', 'KEY_IC_LENGTH', (k) => ({ ...k, ic: k.ic.slice(0, -1) })],
    [
      'K6: that has an IC point too many',
      'KEY_IC_LENGTH',
      (k) => ({ ...k, ic: [...k.ic, g1Decimals(bn254.G1.Point.BASE)] }),
    ],
    ['K7: whose alpha is the generator', 'KEY_PHASE1_SKIPPED', (k) => ({ ...k, alpha: ['1', '2'] })],
    ['K7: two of whose IC points are equal', 'KEY_IC_DUPLICATE', (k) => withIc(k, 7, k.ic[6] as typeof ZERO)],
    ['with a point off its curve', 'KEY_INVALID_POINT', (k) => withIc(k, 3, ['1', '1'])],
    ['with a coordinate that is no number', 'KEY_MALFORMED', (k) => withIc(k, 3, ['1;selfdestruct', '2'])],
  ];
  const withIc = (of: VerificationKey, position: number, point: readonly [string, string]) => ({
    ...of,
    ic: of.ic.map((kept, i) => (i === position ? point : kept)),
  });

  test.each(rows)('%s (%s)', (_, code, damage) => {
    const record = { instance: 'anything', statementVersion: 1, kind: 'ceremony' } as const;
    expect(verifierContract({ ...record, key })[0]).toBe('contracts/generated/AnythingVerifier.sol');
    let refused: unknown;
    try {
      verifierContract({ ...record, key: damage(key) as VerificationKey });
    } catch (error) {
      refused = error;
    }
    expect(refused).toBeInstanceOf(KeyError);
    expect(refused).toMatchObject({ code, message: expect.stringContaining('the key of anything is refused') });
  });
});
