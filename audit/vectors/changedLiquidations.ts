import { penaltyCap } from '../../circuits/closing/priceFairness.ts';
import { CONSTANTS as C } from '../../circuits/constants.ts';
import type { Close, LiquidationInputs } from '../../circuits/liquidation.ts';
import { evaluateAccount } from '../../circuits/margin/evaluateAccount.ts';
import type { LegTerms } from '../../circuits/margin/legTerms.ts';
import { ERROR_SCALE, equityGap, marginGap } from '../../circuits/margin/trigger.ts';
import type { Account, ClosedLeg, OptionPosition } from '../../circuits/objects.ts';

type Kind = 'options' | 'linears';

/** Replaces one element, also behind the end. */
function at<T>(list: readonly T[], place: number, value: T): T[] {
  const copy = [...list];
  copy[place] = value;
  return copy;
}

/**
 * One liquidation told otherwise, each time in one point: lots, prices, fee, draw, flags, account, market, rules and
 * scenarios, at the edges of what the clauses allow and one beyond. Some are still true; most are not.
 */
export function changedLiquidations(inputs: LiquidationInputs): LiquidationInputs[] {
  const { account, charter, snapshot, surface, close, scenarios } = inputs;
  const leaves = new Map([...scenarios].map(([underlying, { leaf }]) => [underlying, leaf]));
  const margin = evaluateAccount({ charter, snapshot, surface, account, scenarios: leaves });
  const found: LiquidationInputs[] = [];
  const withClose = (change: Partial<Close>) => found.push({ ...inputs, close: { ...close, ...change } });
  const withAccount = (change: Partial<Account>) => found.push({ ...inputs, account: { ...account, ...change } });
  const withCharter = (change: Partial<typeof charter>) =>
    found.push({ ...inputs, charter: { ...charter, ...change } });
  const withSnapshot = (change: Partial<typeof snapshot>) =>
    found.push({ ...inputs, snapshot: { ...snapshot, ...change } });

  const legs = (['options', 'linears'] as const).flatMap((kind) =>
    margin[kind].flatMap((leg, place) => (leg ? [{ kind, place, leg, now: close[kind][place] as ClosedLeg }] : [])),
  );
  const touched = legs.filter(({ now }) => now.quantityClosed > 0n);
  const untouched = legs.find(({ now }) => now.quantityClosed === 0n);
  const put = (kind: Kind, place: number, leg: ClosedLeg) => withClose({ [kind]: at(close[kind], place, leg) });

  for (const { kind, place, leg, now } of touched.slice(0, 3)) {
    put(kind, place, { ...now, quantityClosed: now.quantityClosed + 1n });
    put(kind, place, { ...now, quantityClosed: now.quantityClosed - 1n });
    put(kind, place, { ...now, quantityClosed: leg.quantity + 1n });
    for (const price of edgePrices(leg)) put(kind, place, { ...now, price });
  }
  if (untouched) {
    put(untouched.kind, untouched.place, { quantityClosed: 0n, price: 1n });
    put(untouched.kind, untouched.place, { quantityClosed: 1n, price: untouched.leg.mark });
    put(untouched.kind, untouched.place, { quantityClosed: -1n, price: 0n });
  }
  const whole = (kind: Kind) =>
    margin[kind].map((leg) => ({ quantityClosed: leg?.quantity ?? 0n, price: leg?.mark ?? 0n }));
  for (const terminal of [false, true]) withClose({ options: whole('options'), linears: whole('linears'), terminal });
  withClose({ options: [], linears: [] });
  withClose({ options: at(close.options, account.options.length, { quantityClosed: 0n, price: 0n }) });
  withClose({ terminal: !close.terminal });
  for (const step of [1n, -1n, 1n << 40n]) withClose({ fee: close.fee + step });
  const closedFee = touched.reduce((sum, { leg, now }) => sum + now.quantityClosed * leg.fee, 0n);
  for (const fee of [0n, -1n, closedFee / C.PER_MILLION, closedFee / C.PER_MILLION + 1n]) withClose({ fee });
  for (const step of [1n, -1n, 1n << 62n]) withClose({ draw: close.draw + step });

  // Cash at the last money unit where the trigger, the equity case, and the sign of equity change.
  for (const gap of [marginGap(margin), equityGap(margin)]) {
    const least = account.cash + (gap - 1n) / ERROR_SCALE;
    for (const step of [-1n, 0n, 1n, 2n]) withAccount({ cash: least + step });
  }
  const penalty = touched.reduce(
    (sum, { leg, now }) => sum + now.quantityClosed * (leg.isLong ? 1n : -1n) * (leg.mark - now.price),
    0n,
  );
  for (const step of [-1n, 0n, 1n]) withAccount({ cash: account.cash - margin.equity + step });
  for (const step of [-1n, 0n]) withAccount({ cash: account.cash - margin.equity + penalty + close.fee + step });
  for (const cash of [1n << 62n, (1n << 62n) - 1n, -(1n << 62n), -(1n << 62n) - 1n]) withAccount({ cash });

  for (const step of [0n, 1n]) withAccount({ time: snapshot.time + step });
  withAccount({ settlementUnit: account.settlementUnit + 1n });
  for (const sequence of [(1n << C.SEQUENCE_BITS) - 1n, 1n << C.SEQUENCE_BITS]) withAccount({ sequence });
  if (account.options.length > 1) {
    withAccount({ options: [...account.options].reverse() });
    withAccount({ options: at(account.options, 1, account.options[0] ?? null) });
  }
  if (account.linears.length > 1) withAccount({ linears: [...account.linears].reverse() });
  const first = account.options.findIndex(Boolean);
  const option = account.options[first] as OptionPosition | undefined;
  if (option) {
    const change = (part: Partial<OptionPosition>) =>
      withAccount({ options: at(account.options, first, { ...option, ...part }) });
    change({ strike: 0n });
    change({ strike: 1n });
    change({ strike: (1n << 24n) - 1n });
    change({ isPut: !option.isPut });
    change({ isLong: !option.isLong });
    change({ underlying: 5 });
    change({ expiryHours: option.expiryHours + 1n });
    for (const quantity of [1n << C.LOT_BITS, (1n << C.LOT_BITS) + 1n, 1n << 23n]) change({ quantity });
    withAccount({ options: [null, ...account.options] });
    // Neighbours in the order of instruments, in it and against it.
    const [call, put] = [false, true].map((isPut) => ({ ...option, isPut })) as [OptionPosition, OptionPosition];
    const higher = { ...call, strike: option.strike + 1n };
    for (const options of [
      [call, put],
      [put, call],
      [put, higher],
      [higher, put],
      [put, put],
    ])
      withAccount({ options });
  }

  for (const step of [-1n, 1n, 100n]) withCharter({ targetBuffer: charter.targetBuffer + step });
  for (const longCredit of [0n, 499n, 500n, 501n, 1000n]) withCharter({ longCredit });
  withCharter({ leastNotional: !charter.leastNotional });
  withCharter({ jointScenarios: !charter.jointScenarios });
  const [held] = [...leaves];
  if (held) {
    const [underlying, leaf] = held;
    for (const step of [0n, -1n]) withCharter({ weightMaximum: leaf.weight + step });
    for (const bucket of [0, 1, 2, 3]) {
      const c = leaf.volMultipliers[bucket] as bigint;
      for (const step of [0n, 1n]) withCharter({ volMinimum: at(charter.volMinimum, bucket, c + step) });
      for (const step of [0n, -1n]) withCharter({ volMaximum: at(charter.volMaximum, bucket, c + step) });
    }
    const rules = charter.underlyings[underlying] as (typeof charter.underlyings)[number];
    const withRules = (change: Partial<typeof rules>) =>
      withCharter({ underlyings: at(charter.underlyings, underlying, { ...rules, ...change }) });
    for (const step of [0n, 1n]) withRules({ forwardMinimum: leaf.forwardMultiplier + step });
    for (const step of [0n, -1n]) withRules({ forwardMaximum: leaf.forwardMultiplier + step });
    withRules({ strikeTickExponent: 1n });
    withRules({ lotFactor: rules.lotFactor + 7n });
    withRules({ feeRate: rules.feeRate + 13n });
    withRules({ penaltyMarkRate: 37n, penaltyBaseRate: 11n, penaltyNotionalRate: 3_333n });
    withRules({ shortOptionRate: 12_345n, linearRate: 6_789n });
    withCharter({ underlyings: charter.underlyings.slice(0, underlying) });
    const market = snapshot.underlyings[underlying];
    if (market) {
      const withMarket = (change: Partial<typeof market>) =>
        withSnapshot({ underlyings: at(snapshot.underlyings, underlying, { ...market, ...change }) });
      withMarket({ index: market.index + 1n });
      withMarket({ index: (1n << 36n) - 1n });
      withMarket({ perpetual: market.perpetual + 3n });
      const place = market.expiries.findIndex((expiry) => expiry?.expiryHours === option?.expiryHours);
      const expiry = market.expiries[place];
      if (expiry) {
        const withExpiry = (change: Partial<typeof expiry> | null) =>
          withMarket({ expiries: at(market.expiries, place, change && { ...expiry, ...change }) });
        withExpiry({ forward: expiry.forward + 1n });
        withExpiry({ forward: 15n });
        withExpiry({ discountGap: expiry.discountGap + 12_345n });
        withExpiry(null);
        // To the second: expiry, and the boundaries of the tenor buckets.
        const end = expiry.expiryHours * C.SECONDS_PER_HOUR;
        const hours = charter.bucketHours.map((value) => value * C.SECONDS_PER_HOUR);
        for (const left of [1n, 0n, ...hours, ...hours.map((value) => value - 1n)]) withSnapshot({ time: end - left });
        const row = surface.rows[underlying];
        const slice = row?.[place];
        if (row && slice) {
          const withSlice = (change: Partial<typeof slice> | null) =>
            found.push({
              ...inputs,
              surface: {
                ...surface,
                rows: at(surface.rows, underlying, at(row, place, change && { ...slice, ...change })),
              },
            });
          withSlice(null);
          withSlice({ expiryHours: slice.expiryHours + 1n });
          withSlice({
            a: slice.a + 1n,
            b: slice.b + 1n,
            bRho: slice.bRho - 1n,
            m: slice.m + 1n,
            sigma: slice.sigma + 1n,
          });
          withSlice({ a: 0n, b: 0n, bRho: 0n, m: 0n, sigma: 0n });
        }
      }
    }
    const opening = scenarios.get(underlying) as NonNullable<ReturnType<typeof scenarios.get>>;
    const withOpening = (change: Partial<typeof opening>) =>
      found.push({ ...inputs, scenarios: new Map([...scenarios, [underlying, { ...opening, ...change }]]) });
    withOpening({ leaf: { ...leaf, weight: leaf.weight - 1n } });
    withOpening({ leaf: { ...leaf, underlying: underlying + 1 } });
    withOpening({ bottomSalt: opening.bottomSalt + 1n });
    withOpening({ root: [...opening.root].reverse() });
    withOpening({ middle: [...opening.middle, 1n] });
    found.push({ ...inputs, scenarios: new Map() });
    if (scenarios.size > 1) {
      found.push({ ...inputs, scenarios: new Map([[underlying, opening]]) });
      withOpening({ root: [...opening.root].reverse() });
      withOpening({ leaf: { ...leaf, group: leaf.group + 1n } });
    }
  }
  return found;
}

/** The worst fair price, one beyond, the mark, and the ends of the width. */
function edgePrices(leg: LegTerms): bigint[] {
  const cap = penaltyCap(leg) / C.PER_MILLE;
  const worse = leg.isLong ? -1n : 1n;
  const worst = leg.mark + worse * cap;
  return [worst, worst + worse, worst - worse, leg.mark, 0n, -1n, (1n << C.MONEY_BITS) - 1n, 1n << C.MONEY_BITS];
}
