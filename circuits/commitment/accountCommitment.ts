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

/** One linear position in a slot of 49 bits; an empty slot is 0 (FM-02.6). */
export function linearSlot(position: LinearPosition | null | undefined): bigint {
  if (!position) return 0n;
  return packWord([
    [linearKindNumber(position.kind), C.LINEAR_KIND_BITS, 'account.linear.kind'],
    [BigInt(position.underlying), C.UNDERLYING_BITS, 'account.linear.underlying'],
    [position.expiryHours, C.EXPIRY_HOURS_BITS, 'account.linear.expiryHours'],
    [BigInt(position.isLong), 1n, 'account.linear.isLong'],
    [position.quantity, C.QUANTITY_BITS, 'account.linear.quantity'],
  ]);
}

/** Chunks of 12 option slots that an account fills, at least one. */
export function optionChunks(slots: number): number {
  return Math.max(1, Math.ceil(slots / Number(C.OPTION_CHUNK)));
}

/**
 * accountCommitment = Poseidon(TAG_ACCOUNT, ownerTag, accountNumber, state word, cash, salt, 2 linear words,
 * digest of the option chunks) (FM-02.6).
 */
export function accountCommitment(account: Account): bigint {
  const chunks = optionChunks(account.options.length);
  const perWord = Number(C.LINEARS_PER_WORD);
  if (account.linears.length > Number(C.LINEAR_SLOTS)) {
    throw new RangeError(`an account holds at most ${C.LINEAR_SLOTS} linear positions`);
  }
  return poseidon([
    C.TAG_ACCOUNT,
    account.ownerTag,
    account.accountNumber,
    packWord([
      [account.sequence, C.SEQUENCE_FIELD_BITS, 'account.sequence'],
      [account.time, C.TIME_BITS, 'account.time'],
      [account.settlementUnit, C.SETTLEMENT_UNIT_BITS, 'account.settlementUnit'],
      [BigInt(chunks), C.CHUNK_COUNT_BITS, 'account.options.length'],
    ]),
    signedOffset(account.cash, C.CASH_BITS, 'account.cash'),
    ranged(account.salt, 254, 'account.salt'),
    ...packEqual(account.linears.map(linearSlot), C.LINEAR_SLOT_BITS, perWord, Number(C.LINEAR_SLOTS) / perWord),
    slotChain(C.TAG_ACCOUNT_OPTIONS, account.options.map(optionSlot), chunks, {
      bits: C.OPTION_SLOT_BITS,
      perWord: Number(C.OPTIONS_PER_WORD),
      wordsPerChunk: Number(C.OPTION_CHUNK / C.OPTIONS_PER_WORD),
    }),
  ]);
}
