import { charterUnderlyingWord } from '../../circuits/commitment/charterWords.ts';
import { scenarioLeafWord } from '../../circuits/commitment/scenarioLeafWord.ts';
import { CONSTANTS as C } from '../../circuits/constants.ts';
import { fieldInverse } from '../circuit/fieldInverse.ts';
import { reduced } from '../circuit/reduced.ts';
import { standInPoseidon } from '../circuit/standInPoseidon.ts';
import type { LeafInputs } from '../vectors/leaf.ts';
import type { Challenge } from './challenge.ts';
import { rowHashes } from './standInHashes.ts';

/** Inputs of Liquidation.circom that hold one element for each underlying. */
const BY_UNDERLYING = [
  'underlyingActive underlyingNumber lotFactor strikeTickExponent shortOptionRate linearRate feeRate',
  'penaltyNotionalRate penaltyBaseRate penaltyMarkRate forwardMinimum forwardMaximum snapshotWords surfaceWords',
  'index perpetual scenarioGroup forwardMultiplier weight volMultipliers treeMiddle treeBottom treeBottomSalt',
].flatMap((line) => line.split(' '));
/** One and a half: its logarithm is defined for a flag of two as well. */
const MULTIPLIER = 3n << (C.MULTIPLIER_FRACTION_BITS - 1n);
const PRICE = 1000n;

/**
 * Liquidations of one underlying with a second one in the free slot that no position uses: made up, once honest and once
 * with a flag of two, under which its charter word reads as half of what it says; and the first underlying once more. All
 * constraints but those on the flag and on the order hold.
 */
export function unusedUnderlying(inputs: LeafInputs): Challenge[] {
  const all = inputs as Record<string, bigint[]>;
  const number = (all.underlyingNumber?.[0] ?? 0n) + 1n;
  if (all.underlyingActive?.[1] !== 0n || number >= C.UNDERLYING_SLOTS) return [];
  const twice = Object.fromEntries(BY_UNDERLYING.map((name) => [name, [all[name]?.[0], all[name]?.[0]]]));
  return [madeUp(all, number, 1n), madeUp(all, number, 2n), { ...inputs, ...twice }].map((changed) => ({
    inputs: changed,
    at: [],
    by: [],
    about: 'underlyingActive',
  }));
}

function madeUp(all: Record<string, bigint[]>, number: bigint, active: bigint): LeafInputs {
  const rules = { lotFactor: 1n, forwardMinimum: MULTIPLIER, forwardMaximum: MULTIPLIER };
  const rates = { shortOptionRate: 0n, linearRate: 0n, feeRate: 0n };
  const penalties = { penaltyNotionalRate: 0n, penaltyBaseRate: 0n, penaltyMarkRate: 0n };
  const word = charterUnderlyingWord({ ...rules, ...rates, ...penalties, strikeTickExponent: 0n });
  const empty = Array.from({ length: Number(C.EXPIRY_SLOTS) }, () => 0n);
  const [snapshotRow, surfaceRow] = rowHashes(standInPoseidon, empty, empty, PRICE, PRICE);
  const scenario = {
    group: all.scenarioGroup?.[0] as bigint,
    forwardMultiplier: MULTIPLIER,
    weight: all.weightMaximum as unknown as bigint,
    volMultipliers: all.volMinimum as bigint[],
  };
  const children = (first: bigint) =>
    Array.from({ length: 1 << Number(C.TREE_INNER_BITS) }, (_, i) => (i === 0 ? first : 0n));
  const bottom = children(scenarioLeafWord({ underlying: Number(number), ...scenario }));
  const middle = children(standInPoseidon([...bottom, 0n]));
  const own = standInPoseidon((all.treeMiddle as unknown as bigint[][])[0] as bigint[]);
  const free = (all.treeRoot as bigint[]).findIndex((child) => child !== own);
  const at = (name: string, place: number, value: bigint) => ({
    [name]: (all[name] as bigint[]).map((old, i) => (i === place ? value : old)),
  });
  const second: Record<string, unknown> = {
    ...rules,
    ...rates,
    ...penalties,
    underlyingActive: active,
    underlyingNumber: number,
    strikeTickExponent: [0n, 0n, 0n],
    snapshotWords: empty,
    surfaceWords: empty,
    index: PRICE,
    perpetual: PRICE,
    scenarioGroup: scenario.group,
    forwardMultiplier: scenario.forwardMultiplier,
    weight: scenario.weight,
    volMultipliers: scenario.volMultipliers,
    treeMiddle: middle,
    treeBottom: bottom,
    treeBottomSalt: 0n,
  };
  return {
    ...all,
    ...Object.fromEntries(BY_UNDERLYING.map((name) => [name, [all[name]?.[0], second[name]]])),
    ...at('charterWords', Number(number), reduced(word * fieldInverse(active))),
    ...at('snapshotRows', Number(number), snapshotRow),
    ...at('surfaceRows', Number(number), surfaceRow),
    ...at('treeRoot', free, standInPoseidon(middle)),
  };
}
