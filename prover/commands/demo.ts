import { describeDemo } from '../demo/describeDemo.ts';
import { runDemo } from '../demo/runDemo.ts';
import { jsonText } from '../io/jsonText.ts';
import { COMMON_OPTIONS, readArguments } from '../io/readArguments.ts';
import { readJson } from '../io/readJson.ts';
import type { Command } from './command.ts';

const DEFAULT_FOLDER = 'out/demo';

/** `fairmark demo`: the whole of it once, on a made-up market or a given book. */
export const demo: Command = {
  name: 'demo',
  summary: 'see one liquidation from option book to verified proof',
  help: `Usage: fairmark demo [--book BOOK.json] [--chain] [-o DIR] [--json]

Runs the whole of Fairmark once, with the key that the lock pins (fairmark
instances tells its kind): fits a volatility surface, lets a crash put an
account under water, plans the least close, proves it, verifies the proof, and
shows that a changed digit is refused. The market is made up, and so are
account, charter and scenarios.

The first run compiles the circuit and makes its key if that is one for tests,
which takes about half a minute; later runs take seconds.

  --book FILE    use this book of BTC or ETH options instead: the response of
                 Deribit's public/get_book_summary_by_currency, kind=option.
                 The account is then made of the book's own instruments.
  --chain        go on with a chain act: start a test chain on this machine,
                 deploy the registries, publish feed, venue, charter and
                 account root, announce a batch of liquidations at a signed
                 tick, prove them, record them in one call and audit the chain.
                 Needs a checkout, which holds the test chain
  -o, --out DIR  where to write event, model, books, receipt and opening
                 (default: ${DEFAULT_FOLDER})
  --json         print the result as JSON
  -h, --help     show this text

Exit code: 0 the proof is VALID and changed copies are INVALID (with --chain:
and everything announced is recorded), 1 otherwise, 2 bad input.

Example: fairmark demo -o out/demo`,

  async run(args, output) {
    const { values: options } = readArguments('demo', args, {
      ...COMMON_OPTIONS,
      book: { type: 'string' },
      chain: { type: 'boolean' },
      out: { type: 'string', short: 'o' },
    });
    if (options.help) {
      output.print(this.help);
      return 0;
    }
    const result = await runDemo({
      output: options.out ?? DEFAULT_FOLDER,
      chain: options.chain === true,
      ...(options.book === undefined ? {} : { book: await readJson(options.book) }),
      onProgress: (line) => output.progress(line),
    });
    if (options.json) output.print(jsonText(result));
    else {
      output.progress('');
      for (const line of describeDemo(result)) output.print(line);
    }
    const asExpected = result.verdict === 'VALID' && result.tampered.every(({ verdict }) => verdict === 'INVALID');
    return asExpected && result.chain?.audit.verdict !== 'FINDINGS' ? 0 : 1;
  },
};
