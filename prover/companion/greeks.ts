/**
 * First derivatives of a value, and the second one by the forward. Of what (one unit of the underlying, one lot, a
 * position, an account) is said where they stand; they scale with it and add up.
 *
 * The value is in the settlement currency per unit of the underlying, as are forwards and strikes. Every derivative
 * holds the other inputs; volatility is held strike by strike (sticky strike).
 */
export interface Greeks {
  /** By the forward, discounted: units of the underlying to sell as futures for a hedge. */
  delta: number;
  /** Of delta by the forward: units of the underlying per 1.00 of the settlement currency. */
  gamma: number;
  /** By volatility, per 1.00 of it (from 50% to 150%). */
  vega: number;
  /** As traders quote it: per vol point (from 50% to 51%), vega / 100. */
  vegaPerPoint: number;
  /** By the passing of time, per year of 365 days; below zero where the value decays. */
  theta: number;
  /** As traders quote it: per calendar day, theta / 365. */
  thetaPerDay: number;
}
