import { textId } from '../../../circuits/commitment/domain.ts';
import { CONSTANTS } from '../../../circuits/constants.ts';
import { PUBLIC_SIGNALS } from '../../../circuits/signals.ts';
import { TEST_CHAINS } from '../../../verifier/chain/testChains.ts';
import { SCALAR_FIELD } from '../../../verifier/points.ts';
import { encodeType, SIGNING_DOMAIN_VERSION, SIGNING_DOMAINS } from '../../../verifier/signed/signedTypes.ts';

const FOLDER = 'contracts/generated';

const upperCase = (name: string) => name.replace(/[A-Z]/g, '_$&').toUpperCase();

/** What `domainValue` of circuits/commitment/domain.ts hashes first; a test compares the two on chain. */
const DOMAIN_TAG = 'fairmark.domain.v1';

function library(
  name: string,
  source: string,
  body: readonly string[],
  before: readonly string[] = [],
): [path: string, content: string] {
  return [
    `${FOLDER}/${name}.sol`,
    [
      '// SPDX-License-Identifier: GPL-3.0-or-later',
      `// Generated from ${source} by \`npm run generate\`: do not edit.`,
      'pragma solidity 0.8.37;',
      '',
      ...before,
      `library ${name} {`,
      ...body.map((line) => (line === '' ? '' : `    ${line}`)),
      '}',
      '',
    ].join('\n'),
  ];
}

const constant = (type: string, name: string, value: string) => `${type} internal constant ${name} = ${value};`;

/** Solidity libraries of everything that the contracts share with circuits and verifier, by path from the root. */
export function solidityConstants(): Map<string, string> {
  return new Map([
    library(
      'PublicSignals',
      'circuits/signals.ts',
      [
        'uint256 internal constant COUNT = SIGNAL_COUNT;',
        ...PUBLIC_SIGNALS.map((name, position) => constant('uint256', upperCase(name), String(position))),
      ],
      // Lengths of arrays have to stand outside a library.
      [
        `uint256 constant SIGNAL_COUNT = ${PUBLIC_SIGNALS.length};`,
        '/// @dev One point for the constant one, and one per public signal.',
        `uint256 constant IC_POINTS = ${PUBLIC_SIGNALS.length + 1};`,
        '',
      ],
    ),
    library('Statement', 'circuits/constants.ts, circuits/commitment/domain.ts and verifier/points.ts', [
      constant('uint32', 'VERSION', String(CONSTANTS.STATEMENT_VERSION)),
      constant('bytes32', 'DOMAIN_TAG', textId(DOMAIN_TAG)),
      constant('uint256', 'SCALAR_FIELD', String(SCALAR_FIELD)),
    ]),
    library('SignedTypes', 'verifier/signed/signedTypes.ts', [
      constant('string', 'FEED_DOMAIN_NAME', JSON.stringify(SIGNING_DOMAINS.Tick)),
      constant('string', 'REGISTRY_DOMAIN_NAME', JSON.stringify(SIGNING_DOMAINS.AccountStatement)),
      constant('string', 'DOMAIN_VERSION', JSON.stringify(SIGNING_DOMAIN_VERSION)),
      constant('bytes32', 'TICK_TYPEHASH', `keccak256(${JSON.stringify(encodeType('Tick'))})`),
      constant('bytes32', 'ACCOUNT_STATEMENT_TYPEHASH', `keccak256(${JSON.stringify(encodeType('AccountStatement'))})`),
    ]),
    library('TestChains', 'verifier/chain/testChains.ts', [
      ...Object.entries(TEST_CHAINS).map(([name, id]) => constant('uint256', upperCase(name), String(id))),
      '',
      'function includes(uint256 chainId) internal pure returns (bool) {',
      `    return ${Object.keys(TEST_CHAINS)
        .map((name) => `chainId == ${upperCase(name)}`)
        .join(' || ')};`,
      '}',
    ]),
  ]);
}
