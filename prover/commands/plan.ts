import { MILLI, parseDecimal, scaledExact } from '../../verifier/formats/decimal.ts';
import { loadEventDocument, readEvent, writeClose } from '../event.ts';
import { argumentError, COMMON_OPTIONS, readArguments } from '../io/readArguments.ts';
import { sparseProgress } from '../io/sparseProgress.ts';
import { writeFileAtomic } from '../io/writeFileAtomic.ts';
import { describePlan } from '../plan/describePlan.ts';
import { NoProvableCloseError } from '../plan/noProvableCloseError.ts';
import { NotLiquidatableError } from '../plan/notLiquidatableError.ts';
import { planDocument } from '../plan/planDocument.ts';
import { pricesInBand } from '../plan/pricesInBand.ts';
import { planLiquidation } from '../plan.ts';
import type { Command } from './command.ts';

const HELP = `Usage: fairmark plan EVENT.json [-o PLAN.json] [--json] [--price-offset SHARE]

Finds the binding scenario of an account and the least close that restores its
target: which lots, at which prices, with which fee or insurance draw. Prints
what only the venue may see: equity, requirement and gains.

  -o, --output FILE     write the event with the close filled in, ready for
                        fairmark prove; only its owner can read the file,
                        because it holds the venue's model
      --json            print the plan as JSON
      --price-offset S  close at prices worse than the mark by this share of
                        the charter's cap, "0" to "1" (default: 0, the mark)
  -h, --help            show this text

Lots do not depend on prices: auction prices inside the charter's band may
replace the written ones afterwards.

Exit code: 0 planned, 1 not liquidatable, 2 bad input.

Example: fairmark plan event.json -o planned.json`;

/** Account, scenarios and surface: readable by their owner only. */
const SECRET_MODE = 0o600;

/** Per mille of the cap. */
function readOffset(text: string): bigint {
  const field = '--price-offset';
  const offset = scaledExact(parseDecimal(text, field), MILLI, field);
  if (offset < 0n || offset > 1000n) throw argumentError('plan', `${field} is not between 0 and 1`, field);
  return offset;
}

/** `fairmark plan`: an event to the close that it needs. */
export const plan: Command = {
  name: 'plan',
  summary: 'find the least close that an account needs',
  help: HELP,
  async run(args, output) {
    const { values: options, file } = readArguments(
      'plan',
      args,
      { ...COMMON_OPTIONS, output: { type: 'string', short: 'o' }, 'price-offset': { type: 'string' } },
      'EVENT.json',
    );
    if (options.help) {
      output.print(HELP);
      return 0;
    }
    const priceOffset = readOffset(options['price-offset'] ?? '0');
    const document = await loadEventDocument(file);
    const { account, snapshot, model, close: given } = readEvent(document);
    const { charter, surface, published } = model;
    const progress = sparseProgress((line) => output.progress(line));
    try {
      const planned = planLiquidation({
        charter,
        snapshot,
        surface,
        account,
        scenarios: model.scenarioTree.leaves,
        prices: pricesInBand(priceOffset),
        onProgress(round, evaluated) {
          progress((seconds) => `round ${round}: ${evaluated} scenarios evaluated after ${seconds} s`);
        },
      });
      const result = planDocument(planned, published);
      if (options.json) output.print(JSON.stringify(result, null, 2));
      else for (const line of describePlan(result)) output.print(line);

      if (options.output !== undefined) {
        const close = writeClose(planned.close, account, published);
        const filled = { ...Object(document), close };
        await writeFileAtomic(options.output, `${JSON.stringify(filled, null, 2)}\n`, { mode: SECRET_MODE });
        if (given) output.progress('the close of the event is replaced by the planned one');
        if (planned.furtherRounds.length > 0) {
          output.progress('the file holds round 1; plan again from the account after it');
        }
        output.progress(`wrote ${options.output}`);
      }
      return 0;
    } catch (error) {
      if (!(error instanceof NotLiquidatableError || error instanceof NoProvableCloseError)) throw error;
      const { code, message, clause, remedy } = error;
      const closest = error instanceof NotLiquidatableError ? { closest: error.closest } : {};
      if (options.json)
        output.print(JSON.stringify({ liquidatable: false, code, message, clause, ...closest }, null, 2));
      else output.print(message);
      if (remedy !== undefined) output.progress(remedy);
      return 1;
    }
  },
};
