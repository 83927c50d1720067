import { CONSTANTS as C } from '../constants.ts';
import type { Account, LinearKind, LinearPosition, OptionPosition } from '../objects.ts';
import { packWord, ranged, signedOffset } from './packWord.ts';
import { poseidon } from './poseidon.ts';
import { packEqual, slotChain } from './slotChain.ts';

const LINEAR_KINDS: Record<LinearKind, bigint> = {
  future: C.LINEAR_KIND_FUTURE,
  perpetual: C.LINEAR_KIND_PERPETUAL,
  spot: C.LINEAR_KIND_SPOT,
};

/** The number that names a linear kind in commitments. */
export function linearKindNumber(kind: LinearKind): bigint {
  return LINEAR_KINDS[kind];
}

/** One option position in a slot of 72 bits; an empty slot is 0 (FM-02.6). */
export function optionSlot(position: OptionPosition | null | undefined): bigint {
  if (!position) return 0n;
  return packWord([
    [BigInt(position.underlying), C.UNDERLYING_BITS, 'account.option.underlying'],
    [position.expiryHours, C.EXPIRY_HOURS_BITS, 'account.option.expiryHours'],
    [position.strike, C.STRIKE_BITS, 'account.option.strike'],
    [BigInt(position.isPut), 1n, 'account.option.isPut'],
    [BigInt(position.isLong), 1n, 'account.option.isLong'],
    [position.quantity, C.QUANTITY_BITS, 'account.option.quantity'],
  ]);
}

/** What names a linear instrument in a slot; linear slots stand in its order (FM-04). */
export function linearIdentity(position: Pick<LinearPosition, 'kind' | 'underlying' | 'expiryHours'>): bigint {
  return packWord([
    [linearKindNumber(position.kind), C.LINEAR_KIND_BITS, 'account.linear.kind'],
    [BigInt(position.underlying), C.UNDERLYING_BITS, 'account.linear.underlying'],
    [position.expiryHours, C.EXPIRY_HOURS_BITS, 'account.linear.expiryHours'],
  ]);
}

/** One linear position in a slot of 49 bits; an empty slot is 0 (FM-02.6). */
export function linearSlot(position: LinearPosition | null | undefined): bigint {
  if (!position) return 0n;
  return packWord([
    [
      linearIdentity(position),
      C.LINEAR_KIND_BITS + C.UNDERLYING_BITS + C.EXPIRY_HOURS_BITS,
      'account.linear.instrument',
    ],
    [BigInt(position.isLong), 1n, 'account.linear.isLong'],
    [position.quantity, C.QUANTITY_BITS, 'account.linear.quantity'],
  ]);
}

/** Chunks of 24 option slots behind the 12 of the head. */
export function optionChunks(slots: number): number {
  return Math.max(0, Math.ceil((slots - Number(C.OPTION_HEAD)) / Number(C.OPTION_CHUNK)));
}

/**
 * accountCommitment = Poseidon(tag and state word, ownerTag, accountNumber, salt, 2 linear words, 4 option words, digest
 * of the option chunks behind them) (FM-02.6).
 */
export function accountCommitment(account: Account): bigint {
  const chunks = optionChunks(account.options.length);
  const perWord = Number(C.LINEARS_PER_WORD);
  const optionsPerWord = Number(C.OPTIONS_PER_WORD);
  const head = Number(C.OPTION_HEAD);
  if (account.linears.length > Number(C.LINEAR_SLOTS)) {
    throw new RangeError(`an account holds at most ${C.LINEAR_SLOTS} linear positions`);
  }
  const options = account.options.map(optionSlot);
  return poseidon([
    packWord([
      [C.TAG_ACCOUNT, C.TAG_BITS, 'tag'],
      [account.sequence, C.SEQUENCE_FIELD_BITS, 'account.sequence'],
      [account.time, C.TIME_BITS, 'account.time'],
      [account.settlementUnit, C.SETTLEMENT_UNIT_BITS, 'account.settlementUnit'],
      [BigInt(chunks), C.CHUNK_COUNT_BITS, 'account.options.length'],
      [signedOffset(account.cash, C.CASH_BITS, 'account.cash'), C.CASH_BITS, 'account.cash'],
    ]),
    account.ownerTag,
    account.accountNumber,
    ranged(account.salt, 254, 'account.salt'),
    ...packEqual(account.linears.map(linearSlot), C.LINEAR_SLOT_BITS, perWord, Number(C.LINEAR_SLOTS) / perWord),
    ...packEqual(options.slice(0, head), C.OPTION_SLOT_BITS, optionsPerWord, head / optionsPerWord),
    slotChain(C.TAG_ACCOUNT_OPTIONS, options.slice(head), chunks, {
      bits: C.OPTION_SLOT_BITS,
      perWord: optionsPerWord,
      wordsPerChunk: Number(C.OPTION_CHUNK) / optionsPerWord,
    }),
  ]);
}
