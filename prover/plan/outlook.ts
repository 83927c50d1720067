import { penaltyCap } from '../../circuits/closing/priceFairness.ts';
import { CONSTANTS as C } from '../../circuits/constants.ts';
import type { LegTerms } from '../../circuits/margin/legTerms.ts';
import { ERROR_SCALE } from '../../circuits/margin/trigger.ts';
import type { Charter } from '../../circuits/objects.ts';
import type { LeafPart } from './leafParts.ts';

/** An account between rounds, in floating point: lots by leg, equity in money (10^-6). */
export interface Standing {
  readonly lots: Float64Array;
  readonly equity: number;
}

/** A close under one scenario, as far as it can be foreseen. */
export interface Step {
  readonly after: Standing;
  /** Money. */
  readonly closedNotional: number;
}

/** A row of each block: a scenario. */
export type Choice = readonly number[];

/** What a standing asks for under the rows of every block; money. */
interface Demand {
  readonly requirement: readonly Float64Array[];
  /** Requirement less the errors. */
  readonly certain: readonly Float64Array[];
}

/** Figures of one lot of each leg of a block under one leaf, or in joint mode under one group; money. */
interface Row {
  /** Position in the leaves by the underlying's number. */
  readonly leaves: readonly (readonly [number, number])[];
  readonly margin: Float64Array;
  readonly certain: Float64Array;
  readonly gain: Float64Array;
  /** What a lot takes from the missing amount of FM-17 at most: its help, and the errors of that clause. */
  readonly help: Float64Array;
  /** Helping legs, largest gain per notional first. */
  readonly order: readonly number[];
  /** Gain per notional in that order. */
  readonly ratios: Float64Array;
}

/** Legs whose scenarios are chosen together: those of one underlying, or in joint mode all. */
interface Block {
  /** Number of the first leg; the others follow. */
  readonly from: number;
  readonly count: number;
  readonly rows: readonly Row[];
}

/** The errors of FM-17 are at most so many times those of the trigger, and a money unit a lot. */
const TERMINAL_ERRORS = 6;
/** Of each underlying's leaves, worst first, those that are tried together with all such of the others. */
const RANKS = [0, 1, 2, 3, 5, 8, 13, 21, 34] as const;

/** Σ lots times figures over the legs of a block. */
function total(lots: Float64Array, { from, count }: Block, figures: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += (lots[from + i] as number) * (figures[i] as number);
  return sum;
}

/** Rows of a block by falling figure. */
function ranked(figures: Float64Array): number[] {
  return [...figures.keys()].sort((x, y) => (figures[y] as number) - (figures[x] as number));
}

/**
 * What closes lead to, in floating point: by the rules of the statement, and thousands of times in a moment. It decides
 * which scenario is tried first, never whether a close is valid.
 */
export class Outlook {
  readonly start: Standing;
  private readonly blocks: readonly Block[];
  private readonly beta: number;
  private readonly notional: Float64Array;
  private readonly fee: Float64Array;
  /** The cap of FM-14. */
  private readonly penalty: Float64Array;
  private readonly equityError: Float64Array;
  /** The same lots of all legs together, as one block. */
  private readonly whole: Block;

  /**
   * @param parts every leaf on its part of the account
   * @param equity of the account, money
   */
  constructor(charter: Charter, parts: readonly LeafPart[], equity: bigint) {
    this.beta = Number(charter.targetBuffer) / Number(C.PER_MILLE);
    const byUnderlying = [...new Set(parts.map(({ underlying }) => underlying))].map((underlying) =>
      parts.filter((part) => part.underlying === underlying),
    );
    const first = byUnderlying.map(([part]) => part as LeafPart);
    const terms = first.flatMap(({ lots }) => lots);
    const figures = (of: (lot: LegTerms) => number) => Float64Array.from(terms, of);
    const perMillion = (amount: bigint) => Number(amount) / Number(C.PER_MILLION);
    this.notional = figures((lot) => Number(lot.notional));
    this.fee = figures((lot) => perMillion(lot.fee));
    this.penalty = figures((lot) => {
      const cap = Number(penaltyCap(lot)) / Number(C.PER_MILLE);
      return lot.isLong ? Math.min(cap, Number(lot.mark)) : cap;
    });
    this.equityError = figures(
      (lot) => Number(lot.rounding) + Number(C.PER_MILLE * lot.equityError) / Number(ERROR_SCALE),
    );
    const held = first.flatMap((part) => part.held);
    this.start = { lots: Float64Array.from(held, ({ position }) => Number(position.quantity)), equity: Number(equity) };
    this.whole = { from: 0, count: terms.length, rows: [] };
    if (charter.jointScenarios) {
      const groups = [...new Set(parts.map(({ group }) => group))];
      const choices = groups.map((group) => parts.filter((part) => part.group === group));
      this.blocks = [
        this.block(
          0,
          choices.filter(({ length }) => length === first.length),
        ),
      ];
    } else {
      let from = 0;
      this.blocks = byUnderlying.map((own) => {
        const block = this.block(
          from,
          own.map((part) => [part]),
        );
        from += block.count;
        return block;
      });
    }
  }

