import { expect, test } from 'vitest';
import { TestKernels } from '../../support/kernels.ts';

test('kernels load', () => {
  const kernels = new TestKernels('fma');
  const at = kernels.pair();
  kernels.write(at, 5n);
  expect(kernels.read(at, 1)).toBe(5n);
});
