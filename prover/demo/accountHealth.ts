import { CONSTANTS as C } from '../../circuits/constants.ts';
import type { Account } from '../../circuits/objects.ts';
import { scenarioCandidates } from '../plan/scenarioCandidates.ts';
import type { DemoTick } from './demoTick.ts';
import type { ExampleRules } from './exampleRules.ts';

/** Equity and the requirement of the worst scenario; money, 10^-6. */
export interface AccountHealth {
  equity: bigint;
  requirement: bigint;
}

/** Where an account stands at a tick; the requirement is rounded up, and never below zero. */
export function accountHealth(account: Account, rules: ExampleRules, tick: DemoTick): AccountHealth {
  if (![...account.options, ...account.linears].some(Boolean)) return { equity: account.cash, requirement: 0n };
  const [binding] = scenarioCandidates({
    charter: rules.published.charter,
    snapshot: tick.snapshot,
    surface: tick.surface,
    account,
    scenarios: rules.scenarioTree.leaves,
  });
  if (!binding) throw new RangeError('the rules hold no scenario for the account');
  const { equity, requirement } = binding.margin;
  return { equity, requirement: requirement > 0n ? (requirement + C.PER_MILLION - 1n) / C.PER_MILLION : 0n };
}
