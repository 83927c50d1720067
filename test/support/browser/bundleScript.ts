import { minify } from 'terser';
import { build } from 'vite';

/**
 * A page whose script offers what a module exports, as `globalThis.underTest`, bundled and minified as hard as the page
 * of the package is.
 *
 * @param entry path of the module
 * @param old syntax of 2020, and the helper that keeps the names of functions: what bundlers may do to a text
 */
export async function bundleScript(entry: string, { old = false } = {}): Promise<string> {
  const output = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      target: old ? 'es2020' : 'es2022',
      lib: { entry, formats: ['iife'], name: 'underTest' },
      rolldownOptions: { output: { keepNames: old } },
    },
  });
  const [bundle] = Array.isArray(output) ? output : [output];
  if (!bundle || !('output' in bundle)) throw new Error('vite made no bundle');
  const { code } = await minify(bundle.output[0].code, {
    ecma: 2020,
    compress: { passes: 3, unsafe_arrows: true, keep_fargs: false },
    mangle: true,
  });
  if (code === undefined) throw new Error('terser made no script');
  if (code.includes('node:')) throw new Error('the bundle names a module of Node');
  const script = code.replaceAll('</script', '<\\/script');
  return `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><script>${script}</script>`;
}
