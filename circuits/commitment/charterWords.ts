import { CONSTANTS as C } from '../constants.ts';
import type { Charter, CharterUnderlying } from '../objects.ts';
import { packWord, type WordField } from './packWord.ts';

/** The packed word of the rules that hold for all underlyings (FM-02.1). */
export function charterGlobalWord(charter: Charter): bigint {
  const fields: WordField[] = [
    [charter.settlementUnit, C.SETTLEMENT_UNIT_BITS, 'charter.settlementUnit'],
    [charter.targetBuffer, C.PER_MILLE_BITS, 'charter.targetBuffer'],
    [charter.longCredit, C.PER_MILLE_BITS, 'charter.longCredit'],
    [BigInt(charter.leastNotional), 1n, 'charter.leastNotional'],
    [BigInt(charter.jointScenarios), 1n, 'charter.jointScenarios'],
    [charter.weightMaximum, C.PER_MILLE_BITS, 'charter.weightMaximum'],
  ];
  charter.bucketHours.forEach((hours, i) => {
    fields.push([hours, C.EXPIRY_HOURS_BITS, `charter.bucketHours[${i}]`]);
  });
  for (let bucket = 0; bucket < Number(C.TENOR_BUCKETS); bucket++) {
    fields.push([charter.volMinimum[bucket] ?? 0n, C.VOL_MULTIPLIER_WIDTH, `charter.volMinimum[${bucket}]`]);
    fields.push([charter.volMaximum[bucket] ?? 0n, C.VOL_MULTIPLIER_WIDTH, `charter.volMaximum[${bucket}]`]);
  }
  return packWord(fields);
}

/** The packed word of one underlying's rules (FM-02.1). */
export function charterUnderlyingWord(rules: CharterUnderlying, field = 'charter.underlyings[]'): bigint {
  return packWord([
    [rules.lotFactor, C.LOT_FACTOR_BITS, `${field}.lotFactor`],
    [rules.strikeTickExponent, C.STRIKE_TICK_EXPONENT_BITS, `${field}.strikeTickExponent`],
    [rules.shortOptionRate, C.PER_MILLION_BITS, `${field}.shortOptionRate`],
    [rules.linearRate, C.PER_MILLION_BITS, `${field}.linearRate`],
    [rules.feeRate, C.PER_MILLION_BITS, `${field}.feeRate`],
    [rules.penaltyNotionalRate, C.PER_MILLION_BITS, `${field}.penaltyNotionalRate`],
    [rules.penaltyBaseRate, C.PER_MILLION_BITS, `${field}.penaltyBaseRate`],
    [rules.penaltyMarkRate, C.PER_MILLE_BITS, `${field}.penaltyMarkRate`],
    [rules.forwardMinimum, C.MULTIPLIER_BITS, `${field}.forwardMinimum`],
    [rules.forwardMaximum, C.MULTIPLIER_BITS, `${field}.forwardMaximum`],
  ]);
}

/** The words of all underlying slots; an unused slot is 0. */
export function charterUnderlyingWords(charter: Charter): bigint[] {
  return Array.from({ length: Number(C.UNDERLYING_SLOTS) }, (_, u) => {
    const rules = charter.underlyings[u];
    return rules ? charterUnderlyingWord(rules, `charter.underlyings[${u}]`) : 0n;
  });
}
