import type { KernelCall } from '../memory/kernelCall.ts';
import type { KernelRunner } from '../memory/kernelRunner.ts';
import type { DigitPlan } from './digitPlan.ts';

/** Room for the digits of a vector of scalars. */
export interface Digits extends DigitPlan {
  readonly address: number;
  readonly bytes: number;
  /** Number of scalars: digit i of window w stands at index w·stride + i. */
  readonly stride: number;
}

const DIGIT_BYTES = 2;

/** Finds room for the digits of `count` scalars. */
export function allocateDigits({ arena }: KernelRunner, plan: DigitPlan, count: number): Digits {
  const bytes = DIGIT_BYTES * plan.windows * count;
  return { ...plan, address: arena.allocate(bytes), bytes, stride: count };
}

/** The calls that write the digits of the scalars at an address, one a worker. */
export function recodeCalls({ workers }: KernelRunner, digits: Digits, scalars: number): KernelCall[] {
  const { address, bits, windows, stride } = digits;
  const share = Math.ceil(stride / workers);
  return Array.from({ length: Math.ceil(stride / share) }, (_, i) => ({
    name: 'recode',
    args: [scalars, i * share, Math.min(stride, (i + 1) * share), bits, windows, address, stride],
  }));
}
