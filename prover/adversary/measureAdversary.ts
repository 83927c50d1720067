import { type LiquidationInputs, runLiquidation } from '../../circuits/liquidation.ts';
import { ACCOUNT_KINDS, type AccountKind, generateAccount } from '../accounts/generateAccount.ts';
import type { ListedMarket } from '../accounts/listedMarket.ts';
import { madeUpSalt } from '../accounts/madeUpSalt.ts';
import { NoProvableCloseError } from '../plan/noProvableCloseError.ts';
import { NotLiquidatableError } from '../plan/notLiquidatableError.ts';
import type { AdversaryResult, RatioSpread } from './adversaryResult.ts';
import type { Objective } from './aim.ts';
import type { AttackRound } from './attackRound.ts';
import { type AccountComparison, COMPARED_RULES, compareAccount } from './compareAccount.ts';
import { nearestRank } from './nearestRank.ts';

export interface MeasureAdversaryOptions {
  /** Where accounts are liquidated, and where their positions were taken. */
  market: ListedMarket;
  opened: ListedMarket;
  /** Name of the market. */
  name: string;
  /** Accounts to compare. */
  count: number;
  seed: number;
  /** Numbers of rounds to compare at, rising. */
  rounds: readonly number[];
  /** Called every now and then, with the number of accounts compared so far. */
  onProgress?: (compared: number) => void;
}

export interface MeasuredAdversary {
  result: AdversaryResult;
  /** Account by account, in the order in which they were drawn. */
  comparisons: readonly RatiosOfAccount[];
}

/** A comparison without its attacks, which hold the account. */
type RatiosOfAccount = Omit<AccountComparison, 'attacks'>;

/** An attack that reached the largest ratio of its rule and objective. */
interface WorstAttack {
  ratio: number;
  attack: readonly AttackRound[];
}

const OBJECTIVES = ['closedNotional', 'taken'] as const satisfies readonly Objective[];

const rounded = (ratio: number) => Number(ratio.toFixed(3));

function spreadOf(ratios: readonly number[]): RatioSpread {
  const sorted = [...ratios].sort((x, y) => x - y);
  return {
    median: rounded(nearestRank(sorted, 0.5)),
    p99: rounded(nearestRank(sorted, 0.99)),
    max: rounded(nearestRank(sorted, 1)),
  };
}

/** Runs an attack through the whole statement. @throws ClauseViolation where a round is refused */
function runAttack(attack: readonly AttackRound[], market: ListedMarket, leastNotional: boolean): void {
  const { snapshot, surface, tree } = market;
  for (const { scenario, close, accountBefore } of attack) {
    const inputs: LiquidationInputs = {
      domain: 0n,
      charter: { ...market.charter, leastNotional },
      snapshot,
      surface,
      account: accountBefore,
      scenarios: new Map([...scenario].map(([underlying, position]) => [underlying, tree.open(position)])),
      close,
      accountAfterSalt: madeUpSalt(0, 'account after'),
      outcomeSalt: madeUpSalt(0, 'outcome'),
    };
    runLiquidation(inputs);
  }
}

/** What is compared, or why it is not. */
function tryCompare(
  { market, opened, rounds }: MeasureAdversaryOptions,
  kind: AccountKind,
  seed: number,
  onSearch: () => void,
): AccountComparison | 'healthy' | 'insolvent' {
  const { account, shortfall } = generateAccount({ market, opened, kind, seed });
  if (shortfall <= 0n) return 'healthy';
  // Closed whole by anyone, and nothing is left to take.
  if (shortfall >= 1000n) return 'insolvent';
  try {
    return compareAccount({ ...market, account }, rounds, onSearch);
  } catch (error) {
    if (error instanceof NotLiquidatableError || error instanceof NoProvableCloseError) return 'healthy';
    throw error;
  }
}

/**
 * Compares a dishonest venue with an honest one on made-up accounts of all kinds in turn, and runs the worst attacks
 * through the whole statement. Equal options give equal results.
 *
 * @throws InputError `ACCOUNT_NOT_DRAWN`
 */
export function measureAdversary(options: MeasureAdversaryOptions): MeasuredAdversary {
  const { market, name, count, seed, rounds, onProgress = () => {} } = options;
  const kinds = ACCOUNT_KINDS.filter((kind) => kind !== 'crossAsset' || market.underlyings.length > 1);
  const start = process.cpuUsage();
  const left = { healthy: 0, insolvent: 0 };
  const compared: RatiosOfAccount[] = [];
  const worst = COMPARED_RULES.map(() => new Map<Objective, WorstAttack>());
  for (let i = 0; compared.length < count; i++) {
    const comparison = tryCompare(options, kinds[i % kinds.length] as AccountKind, seed + i, () =>
      onProgress(compared.length),
    );
    if (typeof comparison === 'string') {
      left[comparison] += 1;
      continue;
    }
    const { honestRounds, ratios, attacks } = comparison;
    compared.push({ honestRounds, ratios });
    attacks.forEach((attack, r) => {
      const longest = ratios[(r + 1) * rounds.length - 1];
      for (const objective of OBJECTIVES) {
        const ratio = longest?.[objective] ?? 0;
        if (ratio > (worst[r]?.get(objective)?.ratio ?? 0))
          worst[r]?.set(objective, { ratio, attack: attack[objective] });
      }
    });
  }

  let checkedRounds = 0;
  worst.forEach((attacks, r) => {
    for (const { attack } of attacks.values()) {
      runAttack(attack, market, COMPARED_RULES[r]?.leastNotional ?? true);
      checkedRounds += attack.length;
    }
  });
  const { user, system } = process.cpuUsage(start);
  const result: AdversaryResult = {
    market: name,
    seed,
    accounts: compared.length,
    ...left,
    honestRounds: spreadOf(compared.map((account) => account.honestRounds)),
    rows: COMPARED_RULES.flatMap((rules, r) =>
      rounds.map((limit, i) => {
        const of = (ratio: 'closedNotional' | 'taken' | 'takenAtEdge') =>
          spreadOf(compared.map(({ ratios }) => ratios[r * rounds.length + i]?.[ratio] ?? Number.NaN));
        return {
          rules,
          rounds: limit,
          closedNotional: of('closedNotional'),
          taken: of('taken'),
          takenAtEdge: of('takenAtEdge'),
        };
      }),
    ),
    checkedRounds,
    cpuSeconds: Number(((user + system) / 1e6).toFixed(1)),
  };
  return { result, comparisons: compared };
}
