import { MILLISECONDS_PER_HOUR } from '../../verifier/formats/hours.ts';
import { sviTotalVariance } from '../companion/sviTotalVariance.ts';
import { COMMON_OPTIONS, readArguments } from '../io/readArguments.ts';
import { readJson } from '../io/readJson.ts';
import { textTable } from '../io/textTable.ts';
import { writeFileAtomic } from '../io/writeFileAtomic.ts';
import { type OptionBook, readBook } from '../surface/book.ts';
import { fitSurface } from '../surface/fitSurface.ts';
import type { FittedSlice, FittedSurface } from '../surface/fittedSurface.ts';
import { HOURS_PER_YEAR } from '../surface/hours.ts';
import { parametersOf } from '../surface/parametersOf.ts';
import { surfaceChart } from '../surface/surfaceChart.ts';
import type { Command, CommandOutput } from './command.ts';

const HELP = `Usage: fairmark fit BOOK.json [-o SURFACE.json] [options]

Fits a raw-SVI volatility surface to an option book and reports how well it fits.

BOOK.json is the response of Deribit's public/get_book_summary_by_currency with
kind=option.

  -o, --output FILE      write the surface (format fairmark.surface.v1); only its
                         owner can read the file, because the surface is the
                         venue's secret
      --underlying NAME  underlying to fit, when the book holds several
      --plot FILE.svg    draw the smiles: quotes as dots, fitted slices as lines;
                         only its owner can read it
      --json             print the surface as JSON instead of the table
  -h, --help             show this text

Slices with arbitrage are repaired and marked, or refused and listed with the
reason.

Exit code: 0 if every expiry has a slice, 1 if one was refused (what was fitted
is still written), 2 for bad input.

Example: fairmark fit book.json -o surface.json --plot smiles.svg`;

/** The venue's secret: readable by its owner only. */
const SECRET_MODE = 0o600;

function sliceRow(slice: FittedSlice, asOf: number): string[] {
  const years = (slice.expiryHours - asOf / MILLISECONDS_PER_HOUR) / HOURS_PER_YEAR;
  const atTheMoney = 100 * Math.sqrt(sviTotalVariance(parametersOf(slice), 0) / years);
  return [
    slice.expiry,
    (years * 365).toFixed(1),
    slice.forward,
    `${atTheMoney.toFixed(2)}%`,
    String(slice.quotes),
    slice.rmseVolPoints.toFixed(3),
    slice.status,
  ];
}

function report(book: OptionBook, surface: FittedSurface, output: CommandOutput): void {
  output.print(`${surface.underlying} option book of ${surface.asOf}, index ${surface.index}`);
  output.print('');
  const header = ['expiry', 'days', 'forward', 'ATM vol', 'quotes', 'RMSE vol pt', 'status'];
  const rows = surface.slices.map((slice) => sliceRow(slice, book.asOf));
  for (const line of textTable([header, ...rows], { left: [0, header.length - 1] })) output.print(line);
  output.print('');
  output.print(`RMSE over all quotes: ${surface.rmseVolPoints.toFixed(3)} vol points`);
  for (const { expiry, status, notes } of surface.slices) {
    if (status === 'repaired') output.print(`repaired ${expiry}: ${notes.at(-1) ?? ''}`);
  }
  for (const { expiry, reason } of surface.refused) output.print(`REFUSED ${expiry}: ${reason}`);
}

/** Says how many rows of the book were left out, by reason. */
function reportDropped(book: OptionBook, output: CommandOutput): void {
  const counts = new Map<string, number>();
  for (const { reason } of book.dropped) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  for (const [reason, count] of counts) output.progress(`left out ${count} rows of the book: ${reason}`);
}

/** `fairmark fit`: an option book to a fitted surface. */
export const fit: Command = {
  name: 'fit',
  summary: 'fit a volatility surface to an option book',
  help: HELP,
  async run(args, output) {
    const { values: options, file: bookPath } = readArguments(
      'fit',
      args,
      {
        ...COMMON_OPTIONS,
        output: { type: 'string', short: 'o' },
        underlying: { type: 'string' },
        plot: { type: 'string' },
      },
      'BOOK.json',
    );
    if (options.help) {
      output.print(HELP);
      return 0;
    }
    const json = await readJson(bookPath);
    const book = readBook(json, options.underlying === undefined ? {} : { underlying: options.underlying });
    reportDropped(book, output);
    const surface = fitSurface(book);
    if (options.json) output.print(JSON.stringify(surface, null, 2));
    else report(book, surface, output);

    if (surface.slices.length === 0) {
      output.progress('no expiry could be fitted: nothing is written');
      return 1;
    }
    if (options.output !== undefined) {
      await writeFileAtomic(options.output, `${JSON.stringify(surface, null, 2)}\n`, { mode: SECRET_MODE });
      output.progress(`wrote ${options.output}`);
    }
    if (options.plot !== undefined) {
      await writeFileAtomic(options.plot, surfaceChart(book, surface), { mode: SECRET_MODE });
      output.progress(`wrote ${options.plot}`);
    }
    return surface.refused.length === 0 ? 0 : 1;
  },
};
