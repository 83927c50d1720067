import { describeBench } from '../bench/describeBench.ts';
import { measureInstance } from '../bench/measureInstance.ts';
import { argumentError, COMMON_OPTIONS, readArguments } from '../io/readArguments.ts';
import { readInstances } from '../setup/instances.ts';
import { defaultWorkspace } from '../setup/workspace.ts';
import type { Command } from './command.ts';

const DEFAULT_RUNS = 5;
const RUNS_MAXIMUM = 1000;

/** `fairmark bench`: what set-up, proving and verifying cost on this machine. */
export const bench: Command = {
  name: 'bench',
  summary: 'measure proving and verifying on this machine',
  help: `Usage: fairmark bench [--runs N] [--instance NAME] [--json]

Measures sizes, times and memory on one made-up liquidation (three options and
a future after the made-up crash of the demo), with a DEVELOPMENT key.

How it is measured, all in one process and on all cores:
  compile, key    once, anew in a temporary folder; the compiler runs in a
                  process of its own
  load and check  reading the cached circuit and key, and the key gate, as
                  every proof does
  witness         inputs to witness, with the start of the generator
  prove, first    with the start of the threads; warm: the runs after it
  verify          the text of a receipt to a report, by Fairmark's verifier;
                  snarkjs: groth16.verify on the same proof, without reading
                  a receipt, with its threads running
  peak memory     largest resident set of this process so far: after the
                  proofs, and after the key was made anew (an empty cache is
                  filled before the proofs and counts in both)

  --runs N         repetitions of witness, warm proof and verification
                   (default: ${DEFAULT_RUNS}); shown as median, least and largest
  --instance NAME  only this instance (default: every instance)
  --json           print an array of results; milliseconds and bytes
  -h, --help       show this text

Example: fairmark bench --runs 10`,

  async run(args, output) {
    const { values: options } = readArguments('bench', args, {
      ...COMMON_OPTIONS,
      runs: { type: 'string' },
      instance: { type: 'string' },
    });
    if (options.help) {
      output.print(this.help);
      return 0;
    }
    const runs = Number(options.runs ?? DEFAULT_RUNS);
    if (!Number.isInteger(runs) || runs < 1 || runs > RUNS_MAXIMUM) {
      throw argumentError('bench', `--runs is not a whole number from 1 to ${RUNS_MAXIMUM}`, '--runs');
    }
    const names =
      options.instance === undefined ? [...(await readInstances(defaultWorkspace())).keys()] : [options.instance];
    const results = [];
    for (const name of names) {
      results.push(await measureInstance(name, { runs, onProgress: (line) => output.progress(line) }));
    }
    if (options.json) output.print(JSON.stringify(results, null, 2));
    else {
      results.forEach((result, i) => {
        if (i > 0) output.print('');
        for (const line of describeBench(result)) output.print(line);
      });
    }
    return 0;
  },
};
