import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { InputError } from '../../circuits/errors.ts';
import { verifyReceipt } from '../../verifier/verifyReceipt.ts';
import { loadEvent } from '../event.ts';
import { writeFileAtomic } from '../io/writeFileAtomic.ts';
import { proveLiquidation } from '../prove.ts';
import type { Command } from './command.ts';

/** `fairmark prove`: one event to a receipt and an opening. */
export const prove: Command = {
  name: 'prove',
  summary: 'prove a liquidation: an event file to a receipt and an opening',
  help: `Usage: fairmark prove EVENT.json -o DIR [--closed-only] [--json]

Proves one liquidation and verifies the proof before anything is written:
  DIR/receipt.json  public: proof, public signals, key hash
  DIR/opening.json  for the account's owner: the account before and after, the
                    charter, the snapshot and the outcome

Without a close in the event, the least-notional close is planned first. The
first clause of STATEMENT.md that fails is named before any proving.

  -o, --output DIR  where to write; made if missing
  --closed-only     withhold equity and requirement from the opening
  --json            print the result as JSON
  --help            show this text

Example: fairmark prove event.json -o out`,

  async run(args, output) {
    const { values, positionals } = readArguments(args);
    if (values.help) {
      output.print(this.help);
      return 0;
    }
    const [path, ...others] = positionals;
    if (path === undefined || others.length > 0) {
      throw new InputError('USAGE', 'name one event file', { remedy: 'fairmark prove EVENT.json -o DIR' });
    }
    if (values.output === undefined) {
      throw new InputError('USAGE', 'name a folder for the receipt and the opening', {
        field: '-o',
        remedy: 'fairmark prove EVENT.json -o DIR',
      });
    }
    const event = await loadEvent(path);
    const { receipt, opening } = await proveLiquidation(event, event.model, {
      disclosure: values['closed-only'] ? 'closed-only' : 'full',
      onProgress: (line) => output.progress(line),
    });
    await mkdir(values.output, { recursive: true });
    const files = { receipt: join(values.output, 'receipt.json'), opening: join(values.output, 'opening.json') };
    // The opening first: a receipt that is there is a receipt that can be opened.
    await writeFileAtomic(files.opening, `${JSON.stringify(opening, null, 2)}\n`, { mode: 0o600 });
    await writeFileAtomic(files.receipt, `${JSON.stringify(receipt, null, 2)}\n`);
    const { verdict, headline, banners } = verifyReceipt(receipt, { opening });
    if (values.json) {
      output.print(JSON.stringify({ verdict, headline, banners: banners.map(({ code }) => code), files }, null, 2));
    } else {
      for (const { sentence } of banners) output.print(sentence);
      output.print(headline);
      output.print(`receipt  ${files.receipt}  (public)`);
      output.print(`opening  ${files.opening}  (for the account's owner)`);
    }
    return 0;
  },
};

function readArguments(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        output: { type: 'string', short: 'o' },
        'closed-only': { type: 'boolean' },
        json: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new InputError('USAGE', error instanceof Error ? error.message : 'the arguments are wrong', {
      remedy: 'See fairmark prove --help.',
    });
  }
}
