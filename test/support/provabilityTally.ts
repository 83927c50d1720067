import type { LoneClose } from './lonePosition.ts';

/** A share of the notional, and the leg that has it. */
interface Extreme {
  ratio: number;
  where: string;
}

/** What was priced and proven, and the extremes that were seen. */
export class ProvabilityTally {
  /** Instruments, once for every charter and state of the market. */
  instruments = 0;
  /** Prices under a scenario. */
  priced = 0;
  readonly proven: Record<LoneClose, number> = { partial: 0, whole: 0, 'beyond help': 0, insolvent: 0 };
  /** (1 + β) λ over the notional of a lot. */
  largestGain: Extreme = { ratio: 0, where: 'none' };
  smallestGain: Extreme = { ratio: 0, where: 'none' };
  /** How far below the trigger equity had to be, over the notional, where no lot helps against the fee. */
  largestGap: Extreme = { ratio: 0, where: 'none' };
  readonly failures: string[] = [];

  seeGain(ratio: number, where: string): void {
    if (ratio > this.largestGain.ratio) this.largestGain = { ratio, where };
    if (ratio < this.smallestGain.ratio) this.smallestGain = { ratio, where };
  }

  seeGap(ratio: number, where: string): void {
    if (ratio > this.largestGap.ratio) this.largestGap = { ratio, where };
  }

  /** Adds another tally. @param where said beside its extremes and failures */
  add(other: ProvabilityTally, where: string): void {
    this.instruments += other.instruments;
    this.priced += other.priced;
    for (const close of Object.keys(this.proven) as LoneClose[]) this.proven[close] += other.proven[close];
    const at = (extreme: Extreme) => `${extreme.where} ${where}`;
    this.seeGain(other.largestGain.ratio, at(other.largestGain));
    this.seeGain(other.smallestGain.ratio, at(other.smallestGain));
    this.seeGap(other.largestGap.ratio, at(other.largestGap));
    for (const failure of other.failures) this.failures.push(`${failure} ${where}`);
  }

  toString(): string {
    const gain = ({ ratio, where }: Extreme) => `${ratio.toFixed(4)} of the notional (${where})`;
    return [
      `${this.instruments} instruments, ${this.priced} prices under a scenario;`,
      `proven ${Object.entries(this.proven)
        .map(([close, count]) => `${count} ${close}`)
        .join(', ')};`,
      `gains from ${gain(this.smallestGain)} to ${gain(this.largestGain)};`,
      `farthest below the trigger ${this.largestGap.ratio.toExponential(2)} of the notional (${this.largestGap.where})`,
    ].join(' ');
  }
}
