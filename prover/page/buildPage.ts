import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { minify } from 'terser';
import { build } from 'vite';
import { VERIFICATION_KEYS } from '../../verifier/generated/verificationKeys.ts';
import type { VerificationKeyRecords } from '../../verifier/verificationKey.ts';
import { compactModules } from './compactModules.ts';
import { internalNames } from './internalNames.ts';

const digest = (text: string) => createHash('sha256').update(text).digest('base64');

/** Styles without what only people read. */
const squeezedStyle = (css: string) =>
  css
    .replace(/\/\*.*?\*\//gs, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};:,>]) ?/g, '$1')
    .replaceAll(';}', '}')
    .trim();

/** Markup without line breaks and indentation: between tags no space is meant. */
const squeezedMarkup = (html: string) =>
  html
    .replace(/<!--.*?-->/gs, '')
    .replace(/\s+/g, ' ')
    .replaceAll('> <', '><')
    .trim();

async function scriptOf(root: string, folder: string, keys: VerificationKeyRecords): Promise<string> {
  const output = await build({
    root,
    configFile: false,
    logLevel: 'error',
    plugins: [compactModules(folder, keys)],
    build: {
      write: false,
      target: 'es2022',
      lib: { entry: join(folder, 'main.ts'), formats: ['iife'], name: 'fairmark', fileName: 'page' },
    },
  });
  const [bundle] = Array.isArray(output) ? output : [output];
  if (!bundle || !('output' in bundle)) throw new Error('vite made no bundle');
  const { code } = await minify(bundle.output[0].code, {
    ecma: 2020,
    toplevel: true,
    // Unsafe only where somebody calls `new` on a function that is no class, or asks for its name or number of arguments.
    compress: { passes: 3, unsafe_arrows: true, keep_fargs: false },
    mangle: { properties: { regex: internalNames(bundle.output[0].code) } },
  });
  if (code === undefined) throw new Error('terser made no script');
  // In an HTML file these would end the script, or open a second one inside it.
  return code.trim().replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
}

async function styleOf(folder: string): Promise<string> {
  const names = (await readdir(join(folder, 'style'))).filter((name) => name.endsWith('.css')).sort();
  const sheets = await Promise.all(names.map((name) => readFile(join(folder, 'style', name), 'utf8')));
  return squeezedStyle(sheets.join('\n'));
}

/**
 * The page as one file: no request but to nodes that its user names, no script but its own. The same sources give the
 * same bytes, and the browser's own serialization of the document gives them back, so the page can hash itself.
 *
 * @param root folder of the package, with sources
 * @param keys what the page accepts; tests give their own
 */
export async function buildPage(root: string, keys = VERIFICATION_KEYS): Promise<string> {
  const folder = join(root, 'verifier/page');
  const [script, style, template, manifest] = await Promise.all([
    scriptOf(root, folder, keys),
    styleOf(folder),
    readFile(join(folder, 'page.html'), 'utf8'),
    readFile(join(root, 'package.json'), 'utf8'),
  ]);
  const { version }: { version: string } = JSON.parse(manifest);
  const policy = [
    "default-src 'none'",
    `script-src 'sha256-${digest(script)}'`,
    `style-src 'sha256-${digest(style)}'`,
    'img-src data:',
    // Nodes that the user types; a node on the same machine may lack TLS.
    'connect-src https: http://127.0.0.1:* http://localhost:*',
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');
  const slots: readonly (readonly [slot: string, content: string])[] = [
    ['content="default-src \'none\'"', `content="${policy}"`],
    ['<style></style>', `<style>${style}</style>`],
    ['<span id="version"></span>', version],
    ['<script></script>', `<script>${script}</script>`],
  ];
  return slots.reduce((page, [slot, content]) => {
    if (page.split(slot).length !== 2) throw new Error(`page.html has no single ${slot}`);
    return page.replace(slot, () => content);
  }, squeezedMarkup(template));
}
