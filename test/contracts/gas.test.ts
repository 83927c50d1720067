import { readFile, writeFile } from 'node:fs/promises';
import { beforeAll, expect, test } from 'vitest';
import { type GasSnapshot, measureGas } from '../support/evm/measureGas.ts';
import { AnythingProver } from '../support/evm/provenItems.ts';

const FILE = new URL('../../contracts/gas.json', import.meta.url);
const HOW = 'UPDATE_GAS=1 npx vitest run test/contracts/gas.test.ts writes contracts/gas.json anew';
/** Largest code that a chain accepts (EIP-170). */
const MOST_CODE = 24_576;

let snapshot: GasSnapshot;
let measured: GasSnapshot;
beforeAll(async () => {
  const prover = await AnythingProver.create();
  measured = await measureGas(prover).finally(() => prover.close());
  if (process.env.UPDATE_GAS === '1') await writeFile(FILE, `${JSON.stringify(measured, null, 2)}\n`);
  snapshot = JSON.parse(await readFile(FILE, 'utf8').catch(() => '{}'));
}, 600_000);

test('execution gas and sizes are exactly those of contracts/gas.json', () => {
  expect(measured, `gas has changed: if that is meant, ${HOW}`).toEqual(snapshot);
});

test.each([
  ['announce', 60_000],
  ['recordBatch', 95_000],
  ['verify', 58_000],
] as const)('%s costs at most %i a liquidation in a batch of 32', (name, most) => {
  expect(Number(snapshot[name][32]) / 32).toBeLessThanOrEqual(most);
});

test('record costs at most 320,000', () => {
  expect(snapshot.record).toBeLessThanOrEqual(320_000);
});

test('every contract can be deployed', () => {
  for (const [name, { runtime }] of Object.entries(snapshot.code)) {
    expect(runtime, name).toBeLessThanOrEqual(MOST_CODE);
    expect(runtime, name).toBeGreaterThan(0);
  }
});
