import { expect } from 'vitest';
import { type EvmResult, EvmRevert } from './evmChain.ts';

/** Decoded values in one spelling: integers as bigint, hex in lower case. */
function plain(value: unknown): unknown {
  if (typeof value === 'number') return BigInt(value);
  if (typeof value === 'string') return value.startsWith('0x') ? value.toLowerCase() : value;
  if (Array.isArray(value)) return value.map(plain);
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
  }
  return value;
}

/** Expects decoded values, whatever way the decoder spells integers and addresses. */
export function expectValues(found: unknown, expected: unknown): void {
  expect(plain(found)).toEqual(plain(expected));
}

/** Expects that a transaction or call is refused with this custom error and these values. */
export async function expectRevert(sent: Promise<unknown>, errorName: string, args: readonly unknown[] = []) {
  const refusal = await sent.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(refusal, `nothing was refused, expected ${errorName}`).toBeInstanceOf(EvmRevert);
  const { errorName: name, args: values, reason } = refusal as EvmRevert;
  expect({ name, reason }).toEqual({ name: errorName, reason: 'revert' });
  expectValues(values, args);
}

/** Expects exactly these events, in this order, with all their fields. */
export function expectEvents(
  { logs }: Pick<EvmResult, 'logs'>,
  events: readonly (readonly [name: string, args: Readonly<Record<string, unknown>>])[],
): void {
  expectValues(
    logs.map(({ name, args }) => [name, args]),
    events.map(([name, args]) => [name, args]),
  );
}
