import { expect, test } from 'vitest';
import { runLiquidation } from '../../../circuits/liquidation.ts';
import { hardCases } from '../../support/hardCases.ts';

const CASES = hardCases();

test.for(CASES.map(({ name, inputs }) => [name, inputs] as const))(
  'U5: provable at the first equity that is surely too low, and not a unit earlier: %s',
  ([, inputs]) => {
    expect(() => runLiquidation(inputs)).not.toThrow();
    const richer = { ...inputs, account: { ...inputs.account, cash: inputs.account.cash + 1n } };
    expect(() => runLiquidation(richer)).toThrow(/^FM-(09|17)/);
  },
);

test('the cases end in every way: in part, whole, beyond help and insolvent', () => {
  const ends = CASES.map(({ inputs }) => {
    const result = runLiquidation(inputs);
    if (result.insolvent) return 'insolvent';
    if (inputs.close.terminal) return 'beyond help';
    return result.accountAfter.options.some(Boolean) || result.accountAfter.linears.some(Boolean) ? 'partial' : 'whole';
  });
  expect(new Set(ends)).toEqual(new Set(['partial', 'whole', 'beyond help', 'insolvent']));
});
