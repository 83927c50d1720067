import { CONSTANTS as C } from '../../circuits/constants.ts';
import { arithmeticLeaves } from '../vectors/arithmeticLeaves.ts';
import type { Leaf } from '../vectors/leaf.ts';
import { pricingLeaves } from '../vectors/pricingLeaves.ts';

/** The templates with hints of their own, with honest inputs; Liquidation itself is forged as a whole. */
export function hintLeaves(): Leaf[] {
  const own =
    /\/(Bits|IndexOneHot|IsNonZero|DivideDown|Gate|FloorShift|LaggedNormalCdf|NaturalLog|SviTotalVariance|ShockedStdDev|StdDevBits|TotalStdDev|CoarseD1)\./;
  // A marginal leg of 0.1 BTC against a lot of ETH, notionals in money per lot.
  const [bitcoin, ether] = [7_000_000_000n, 3_500_000_000n];
  const closing: Leaf[] = [
    {
      file: 'circuits/closing/GainThreshold.circom',
      template: 'GainThreshold',
      parameters: [],
      inputs: [
        { marginalGain: 838_190n, marginalNotional: bitcoin, notional: ether },
        { marginalGain: 838_191n, marginalNotional: ether, notional: bitcoin },
        { marginalGain: 0n, marginalNotional: bitcoin - 1n, notional: ether },
        { marginalGain: 77n, marginalNotional: bitcoin - 1n, notional: bitcoin },
      ],
    },
    {
      file: 'circuits/closing/LegComparison.circom',
      template: 'LegComparison',
      parameters: [],
      inputs: [
        { gain: 838_190n, threshold: 838_190n, quantity: 40n, notional: bitcoin },
        { gain: 838_191n, threshold: 838_190n, quantity: 40n, notional: bitcoin },
        { gain: -5n, threshold: 0n, quantity: 1n, notional: ether },
        { gain: (1n << C.GAIN_BITS) - 1n, threshold: 0n, quantity: 3n, notional: ether },
      ],
    },
  ];
  return [
    ...arithmeticLeaves()
      .concat(pricingLeaves())
      .filter(({ file }) => own.test(file)),
    ...closing,
  ];
}
