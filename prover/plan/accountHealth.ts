import { CONSTANTS as C } from '../../circuits/constants.ts';
import type { PlanInput } from './planInput.ts';
import { scenarioCandidates } from './scenarioCandidates.ts';

/** Equity and the requirement of the worst scenario; money, 10^-6. */
export interface AccountHealth {
  equity: bigint;
  requirement: bigint;
}

/** Where an account stands; the requirement is rounded up, and never below zero. */
export function accountHealth(input: PlanInput): AccountHealth {
  const { account } = input;
  if (![...account.options, ...account.linears].some(Boolean)) return { equity: account.cash, requirement: 0n };
  const [binding] = scenarioCandidates(input);
  if (!binding) throw new RangeError('the rules hold no scenario for the account');
  const { equity, requirement } = binding.margin;
  return { equity, requirement: requirement > 0n ? (requirement + C.PER_MILLION - 1n) / C.PER_MILLION : 0n };
}
