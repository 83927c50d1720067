import { benchAdversary } from '../adversary/benchAdversary.ts';
import { describeBench } from '../bench/describeBench.ts';
import { measureInstance } from '../bench/measureInstance.ts';
import { benchProver } from '../bench/proving/benchProver.ts';
import { argumentError, COMMON_OPTIONS, readArguments } from '../io/readArguments.ts';
import { instanceShape, readInstances } from '../setup/instances.ts';
import { defaultWorkspace } from '../setup/workspace.ts';
import type { Command } from './command.ts';

const DEFAULT_RUNS = 5;
const DEFAULT_ROUNDS_OF_PROVERS = 10;
const RUNS_MAXIMUM = 1000;
const DEFAULT_PROOFS = 200;
const PROOFS_MAXIMUM = 100_000;
const IN_FLIGHT_MAXIMUM = 64;
/** Of the comparison of provers, whose targets are about these. */
const PROVER_INSTANCES = ['liquidation_small', 'liquidation_large'];
const DEFAULT_COUNT = 100;
const COUNT_MAXIMUM = 100_000;
const SEED_MAXIMUM = 1_000_000_000;
const DEFAULT_ROUNDS = 8;
const ROUNDS_MAXIMUM = 64;
/** Options of each measurement; "proofs" is what is measured without an option. */
const OPTIONS_OF = {
  proofs: ['runs', 'instance'],
  adversary: ['count', 'seed', 'rounds', 'book', 'opened', 'plot'],
  prover: ['runs', 'instance', 'proofs', 'in-flight'],
} as const;
type Measurement = keyof typeof OPTIONS_OF;

/** A whole number in a range. @throws InputError `ARGUMENTS` */
function readWhole(text: string | undefined, fallback: number, field: string, least: number, most: number): number {
  const value = Number(text ?? fallback);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw argumentError('bench', `${field} is not a whole number from ${least} to ${most}`, field);
}

