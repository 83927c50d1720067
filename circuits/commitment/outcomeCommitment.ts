import { CONSTANTS as C } from '../constants.ts';
import type { ClosedLeg, Outcome } from '../objects.ts';
import { optionChunks } from './accountCommitment.ts';
import { packWord, signedOffset } from './packWord.ts';
import { poseidon } from './poseidon.ts';
import { packEqual, slotChain } from './slotChain.ts';

/** Bits of one closed leg: lots and price. */
export const OUTCOME_SLOT_BITS = C.LOT_BITS + C.MONEY_BITS;

function closedSlot(leg: ClosedLeg): bigint {
  return packWord([
    [leg.quantityClosed, C.LOT_BITS, 'outcome.quantityClosed'],
    [leg.price, C.MONEY_BITS, 'outcome.price'],
  ]);
}

/**
 * outcomeCommitment = Poseidon(tag, equity and requirement, fee and draw word, salt, 2 linear words, 3 option words,
 * digest of the option chunks behind them) (FM-18). The scenario is not in it: its index could be found by trying all.
 */
export function outcomeCommitment(outcome: Outcome): bigint {
  const perWord = Number(C.OUTCOMES_PER_WORD);
  const head = Number(C.OPTION_HEAD);
  const options = outcome.options.map(closedSlot);
  return poseidon([
    packWord([
      [C.TAG_OUTCOME, C.TAG_BITS, 'tag'],
      [signedOffset(outcome.equity, C.EQUITY_BITS, 'outcome.equity'), C.EQUITY_BITS, 'outcome.equity'],
      [
        signedOffset(outcome.requirement, C.REQUIREMENT_BITS, 'outcome.requirement'),
        C.REQUIREMENT_BITS,
        'outcome.requirement',
      ],
    ]),
    packWord([
      [outcome.fee, C.FEE_BITS, 'outcome.fee'],
      [outcome.draw, C.DRAW_BITS, 'outcome.draw'],
      [BigInt(outcome.terminal), 1n, 'outcome.terminal'],
    ]),
    outcome.salt,
    ...packEqual(outcome.linears.map(closedSlot), OUTCOME_SLOT_BITS, perWord, Number(C.LINEAR_SLOTS) / perWord),
    ...packEqual(options.slice(0, head), OUTCOME_SLOT_BITS, perWord, head / perWord),
    slotChain(C.TAG_OUTCOME_OPTIONS, options.slice(head), optionChunks(options.length), {
      bits: OUTCOME_SLOT_BITS,
      perWord,
      wordsPerChunk: Number(C.OPTION_CHUNK) / perWord,
    }),
  ]);
}
