import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { type DeploymentDocument, readDeployment } from '../../../prover/chain/deploymentDocument.ts';
import { changed } from '../../support/documents.ts';

const address = (digits: string) => `0x${digits.repeat(20)}` as const;
const document: DeploymentDocument = {
  format: 'fairmark.deployment.v1',
  chainId: '31337',
  registry: address('a1'),
  charters: address('a2'),
  feeds: address('a3'),
  verifiers: address('a4'),
  block: 1,
  verifierIds: { liquidation_small: 1, liquidation_xl: 2 },
  bytecode: { CharterRegistry: `0x${'b5'.repeat(32)}` },
};
const schema = new Ajv2020({ strict: true }).compile(
  JSON.parse(readFileSync(resolve(import.meta.dirname, '../../../schemas/deployment.schema.json'), 'utf8')),
);

test('a deployment document reads to itself and fits its schema', () => {
  expect(readDeployment(document)).toEqual(document);
  expect(schema(document)).toBe(true);
});

test.each([
  ['format', 'fairmark.deployment.v2', 'FORMAT_UNKNOWN'],
  ['chainId', '0', 'DEPLOYMENT_INVALID'],
  ['chainId', '01', 'DEPLOYMENT_INVALID'],
  ['chainId', 31_337, 'DEPLOYMENT_INVALID'],
  ['registry', address('A1'), 'ADDRESS_INVALID'],
  ['registry', address('00'), 'DEPLOYMENT_INVALID'],
  ['feeds', undefined, 'FIELD_MISSING'],
  ['block', -1, 'NATURAL_INVALID'],
  ['block', '1', 'DEPLOYMENT_INVALID'],
  ['verifierIds', [], 'DEPLOYMENT_INVALID'],
  ['verifierIds.liquidation_small', 0, 'DEPLOYMENT_INVALID'],
  ['verifierIds.liquidation_small', 2 ** 32, 'NATURAL_INVALID'],
  ['verifierIds', { 'Not a name': 1 }, 'DEPLOYMENT_INVALID'],
  ['bytecode.CharterRegistry', '0xb5', 'DEPLOYMENT_INVALID'],
  ['bytecode', { lower: `0x${'b5'.repeat(32)}` }, 'DEPLOYMENT_INVALID'],
  ['owner', address('a5'), 'FIELD_UNKNOWN'],
])('%s %j is refused by reader and schema', (path, value, code) => {
  const wrong = changed(document, path, value);
  expect(() => readDeployment(wrong)).toThrow(expect.objectContaining({ code }));
  expect(schema(wrong)).toBe(false);
});
