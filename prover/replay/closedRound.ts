import { legClose } from '../../circuits/closing/legClose.ts';
import type { Close } from '../../circuits/liquidation.ts';
import type { AccountMargin } from '../../circuits/margin/evaluateAccount.ts';
import type { Account } from '../../circuits/objects.ts';
import type { PublishedCharter } from '../../verifier/formats/charter.ts';
import { formatScaled, MICRO } from '../../verifier/formats/decimal.ts';
import { unitsOf, writeInstrument, writeLotPrice, writeQuantity } from '../../verifier/formats/position.ts';
import type { ReplayedPositionDocument } from './replayDocument.ts';

/** What a close takes from an account; money, 10^-6. */
export interface ClosedRound {
  readonly terminal: boolean;
  readonly fee: bigint;
  /** Against the mark; below zero where prices are better for the account. */
  readonly penalty: bigint;
  readonly draw: bigint;
  readonly closedNotional: bigint;
  readonly positions: readonly ReplayedPositionDocument[];
}

/**
 * The figures of a close, whether or not the statement accepts it.
 *
 * @param margin the account under any scenario: marks and notionals do not depend on it
 */
export function closedRound(
  account: Account,
  margin: Pick<AccountMargin, 'options' | 'linears'>,
  close: Close,
  published: PublishedCharter,
): ClosedRound {
  const touched = (['linears', 'options'] as const).flatMap((list) =>
    margin[list].flatMap((leg, place) => {
      const position = account[list][place];
      const { quantityClosed: closed, price } = close[list][place] ?? { quantityClosed: 0n, price: 0n };
      return leg && position && closed > 0n ? [{ leg, position, closed, price }] : [];
    }),
  );
  return {
    terminal: close.terminal,
    fee: close.fee,
    penalty: touched.reduce((sum, leg) => sum + legClose(leg).penalty, 0n),
    draw: close.draw,
    closedNotional: touched.reduce((sum, { leg, closed }) => sum + closed * leg.notional, 0n),
    positions: touched.map(({ leg, position, closed, price }) => {
      const units = unitsOf(published, leg.underlying);
      return {
        instrument: writeInstrument(position, published),
        held: writeQuantity(leg.isLong ? leg.quantity : -leg.quantity, units),
        quantity: writeQuantity(closed, units),
        price: writeLotPrice(price, units),
        notional: formatScaled(closed * leg.notional, MICRO),
      };
    }),
  };
}
