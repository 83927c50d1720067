import { join } from 'node:path';
import type { Plugin } from 'vite';
import { decodeKeyRecords, pointWord } from '../../verifier/page/compact/keys.ts';
import type { VerificationKey, VerificationKeyRecords } from '../../verifier/verificationKey.ts';

/** Libraries that the page has no room for, and the file in `verifier/page/compact/` that stands in for each. */
const COMPACT = {
  '@noble/curves/bn254.js': 'bn254',
  '@noble/curves/secp256k1.js': 'secp256k1',
  '@noble/hashes/sha3.js': 'sha3',
  '@noble/hashes/utils.js': 'bytes',
  'poseidon-lite': 'poseidon',
} as const;

const PINNED_KEYS = /verifier\/generated\/verificationKeys\.ts$/;

function shortKey({ alpha, beta, gamma, delta, ic }: VerificationKey): string {
  const words = [
    BigInt(ic.length - 1),
    pointWord(alpha),
    ...[...beta, ...gamma, ...delta].flat().map(BigInt),
    ...ic.map(pointWord),
  ];
  return Buffer.from(words.map((word) => word.toString(16).padStart(64, '0')).join(''), 'hex').toString('base64');
}

/**
 * The pinned keys as base64: decimal text would take a twelfth of the page.
 *
 * @throws Error for a key that this spelling does not give back
 */
function keysModule(decoder: string, keys: VerificationKeyRecords): string {
  const records = Object.values(keys).map(
    ({ instance, statementVersion, kind, key }) => [instance, statementVersion, kind, shortKey(key)] as const,
  );
  if (Object.keys(decodeKeyRecords(records)).join() !== Object.keys(keys).join()) {
    throw new Error('a verification key has points that are not on their curve');
  }
  return [
    `import { decodeKeyRecords } from ${JSON.stringify(decoder)};`,
    `export const VERIFICATION_KEYS = decodeKeyRecords(${JSON.stringify(records)});`,
  ].join('\n');
}

/**
 * Swaps what is too large for the page: libraries for the stand-ins of `verifier/page/compact/`, and the pinned keys for
 * a shorter spelling. Tests hold each to what it stands in for.
 *
 * @param folder `verifier/page` as an absolute path
 * @param keys what the page accepts
 */
export function compactModules(folder: string, keys: VerificationKeyRecords): Plugin {
  const file = (name: string) => join(folder, 'compact', `${name}.ts`);
  return {
    name: 'compact-modules',
    enforce: 'pre',
    resolveId: (source) => (Object.hasOwn(COMPACT, source) ? file(COMPACT[source as keyof typeof COMPACT]) : null),
    load: (id) => (PINNED_KEYS.test(id) ? keysModule(file('keys'), keys) : null),
  };
}
