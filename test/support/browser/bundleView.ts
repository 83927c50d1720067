import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'vite';

const PAGE = resolve(import.meta.dirname, '../../../verifier/page');

/** A page with the styles of the real one and one view alone, for states that no file leads to. */
export async function bundleView(name: string): Promise<string> {
  const output = await build({
    configFile: false,
    logLevel: 'error',
    build: { write: false, lib: { entry: join(PAGE, `view/${name}.ts`), formats: ['iife'], name: 'view' } },
  });
  const [bundle] = Array.isArray(output) ? output : [output];
  if (!bundle || !('output' in bundle)) throw new Error('vite made no bundle');
  const style = readdirSync(join(PAGE, 'style'))
    .sort()
    .map((file) => readFileSync(join(PAGE, 'style', file), 'utf8'))
    .join('\n');
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>${name}</title><style>${style}</style><body><main><h1>${name}</h1></main><script>${bundle.output[0].code}</script></body></html>`;
}
