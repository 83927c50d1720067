import type { RefusedCase } from './refusedCase.ts';

/** Cases that must be refused, by who refuses them. A test checks that each named file has a test with the id in its title. */
export const REFUSED_CASES: readonly { readonly heading: string; readonly cases: readonly RefusedCase[] }[] = [];
