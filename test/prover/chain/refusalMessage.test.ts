import type { AbiParameter } from 'viem';
import { expect, test } from 'vitest';
import { ContractRefusal } from '../../../prover/chain/contractRefusal.ts';
import { refusalMessage } from '../../../prover/chain/refusalMessage.ts';
import { readContracts } from '../../../prover/setup/contracts/readContracts.ts';
import { defaultWorkspace } from '../../../prover/setup/workspace.ts';

const { contracts } = await readContracts(defaultWorkspace().root);
const errors = new Map(
  Object.values(contracts)
    .flatMap(({ abi }) => abi)
    .flatMap((item) => (item.type === 'error' ? [[item.name, item.inputs] as const] : [])),
);

/** A value of the type, as viem decodes it. */
function sample({ type }: AbiParameter, place: number): unknown {
  if (type === 'string') return 'recordWithin';
  if (type === 'address') return `0x${'ab'.repeat(20)}`;
  if (type.startsWith('bytes')) return `0x${'cd'.repeat(6)}`;
  const value = 1_774_008_000 + place;
  return Number(/\d+/.exec(type)?.[0]) > 48 ? BigInt(value) : value;
}

test('every error of the contracts has a sentence, which names what it carries', () => {
  expect(errors.size).toBeGreaterThan(80);
  for (const [name, inputs] of errors) {
    const { message } = refusalMessage(name, inputs.map(sample));
    expect(message, name).not.toMatch(/undefined|NaN|Invalid|\[object/);
    // A name alone is what an unknown error gets.
    expect(message, name).not.toMatch(new RegExp(`^${name}`));
    expect(message.length, name).toBeLessThan(200);
  }
});

test('times are written in UTC, and any number that a contract gives can be written', () => {
  const [message] = [refusalMessage('DeadlinePassed', [7n, 1_774_008_000, 1_774_008_060n]).message];
  expect(message).toBe('number 7 could be recorded until 2026-03-20T12:00:00Z, and it is 2026-03-20T12:01:00Z');
  expect(refusalMessage('DeadlinePassed', [7n, 2n ** 40n - 1n, 2n ** 256n - 1n]).message).toContain('second 115792');
});

test('an error that this version does not know is given by its name', () => {
  for (const name of ['Unheard', 'toString', '__proto__']) {
    expect(refusalMessage(name, [1n, '0xab'])).toEqual({ message: `${name} 1 0xab` });
  }
});

test('a refusal says what, where and how to mend it', () => {
  const refusal = new ContractRefusal('LiquidationRegistry.announce', 'TickExpired', [0n, 700n, 600]);
  expect(refusal).toMatchObject({
    code: 'CONTRACT_REFUSED',
    errorName: 'TickExpired',
    args: [0n, 700n, 600],
    field: 'LiquidationRegistry.announce',
    remedy: 'Announce again with a newer tick of the feed.',
    message:
      'LiquidationRegistry.announce refuses: the tick of 1970-01-01T00:00:00Z is older than 600 seconds at 1970-01-01T00:11:40Z (TickExpired)',
  });
});
