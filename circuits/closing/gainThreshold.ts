/**
 * FM-13: the marginal leg's gain in notionals of another underlying, rounded down; the model of GainThreshold.circom.
 * A leg beats the marginal one exactly where its gain is above.
 */
export function gainThreshold(marginalGain: bigint, marginalNotional: bigint, notional: bigint): bigint {
  return (marginalGain * notional) / marginalNotional;
}
