import { expect } from 'vitest';
import { EvmRevert } from './evmChain.ts';

/** Expects a transaction or call to be reverted by this custom error with these values. */
export async function expectRevert(sent: Promise<unknown>, errorName: string, args: readonly unknown[]): Promise<void> {
  const outcome = await sent.then(
    () => 'not reverted',
    (error: unknown) => error,
  );
  if (!(outcome instanceof EvmRevert)) throw outcome instanceof Error ? outcome : new Error(String(outcome));
  expect({ error: outcome.errorName, args: outcome.args, reason: outcome.errorName ? '' : outcome.reason }).toEqual({
    error: errorName,
    args,
    reason: '',
  });
}
