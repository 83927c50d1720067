import type { Close, LiquidationInputs } from '../../circuits/liquidation.ts';
import { runLiquidation } from '../../circuits/liquidation.ts';
import type { Account } from '../../circuits/objects.ts';
import { type InstanceShape, witnessInputs } from '../../circuits/witnessInputs.ts';
import { PlainCircuit } from '../circuit/plainCircuit.ts';
import { honestLiquidations } from './honestLiquidations.ts';
import type { Leaf, LeafInputs } from './leaf.ts';

/** An instance of every part: two underlyings, and options behind the twelve of the head. */
const SHAPE = { optionLegs: 14, linearLegs: 3, expiries: 6, underlyings: 2 } as const satisfies InstanceShape;
const { optionLegs, linearLegs, underlyings, expiries } = SHAPE;
const LIQUIDATIONS = 14;
/** Of each template, spread over the liquidations. */
const MOST_INPUTS = 16;

/** Where a template stands in Liquidation.circom, for what parameters. */
const PLACES: readonly [path: string, component: RegExp, parameters: Leaf['parameters']][] = [
  ['closing/AmountClauses', /^amount$/, []],
  ['closing/GainThreshold', /^threshold\[\d+\]$/, []],
  ['closing/LegClose', /^leg\[\d+\]$/, []],
  ['closing/LegComparison', /^comparison\[\d+\]$/, []],
  ['closing/Settlement', /^settlement$/, []],
  ['commitment/AccountCommitment', /^(before|after)$/, [optionLegs, linearLegs]],
  ['commitment/CharterGlobalWord', /^globalRules$/, []],
  ['commitment/OutcomeCommitment', /^outcome$/, [optionLegs, linearLegs]],
  ['commitment/ScenarioMembership', /^terms\[\d+\]\.membership$/, [16, 8]],
  ['margin/ExpiryTerms', /^expiryOf\[\d+\]$/, [underlyings]],
  ['margin/LinearLeg', /^linear\[\d+\]\.leg$/, []],
  ['margin/LinearSlot', /^linear\[\d+\]$/, [expiries + 2 * underlyings, underlyings]],
  ['margin/OptionLeg', /^option\[\d+\]\.leg$/, []],
  ['margin/OptionSlot', /^option\[\d+\]$/, [underlyings, 28]],
  ['margin/Trigger', /^trigger$/, []],
  ['margin/UnderlyingTerms', /^terms\[\d+\]$/, []],
];

/** The same account with its last options behind the head, as a history of closes leaves it. */
function withChunk(liquidation: LiquidationInputs): LiquidationInputs {
  const { account, close } = liquidation;
  const count = account.options.length;
  if (count < 2 || count > 12) return liquidation;
  const spread = <T>(list: readonly T[], empty: T): T[] => [
    ...Array.from({ length: 12 }, (_, i) => (i < count - 2 ? (list[i] as T) : empty)),
    ...list.slice(count - 2),
  ];
  const options: Account['options'] = spread<Account['options'][number]>(account.options, null);
  const closed: Close['options'] = spread(close.options, { quantityClosed: 0n, price: 0n });
  return { ...liquidation, account: { ...account, options }, close: { ...close, options: closed } };
}

/** Writes a value at places, such as `[1][0]`, of nested arrays. */
function put(inputs: LeafInputs, name: string, places: readonly number[], value: bigint): void {
  if (places.length === 0) {
    inputs[name] = value;
    return;
  }
  inputs[name] ??= [];
  let list = inputs[name] as unknown[];
  for (const place of places.slice(0, -1)) {
    list[place] ??= [];
    list = list[place] as unknown[];
  }
  list[places.at(-1) as number] = value;
}

/** Inputs of all templates of margin, closing and commitment, as whole honest liquidations give them. */
export async function wholeLeaves(sources: ReadonlyMap<string, string>): Promise<Leaf[]> {
  const circuit = await PlainCircuit.compile({
    file: 'circuits/Liquidation.circom',
    main: `Liquidation(${optionLegs}, ${linearLegs}, ${expiries}, ${underlyings})`,
  });
  const found = PLACES.map((): LeafInputs[][] => []);
  const ports = PLACES.map(([path]) => {
    const text = sources.get(`circuits/${path}.circom`) ?? '';
    return new Set([...text.matchAll(/signal\s+input\s+(\w+)/g)].map((match) => match[1] as string));
  });
  for (const [i, plain] of (await honestLiquidations(LIQUIDATIONS, SHAPE)).entries()) {
    const liquidation = i % 3 === 1 ? withChunk(plain) : plain;
    const values = await circuit.assign(witnessInputs(liquidation, runLiquidation(liquidation), SHAPE));
    if (!values) throw new RangeError('an honest liquidation has no witness');
    const components = PLACES.map(() => new Map<string, LeafInputs>());
    circuit.system.names.forEach(([name = ''], wire) => {
      const match = /^main\.(.+)\.(\w+)((?:\[\d+\])*)$/.exec(name);
      if (!match) return;
      const [, component = '', port = '', suffix = ''] = match;
      PLACES.forEach(([, pattern], place) => {
        if (!ports[place]?.has(port) || !pattern.test(component)) return;
        const known = components[place] as Map<string, LeafInputs>;
        const inputs = known.get(component) ?? {};
        known.set(component, inputs);
        put(inputs, port, [...suffix.matchAll(/\d+/g)].map(Number), values[wire] as bigint);
      });
    });
    components.forEach((known, place) => {
      found[place]?.push([...known.values()]);
    });
  }
  return PLACES.map(([path, , parameters], place) => ({
    file: `circuits/${path}.circom`,
    template: path.split('/')[1] as string,
    parameters,
    inputs: spreadOver(found[place] as LeafInputs[][]),
  }));
}

/** The first of each list, then the second of each, without repetitions. */
function spreadOver(lists: readonly (readonly LeafInputs[])[]): LeafInputs[] {
  const seen = new Set<string>();
  const chosen: LeafInputs[] = [];
  const longest = Math.max(...lists.map((list) => list.length));
  for (let round = 0; round < longest; round++) {
    for (const list of lists) {
      const inputs = list[round];
      if (!inputs || chosen.length === MOST_INPUTS) continue;
      const key = JSON.stringify(inputs, (_, value) => (typeof value === 'bigint' ? String(value) : value));
      if (!seen.has(key)) chosen.push(inputs);
      seen.add(key);
    }
  }
  return chosen;
}
