import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Finding {
  readonly id: string;
  readonly impact?: string | null;
  readonly nodes: readonly { readonly html: string }[];
}

/** Violations that axe finds in the page as it stands, or in one part of it, each with where it is. */
export async function violations(page: Page, part = 'html'): Promise<string[]> {
  await page.evaluate(AXE);
  const found = await page.evaluate(async (within) => {
    const { axe } = globalThis as unknown as { axe: { run(part: string): Promise<{ violations: Finding[] }> } };
    return (await axe.run(within)).violations;
  }, part);
  return found.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}

/** How many pixels the page is wider than its window. */
export function sideways(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
