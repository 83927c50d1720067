import { PUBLIC_SIGNALS } from '../../../circuits/signals.ts';
import { checkVerificationKey } from '../../../verifier/keyGate.ts';
import type { G1Coordinates, G2Coordinates } from '../../../verifier/points.ts';
import { BASE_FIELD } from '../../../verifier/points.ts';
import {
  type VerificationKey,
  type VerificationKeyRecord,
  verificationKeyHash,
} from '../../../verifier/verificationKey.ts';
import { KeyError } from '../keyError.ts';

/** `LiquidationSmallVerifier` for `liquidation_small`. */
export function verifierName(instance: string): string {
  const words = instance.split('_').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return `${words.join('')}Verifier`;
}

const g1 = ([x, y]: G1Coordinates) => [x, y];

/** EIP-197 has the imaginary part first. */
const negativeG2 = ([[x0, x1], [y0, y1]]: G2Coordinates) => [x1, x0, negative(y1), negative(y0)];

const negative = (coordinate: string) => String((BASE_FIELD - BigInt(coordinate)) % BASE_FIELD);

const assign = (place: string, words: readonly string[]) =>
  words.map((word, i) => `        key.${place}[${i}] = ${word};`);

/**
 * The Solidity verifier of a key: constants only, on top of contracts/groth16/Groth16Verifier.sol.
 *
 * @returns path from the root and content
 * @throws KeyError with the code of the first of `checkVerificationKey`'s reasons: no contract is made from such a key
 */
export function verifierContract({ instance, statementVersion, kind, key }: VerificationKeyRecord): [string, string] {
  const failures = checkVerificationKey(key, PUBLIC_SIGNALS.length);
  const [first] = failures;
  if (first !== undefined) {
    const reasons = failures.map(({ message }) => message).join('; ');
    throw new KeyError(first.code, `the key of ${instance} is refused: ${reasons}`, 'Make the key again.');
  }
  const name = verifierName(instance);
  const isDevelopment = kind === 'development';
  const lines = [
    '// SPDX-License-Identifier: GPL-3.0-or-later',
    `// Generated from the pinned verification key of ${instance} by \`npm run generate\`: do not edit.`,
    ...(isDevelopment ? ['// DEVELOPMENT key: its secret is public, and anyone can forge a proof under it.'] : []),
    'pragma solidity 0.8.37;',
    '',
    'import {Groth16Verifier, VerifyingKey} from "../groth16/Groth16Verifier.sol";',
    '',
    `/// @title Verifier of ${instance}, statement version ${statementVersion}, ${kind} key`,
    `contract ${name} is Groth16Verifier {`,
    '    function verificationKeyHash() public pure override returns (bytes32) {',
    `        return ${verificationKeyHash(key)};`,
    '    }',
    '',
    '    function isDevelopmentKey() external pure override returns (bool) {',
    `        return ${isDevelopment};`,
    '    }',
    '',
    '    function _key() internal pure override returns (VerifyingKey memory key) {',
    ...keyAssignments(key),
    '    }',
    '}',
    '',
  ];
  return [`contracts/generated/${name}.sol`, lines.join('\n')];
}

function keyAssignments({ alpha, beta, gamma, delta, ic }: VerificationKey): string[] {
  return [
    ...assign('alpha', g1(alpha)),
    ...assign('negativeBeta', negativeG2(beta)),
    ...assign('negativeGamma', negativeG2(gamma)),
    ...assign('negativeDelta', negativeG2(delta)),
    ...ic.flatMap((point, i) => assign(`ic[${i}]`, g1(point))),
  ];
}
