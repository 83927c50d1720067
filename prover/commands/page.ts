import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { InputError } from '../../circuits/errors.ts';
import { OPENING_BYTES, parseOpeningText } from '../../verifier/opening.ts';
import { parseReceiptText, RECEIPT_BYTES } from '../../verifier/receipt.ts';
import { openInBrowser } from '../io/openInBrowser.ts';
import { argumentError, COMMON_OPTIONS, readManyArguments } from '../io/readArguments.ts';
import { readText } from '../io/readText.ts';
import { writeFileAtomic } from '../io/writeFileAtomic.ts';
import { launcher } from '../link/launcher.ts';
import { linkLabel } from '../link/linkLabel.ts';
import { pageFile } from '../link/pageFile.ts';
import { pageLink } from '../link/pageLink.ts';
import type { Command } from './command.ts';

/** Stands beside the receipt while `--open` needs it. */
const LAUNCHER = 'fairmark-link.html';
/** It may hold the account: readable by its owner only. */
const SECRET_MODE = 0o600;
const LONGEST_BASE = 2000;

/** What tests replace. */
export interface PageCommandSettings {
  /** File of the page. */
  readonly page?: string;
  /** Opens a file in the browser; says whether that worked. */
  readonly open?: (file: string) => Promise<boolean>;
}

/** `fairmark page` with a given page and browser: tests use their own. */
export function pageCommand({ page = pageFile(), open = openInBrowser }: PageCommandSettings = {}): Command {
  return {
    name: 'page',
    summary: 'say where the page is, and make a link that opens a receipt in it',
    help: `Usage: fairmark page [RECEIPT.json [--opening OPENING.json]] [--base URL]
                     [--open] [--json]

Says where the page of this package is, and its sha256. The page is one HTML
file that verifies receipts in a browser, offline.

With a receipt, also prints the link that opens it in the page. What follows
the # of a link stays in the browser: no server sees it. A link with an opening
holds the account: whoever has the link can read it.

  --opening FILE  put the opening of the receipt into the link
  --base URL      address of another copy of the page, https or http; compare
                  its sha256 with the one printed here
  --open          open the page in the system's browser. With a receipt this
                  writes ${LAUNCHER} beside it, which goes to the link:
                  delete it when you are done
  --json          print the result as JSON
  -h, --help      show this text

The receipt is read, not verified: the page does that, or fairmark verify.

Exit code: 0 done, 1 no browser could be opened, 2 bad input.

Example: fairmark page receipt.json --opening opening.json`,

    async run(args, output) {
      const { values, files } = readManyArguments('page', args, {
        ...COMMON_OPTIONS,
        ...{ opening: { type: 'string' }, base: { type: 'string' }, open: { type: 'boolean' } },
      });
      if (values.help) {
        output.print(this.help);
        return 0;
      }
      const [receiptFile, ...others] = files;
      if (others.length > 0) throw argumentError('page', `page takes one RECEIPT.json, not ${files.length}`);
      if (receiptFile === undefined && values.opening !== undefined) {
        throw argumentError('page', '--opening goes with a RECEIPT.json', '--opening');
      }
      const base = values.base === undefined ? undefined : readBase(values.base);
      const sha256 = await hashOf(page);
      const link =
        receiptFile === undefined
          ? undefined
          : await linkOf(receiptFile, values.opening, base ?? pathToFileURL(page).href);
      const result = {
        page,
        sha256,
        ...(base === undefined ? {} : { base }),
        ...(link === undefined ? {} : { link, holdsAccount: values.opening !== undefined }),
      };
      if (values.json) output.print(JSON.stringify(result, null, 2));
      else {
        output.print(`page    ${page}`);
        output.print(`sha256  ${sha256}`);
        if (link !== undefined) {
          output.print('');
          output.print(linkLabel(values.opening !== undefined));
          output.print(link);
        }
      }
      if (!values.open) return 0;
      const target = link === undefined ? (base ?? page) : join(dirname(receiptFile ?? ''), LAUNCHER);
      if (link !== undefined) {
        await writeFileAtomic(target, launcher(link), { mode: SECRET_MODE });
        output.progress(`${target} goes to the link: delete it when you are done`);
      }
      if (await open(target)) return 0;
      output.progress(`no browser could be opened: open ${target} yourself`);
      return 1;
    },
  };
}

function readBase(text: string): string {
  let url: URL | undefined;
  try {
    url = new URL(text);
  } catch {
    // Said below.
  }
  const isUsable = url && /^https?:$/.test(url.protocol) && !text.includes('#') && url.href.length <= LONGEST_BASE;
  if (!url || !isUsable || url.username !== '' || url.password !== '') {
    throw argumentError('page', '--base is no address of a page: https://…, without # and password', '--base');
  }
  return url.href;
}

async function hashOf(page: string): Promise<string> {
  try {
    return createHash('sha256')
      .update(await readFile(page))
      .digest('hex');
  } catch {
    throw new InputError('PAGE_MISSING', `there is no page at ${page}`, {
      field: page,
      remedy: 'In a checkout, npm run page makes it; a published package has it.',
    });
  }
}

async function linkOf(receiptFile: string, openingFile: string | undefined, base: string): Promise<string> {
  const receipt = await readText(receiptFile, RECEIPT_BYTES);
  parseReceiptText(receipt);
  if (openingFile === undefined) return pageLink({ receipt, base });
  const opening = await readText(openingFile, OPENING_BYTES);
  parseOpeningText(opening);
  return pageLink({ receipt, opening, base });
}

/** `fairmark page`. */
export const page: Command = pageCommand();
