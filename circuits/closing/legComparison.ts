/**
 * FM-13, FM-17: what all lots of a leg add to the sums of the amount clauses, if one of them gains more than a
 * threshold; the model of LegComparison.circom.
 */
export function legComparison(
  gain: bigint,
  threshold: bigint,
  quantity: bigint,
  notional: bigint,
): { improvableGain: bigint; improvableNotional: bigint } {
  const improvable = gain > threshold ? quantity : 0n;
  return { improvableGain: improvable * gain, improvableNotional: improvable * notional };
}
