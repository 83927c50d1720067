/** What the amount, price and error clauses read of one leg, an option or a linear one. */
export interface LegTerms {
  underlying: number;
  isLong: boolean;
  /** Lots held. */
  quantity: bigint;
  /** Mark, money per lot. */
  mark: bigint;
  /** Mark of the held side: + long, - short. */
  signedPrice: bigint;
  /** λ, the requirement that one lot carries, 10^-6 money. */
  marginPerLot: bigint;
  /** Part of the account's equity, money. */
  equity: bigint;
  /** Part of the requirement, 10^-6 money. */
  margin: bigint;
  /** N (D F + D K + floor term); 0 for linear legs. */
  equityError: bigint;
  /** N ω (D F' + D K + floor term), per mille. */
  shockedError: bigint;
  /** Error of equity less requirement, per mille. */
  marginError: bigint;
  /** Money units that cover every rounding of the leg. */
  rounding: bigint;
  /** Fee, 10^-6 money per lot. */
  fee: bigint;
  /** Money per lot. */
  notional: bigint;
  /** Caps of the penalty: money per lot, and per mille money per lot. */
  penaltyNotionalCap: bigint;
  penaltyBaseCap: bigint;
  /** Per mille of the mark. */
  penaltyMarkRate: bigint;
}
