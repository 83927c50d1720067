import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: ['test/support/kernels.setup.ts'],
    include: ['test/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 300_000,
    // Circuits are compiled and proven in the tests; two cores are the reference machine.
    maxWorkers: 2,
  },
});
