import type { JudgedBlock } from './verdicts.ts';

/** Bytes of each of the oracle's two prices of an option. */
const SHARE_BYTES = 4;

/** The oracle's prices of a block of closes, as exactValues takes them: for each case two for each option. */
export function closeShares({ cases, verdicts }: JudgedBlock): bigint[][] {
  let at = -SHARE_BYTES;
  return cases.map(({ account }) =>
    Array.from({ length: 2 * account.options.length }, () => {
      at += SHARE_BYTES;
      return BigInt(verdicts.readUInt32LE(at));
    }),
  );
}
