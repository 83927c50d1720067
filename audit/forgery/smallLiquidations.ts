import { SMALL, sampleLiquidation } from '../samples/sampleLiquidation.ts';
import { sampleMarket } from '../samples/sampleMarket.ts';
import { ForgeableCircuit } from './forgeableCircuit.ts';

/**
 * Honest liquidations for `liquidation_small` that together use every input: options of both sides on one and on two
 * expiries, a future, a perpetual and spot, a floor of the standard deviation, empty slots of every kind, a partial
 * close with a fee, a terminal close with a draw.
 */
export function smallLiquidations(): { name: string; circuitInputs: Record<string, unknown> }[] {
  const market = sampleMarket();
  const partial = sampleMarket({ longCredit: 700n, targetBuffer: 73n });
  return [
    { name: 'short calls, long future', ...sampleLiquidation('shortCallsLongFutures', 50n, market) },
    { name: 'short calls, future on an expiry of its own', ...sampleLiquidation('futureAlone', 50n, market) },
    { name: 'insolvent, terminal with draw', ...sampleLiquidation('insolvent', 1200n, market) },
    { name: 'near expiry, long and short, perpetual', ...sampleLiquidation('nearExpiry', 50n, partial) },
    { name: 'condor, no linear leg', ...sampleLiquidation('condor', 50n, market) },
    { name: 'covered call on spot', ...sampleLiquidation('coveredCall', 50n, partial) },
  ].map(({ name, circuitInputs }) => ({ name, circuitInputs }));
}

/** `liquidation_small` as it ships, for forgeries. */
export function smallCircuit(): Promise<ForgeableCircuit> {
  const { optionLegs, linearLegs, expiries, underlyings } = SMALL;
  return ForgeableCircuit.compile({
    file: 'circuits/Liquidation.circom',
    template: 'Liquidation',
    parameters: [optionLegs, linearLegs, expiries, underlyings],
    privateInputs: true,
  });
}
