import { createHash } from 'node:crypto';
import { basename, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { VERIFICATION_KEYS } from '../../verifier/generated/verificationKeys.ts';
import type { CommandOutput } from '../commands/command.ts';
import { openInBrowser } from '../io/openInBrowser.ts';
import { COMMON_OPTIONS, readArguments } from '../io/readArguments.ts';
import { writeFileAtomic } from '../io/writeFileAtomic.ts';
import { pageFile } from '../link/pageFile.ts';
import { defaultWorkspace, writeAtomically } from '../setup/workspace.ts';
import { buildPage } from './buildPage.ts';
import { budgetExcess } from './pageBudget.ts';

const HELP = `Usage: npm run page -- [-o FILE] [--open] [--quiet | --json]

Builds the page: one HTML file that verifies receipts in a browser, offline.
The same sources give the same bytes. Beside it stands FILE.sha256, which
sha256sum -c reads. A page over its budget of bytes is not written.

  -o, --output FILE  where to write it (default: dist/fairmark.html)
  --open             open it in the system's browser
  --quiet            print nothing but failures; a page over its budget is
                     written, with a warning
  --json             print the result as JSON
  -h, --help         show this text

Exit code: 0 built, 1 over the budget or no browser, 2 bad input or a failure.`;

/** What tests replace. */
export interface PageBuildSettings {
  readonly build?: () => Promise<string>;
  readonly open?: (file: string) => Promise<boolean>;
}

/**
 * `npm run page`.
 *
 * @returns the exit code
 * @throws FairmarkError for bad arguments and a place that cannot be written to
 */
export async function pageBuild(
  args: readonly string[],
  output: CommandOutput,
  { build = () => buildPage(defaultWorkspace().root), open = openInBrowser }: PageBuildSettings = {},
): Promise<number> {
  const { values } = readArguments('page', args, {
    ...COMMON_OPTIONS,
    ...{ output: { type: 'string', short: 'o' }, open: { type: 'boolean' }, quiet: { type: 'boolean' } },
  });
  if (values.help) {
    output.print(HELP);
    return 0;
  }
  const html = Buffer.from(await build());
  const size = { raw: html.length, gzip: gzipSync(html, { level: 9 }).length };
  const excess = budgetExcess(size);
  for (const sentence of excess) output.progress(`${values.quiet ? 'warning' : 'error'}: ${sentence}`);
  // An installation does not fail for a compressor that packs otherwise on some machine.
  if (excess.length > 0 && !values.quiet) return 1;
  const file = values.output === undefined ? pageFile() : resolve(values.output);
  const sha256 = createHash('sha256').update(html).digest('hex');
  await (values.output === undefined ? writeAtomically : writeFileAtomic)(file, html);
  await writeFileAtomic(`${file}.sha256`, `${sha256}  ${basename(file)}\n`);
  const keys = Object.entries(VERIFICATION_KEYS).map(([hash, { instance, kind }]) => ({ hash, instance, kind }));
  if (values.json) output.print(JSON.stringify({ file, bytes: size.raw, gzip: size.gzip, sha256, keys }, null, 2));
  else if (!values.quiet) {
    output.print(`page    ${file}`);
    output.print(`size    ${size.raw} bytes, ${size.gzip} with gzip`);
    output.print(`sha256  ${sha256}`);
    for (const { hash, instance, kind } of keys) output.print(`key     ${hash}  ${instance}, ${kind}`);
  }
  if (!values.open || (await open(file))) return 0;
  output.progress(`no browser could be opened: open ${file} yourself`);
  return 1;
}
