import { expect, test } from 'vitest';
import { type ComparedState, compareStatement } from '../../../verifier/signed/compareStatement.ts';
import { OFF_CHAIN } from '../../../verifier/signed/signingPlace.ts';
import type { Statement } from '../../../verifier/signed/statement.ts';

const SIGNER = `0x${'5'.repeat(40)}` as const;
const statement: Statement = {
  place: OFF_CHAIN,
  venue: 'Venue',
  handle: `0x${'1'.repeat(64)}`,
  accountNumber: 42n,
  stateSequence: 17n,
  stateTime: 1_000n,
  accountCommitment: 5n,
  signer: SIGNER,
  signature: '0x',
};
const state: ComparedState = {
  venue: 'Venue',
  account: { accountNumber: 42n, sequence: 17n, time: 1_000n },
  accountCommitment: 5n,
  observedAt: 2_000n,
};
const { observedAt: _, ...unliquidated } = state;

test.each<[string, Partial<Statement>, ComparedState, string, RegExp]>([
  ['RG-13: the same state', {}, state, 'same', /is on this state of this account/],
  ['another venue', { venue: 'Other' }, state, 'other-venue', /of the venue "Other"/],
  ['V14: another account', { accountNumber: 43n }, state, 'other-account', /^Not your account.* 43, .* 42/],
  ['U1: an older state', { stateSequence: 16n }, state, 'older', /state 16, .* state 17\. .* older one/],
  [
    'V29: a later state, a second before the market data',
    { stateSequence: 18n, stateTime: 1_999n },
    state,
    'later-before-liquidation',
    new RegExp(`state 18, .* state 17\\. If ${SIGNER} signs for the venue, .* 1970-01-01T00:33:19Z, before`),
  ],
  ['a later state at the market data', { stateSequence: 18n, stateTime: 2_000n }, state, 'later', /a later one\.$/],
  ['a later state, and no liquidation', { stateSequence: 18n }, unliquidated, 'later', /a later one\.$/],
  ['V29: another commitment', { accountCommitment: 6n }, state, 'two-truths', /^Two truths about state 17: /],
  [
    'V29: another commitment and time',
    { accountCommitment: 6n, stateTime: 999n },
    state,
    'two-truths',
    new RegExp(`If ${SIGNER} signs for the venue, report the statement`),
  ],
  ['another time', { stateTime: 999n }, state, 'other-time', /of 1970-01-01T00:16:39Z, .* of 1970-01-01T00:16:40Z/],
])('%s', (_title, changes, its, relation, sentence) => {
  const found = compareStatement({ ...statement, ...changes }, its);
  expect(found.relation).toBe(relation);
  expect(found.sentence).toMatch(sentence);
});