  private block(from: number, choices: readonly (readonly LeafPart[])[]): Block {
    const rows = choices.map((choice): Row => {
      const lots = choice.flatMap((part) => part.lots);
      const margin = Float64Array.from(lots, ({ marginPerLot }) => Number(marginPerLot) / Number(C.PER_MILLION));
      const error = Float64Array.from(
        lots,
        ({ marginError, rounding }) => Number(marginError) / Number(ERROR_SCALE) + Number(rounding),
      );
      const gain = margin.map((amount, i) => (1 + this.beta) * amount - (this.fee[from + i] as number));
      const ratio = gain.map((amount, i) => amount / (this.notional[from + i] as number));
      const order = ranked(ratio).filter((i) => (ratio[i] as number) > 0);
      return {
        leaves: choice.map(({ underlying, position }) => [underlying, position] as const),
        margin,
        certain: margin.map((amount, i) => amount - (error[i] as number)),
        gain,
        help: gain.map((amount, i) => Math.max(amount, 0) + TERMINAL_ERRORS * (error[i] as number) + 1),
        order,
        ratios: Float64Array.from(order, (i) => ratio[i] as number),
      };
    });
    return { from, count: rows[0]?.margin.length ?? 0, rows };
  }

  /** The leaves of a choice, by the underlying's number. */
  scenario(choice: Choice): ReadonlyMap<number, number> {
    return new Map(this.blocks.flatMap(({ rows }, b) => (rows[choice[b] as number] as Row).leaves));
  }

  demand({ lots }: Standing): Demand {
    const all = (pick: 'margin' | 'certain') =>
      this.blocks.map((block) => Float64Array.from(block.rows, (row) => total(lots, block, row[pick])));
    return { requirement: all('margin'), certain: all('certain') };
  }

  /** By how much equity is below the worst requirement beyond the errors; at most 0 where the account is healthy. */
  excess({ lots, equity }: Standing): number {
    return this.worst(lots, 'certain') - equity;
  }

  private worst(lots: Float64Array, figure: 'margin' | 'certain'): number {
    let sum = 0;
    for (const block of this.blocks) {
      let worst = Number.NEGATIVE_INFINITY;
      for (const row of block.rows) worst = Math.max(worst, total(lots, block, row[figure]));
      sum += worst;
    }
    return sum;
  }

  /** Σ lots times the notional; money. */
  openNotional({ lots }: Standing): number {
    return total(lots, this.whole, this.notional);
  }

  /**
   * Choices worth trying, the binding one first: then with one block's row replaced, and some with the rows of several
   * blocks replaced.
   */
  choices({ requirement }: Demand): Choice[] {
    const orders = requirement.map(ranked);
    const binding = orders.map((order) => order[0] as number);
    const replaced = orders.flatMap((order, b) =>
      order.slice(1).map((row) => binding.map((worst, other) => (other === b ? row : worst))),
    );
    if (orders.length === 1) return [binding, ...replaced];
    const together = orders
      .map((order) => RANKS.flatMap((rank) => order[rank] ?? []))
      .reduce<number[][]>((choices, rows) => choices.flatMap((choice) => rows.map((row) => [...choice, row])), [[]]);
    return [binding, ...replaced, ...together];
  }

  /**
   * The close under a choice; `undefined` where none could be proven.
   *
   * @param share of the cap of FM-14 by which closing prices are worse than the mark, 0 to 1
   */
  step(standing: Standing, choice: Choice, demand: Demand, share: number): Step | undefined {
    const { lots, equity } = standing;
    let requirement = 0;
    let certain = 0;
    let missing = -equity;
    choice.forEach((row, b) => {
      requirement += demand.requirement[b]?.[row] as number;
      certain += demand.certain[b]?.[row] as number;
    });
    if (equity + total(lots, this.whole, this.equityError) < 0) return this.everything(standing);
    if (certain <= equity) return undefined;
    missing += (1 + this.beta) * requirement;
    let help = 0;
    choice.forEach((row, b) => {
      const block = this.blocks[b] as Block;
      help += total(lots, block, (block.rows[row] as Row).help);
    });
    if (missing > help) return this.everything(standing);
    return requirement > 0 ? this.leastClose(standing, choice, missing, share) : undefined;
  }

  private everything(standing: Standing): Step {
    return {
      after: { lots: new Float64Array(standing.lots.length), equity: 0 },
      closedNotional: this.openNotional(standing),
    };
  }

  /** Legs in the order of their gain per notional, the last one in part and rounded up to a lot. */
  private leastClose({ lots, equity }: Standing, choice: Choice, shortfall: number, share: number): Step | undefined {
    const next = choice.map(() => 0);
    const rest = lots.slice();
    let missing = shortfall;
    let closedNotional = 0;
    let fees = 0;
    let penalties = 0;
    while (missing > 0) {
      let best = -1;
      let bestRatio = 0;
      for (let b = 0; b < choice.length; b++) {
        const ratio = this.blocks[b]?.rows[choice[b] as number]?.ratios[next[b] as number] ?? 0;
        if (ratio <= bestRatio) continue;
        best = b;
        bestRatio = ratio;
      }
      if (best < 0) break;
      const { from, rows } = this.blocks[best] as Block;
      const { order, gain } = rows[choice[best] as number] as Row;
      const i = order[next[best] as number] as number;
      next[best] = (next[best] as number) + 1;
      const held = rest[from + i] as number;
      if (held === 0) continue;
      const closed = Math.min(held, Math.ceil(missing / (gain[i] as number)));
      rest[from + i] = held - closed;
      missing -= closed * (gain[i] as number);
      closedNotional += closed * (this.notional[from + i] as number);
      fees += closed * (this.fee[from + i] as number);
      penalties += closed * share * (this.penalty[from + i] as number);
    }
    if (closedNotional === 0) return undefined;
    // As settleClose does: the fee leaves alone what the rest requires, where that much is left.
    const left = Math.max(equity - penalties, 0);
    const required = Math.max(this.worst(rest, 'margin'), 0);
    const affordable = left >= required ? left - required : left;
    return { after: { lots: rest, equity: left - Math.min(fees, affordable) }, closedNotional };
  }
}