/** `fairmark bench`: what set-up, proving and verifying cost on this machine, and what the clauses leave to a cheat. */
export const bench: Command = {
  name: 'bench',
  summary: 'measure proving and verifying, provers, or what a cheat gains',
  help: `Usage: fairmark bench [--runs N] [--instance NAME] [--json]
       fairmark bench --prover [--instance NAME ...] [--runs N] [--proofs N]
                      [--in-flight N] [--json]
       fairmark bench --adversary [--count N] [--seed S] [--rounds R]
                      [--book BOOK.json ... [--opened BOOK.json ...]]
                      [--plot FILE.svg] [--json]

Measures sizes, times and memory on one made-up liquidation (three options and
a future after the made-up crash of the demo), with the key that the lock pins.

How it is measured, all in one process and on all cores:
  compile, key    once, anew in a temporary folder; the compiler runs in a
                  process of its own; a key of a ceremony is not made anew
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
  --instance NAME  only this instance, or these: it may be repeated
                   (default: every instance)
  --json           print an array of results; milliseconds and bytes
  -h, --help       show this text

With --prover it compares provers with snarkjs on the same keys and witnesses of
that liquidation. Every proof is verified by snarkjs and by Fairmark, outside the
times; CPU time is that of all threads.

  warm            the provers take turns in this process, round by round;
                  ratios of the medians, and of single rounds
  first call      from loading the code to the proof, in three processes of
                  its own for each prover
  memory          largest resident set of such a process that makes the
                  proofs of the throughput, one after the other
  throughput      proofs per second, latency by nearest rank, CPU time of a
                  proof and what a core makes of it
  floor           the field multiplications that the algorithms need, times the
                  time of one here
  targets         the figures next to the project's targets

  --prover         measure this instead; prints an array with --json
  --runs N         rounds of warm proofs, after two that do not count
                   (default: ${DEFAULT_ROUNDS_OF_PROVERS})
  --proofs N       proofs of the throughput (default: ${DEFAULT_PROOFS})
  --in-flight N    measure throughput also with N proofs in flight
  --instance NAME  as above (default: ${PROVER_INSTANCES[0]} and
                   ${PROVER_INSTANCES[1]})

With --adversary it measures what the clauses leave to a dishonest venue, on
made-up accounts that are liquidatable and have equity. The cheat picks any
violated scenario, prices at the edge of the band, the full fee, any lots that
the clauses accept, and several rounds at one snapshot, of which some fall short
of their target. It is a search, so a lower bound of what can be reached.

  ratios          the cheat over an honest venue: closed notional of all rounds,
                  honest at the mark; fees and penalties of all rounds, honest
                  with the full fee, at the mark and at the edge of the band.
                  By nearest rank over the accounts; never below the close at
                  the mark, which a cheat may choose too
  rules           with the least-notional clause (FM-13) on and off, and with a
                  rule that the statement does not have: every round reaches its
                  target
  check           every round passes the predicates of the statement; the worst
                  attacks of each rule are run through the whole statement

  --adversary      measure this instead of proofs; prints one result with --json
  --count N        accounts to compare (default: ${DEFAULT_COUNT}; about a second each)
  --seed S         of the first account (default: 0); each next has the next one
  --rounds R       most rounds of the cheat (default: ${DEFAULT_ROUNDS}); shown for 1, 2, 4 ... R
  --book BOOK      an option book at the liquidation, as for fairmark fit; one
                   per underlying (default: the made-up crash of BTC and ETH)
  --opened BOOK    an earlier book, in which the positions were taken; one per
                   underlying (default: those of --book)
  --plot FILE.svg  draw the ratios over the share of the accounts

Examples: fairmark bench --runs 10
          fairmark bench --prover --instance liquidation_small --proofs 20
          fairmark bench --adversary --count 1000 --plot adversary.svg`,

  async run(args, output) {
    const { values: options } = readArguments('bench', args, {
      ...COMMON_OPTIONS,
      runs: { type: 'string' },
      instance: { type: 'string', multiple: true },
      prover: { type: 'boolean' },
      proofs: { type: 'string' },
      'in-flight': { type: 'string' },
      adversary: { type: 'boolean' },
      count: { type: 'string' },
      seed: { type: 'string' },
      rounds: { type: 'string' },
      book: { type: 'string', multiple: true },
      opened: { type: 'string', multiple: true },
      plot: { type: 'string' },
    });
    if (options.help) {
      output.print(this.help);
      return 0;
    }
    if (options.adversary && options.prover) {
      throw argumentError('bench', '--prover does not go with --adversary', '--prover');
    }
    const measurement: Measurement = options.adversary ? 'adversary' : options.prover ? 'prover' : 'proofs';
    const taken: readonly string[] = OPTIONS_OF[measurement];
    for (const [other, names] of Object.entries(OPTIONS_OF)) {
      for (const name of names) {
        if (options[name] === undefined || taken.includes(name)) continue;
        const reason = measurement === 'proofs' ? `without --${other}` : `with --${measurement}`;
        throw argumentError('bench', `--${name} does not go ${reason}`, `--${name}`);
      }
    }
    if (measurement === 'adversary') {
      const { book = [], opened = [], plot, json = false } = options;
      if (book.length === 0 && opened.length > 0) {
        throw argumentError('bench', '--opened needs the books of the liquidation: --book', '--opened');
      }
      await benchAdversary(
        {
          count: readWhole(options.count, DEFAULT_COUNT, '--count', 1, COUNT_MAXIMUM),
          seed: readWhole(options.seed, 0, '--seed', 0, SEED_MAXIMUM),
          rounds: readWhole(options.rounds, DEFAULT_ROUNDS, '--rounds', 1, ROUNDS_MAXIMUM),
          books: book,
          opened,
          plot,
          json,
        },
        output,
      );
      return 0;
    }
    const named = options.instance === undefined ? undefined : [...new Set(options.instance)];
    for (const name of named ?? []) await instanceShape(defaultWorkspace(), name);
    if (measurement === 'prover') {
      await benchProver(
        {
          instances: named ?? PROVER_INSTANCES,
          rounds: readWhole(options.runs, DEFAULT_ROUNDS_OF_PROVERS, '--runs', 1, RUNS_MAXIMUM),
          proofs: readWhole(options.proofs, DEFAULT_PROOFS, '--proofs', 1, PROOFS_MAXIMUM),
          inFlight: readWhole(options['in-flight'], 1, '--in-flight', 1, IN_FLIGHT_MAXIMUM),
          json: options.json ?? false,
        },
        output,
      );
      return 0;
    }
    const runs = readWhole(options.runs, DEFAULT_RUNS, '--runs', 1, RUNS_MAXIMUM);
    const names = named ?? [...(await readInstances(defaultWorkspace())).keys()];
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
