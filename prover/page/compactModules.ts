import { join } from 'node:path';
import type { Plugin } from 'vite';
import { PUBLIC_SIGNALS } from '../../circuits/signals.ts';
import { checkVerificationKey } from '../../verifier/keyGate.ts';
import type { VerificationKey, VerificationKeyRecords } from '../../verifier/verificationKey.ts';

/** Libraries that the page has no room for, and the file in `verifier/page/compact/` that stands in for each. */
const COMPACT = {
  '@noble/curves/bn254.js': 'bn254',
  '@noble/curves/secp256k1.js': 'secp256k1',
  '@noble/hashes/sha3.js': 'sha3',
  '@noble/hashes/utils.js': 'bytes',
  'poseidon-lite': 'poseidon',
} as const;

/** Sources whose errors carry what the page never shows. */
const WORDED = /\/(?:circuits|verifier\/(?!page\/(?!compact)))[^?]*\.ts$/;
/** What stays out: in which sources, which text, and what stands there instead. */
const SILENT: readonly (readonly [where: RegExp, what: RegExp, instead: string])[] = [
  // Codes are for programs, remedies for the command line.
  [WORDED, /'[A-Z]+(?:_[A-Z]+)+'/g, "''"],
  [WORDED, /,\s*(?:\{\s*remedy: (?:'[^']*'|`[^`]*`),?\s*\}|remedy: (?:'[^']*'|`[^`]*`))/g, ''],
  // A RangeError is no error for people: `reasonOf` does not repeat it.
  [WORDED, /(?<=new RangeError\()\s*(?:'[^']*'|`[^`]*`),?\s*(?=\))/g, ''],
  // Names of values in packed words, for values that no reader of a document lets through.
  [/\/circuits\/commitment\/[^?]*\.ts$/, /(?<=_BITS, |, 1n, )(?:'[\w.]+'|`[^`]*`)(?=[\])])/g, "''"],
];

/** Which keys the page accepts is settled by its build, so the build asks the gate, and the page does not ask again. */
const KEY_GATE = /verifier\/keyGate\.ts$/;
const PINNED_KEYS = /verifier\/generated\/verificationKeys\.ts$/;

/** A coordinate of G1 has 254 bits: the highest bit of its word says whether y is odd. */
const ODD_Y = 1n << 255n;

/** A key as base64 of its words, with x alone of the points of G1 and without gamma: the gate demands the generator. */
function compactKey({ alpha, beta, delta, ic }: VerificationKey): string {
  const words = [...beta.flat(), ...delta.flat()].map(BigInt);
  for (const point of [alpha, ...ic]) words.push(BigInt(point[0]) | (BigInt(point[1]) % 2n === 0n ? 0n : ODD_Y));
  return Buffer.from(words.map((word) => word.toString(16).padStart(64, '0')).join(''), 'hex').toString('base64');
}

/** The pinned keys in a short spelling: as decimal text they would take a twelfth of the page. */
function keysModule(decoder: string, keys: VerificationKeyRecords): string {
  const rows = Object.values(keys).map(({ instance, statementVersion, kind, key }) => {
    const [failure] = checkVerificationKey(key, PUBLIC_SIGNALS.length);
    if (failure) throw new Error(`the key of ${instance} cannot be built in: ${failure.message}`);
    return [instance, statementVersion, kind, compactKey(key)];
  });
  return [
    `import { decodeKeyRows } from ${JSON.stringify(decoder)};`,
    `export const VERIFICATION_KEYS = decodeKeyRows(${JSON.stringify(rows)});`,
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
    transform: (code, id) =>
      SILENT.reduce((text, [where, what, instead]) => (where.test(id) ? text.replace(what, instead) : text), code),
    load(id) {
      if (KEY_GATE.test(id)) return 'export const checkVerificationKey = () => [];';
      return PINNED_KEYS.test(id) ? keysModule(file('keys'), keys) : null;
    },
  };
}
