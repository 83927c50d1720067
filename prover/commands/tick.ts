import { textId } from '../../circuits/commitment/domain.ts';
import { surfaceCommitment } from '../../circuits/commitment/surfaceCommitment.ts';
import { FairmarkError, InputError } from '../../circuits/errors.ts';
import { readCharter } from '../../verifier/formats/charter.ts';
import { writeFieldElement } from '../../verifier/formats/fieldElement.ts';
import { readWord } from '../../verifier/formats/hexWord.ts';
import { fieldPath, readArray } from '../../verifier/formats/readObject.ts';
import { readSnapshot } from '../../verifier/formats/snapshot.ts';
import { writeTime } from '../../verifier/formats/time.ts';
import { type Tick, tickHash } from '../../verifier/signed/tick.ts';
import {
  readTick,
  readTickSurface,
  TICK_BYTES,
  TICK_SIGNATURES_MAXIMUM,
  TICK_SURFACES_MAXIMUM,
  writeTick,
} from '../../verifier/signed/tickDocument.ts';
import { readPrivateKey } from '../chain/readPrivateKey.ts';
import { loadSurfacesDocument } from '../event.ts';
import { checkWritable } from '../io/checkWritable.ts';
import { errorRecord } from '../io/errorRecord.ts';
import { fetchBytes, printableUrl } from '../io/fetchBytes.ts';
import { parseJson } from '../io/parseJson.ts';
import {
  argumentError,
  COMMON_OPTIONS,
  readArguments,
  readManyArguments,
  requiredOption,
} from '../io/readArguments.ts';
import { readJson } from '../io/readJson.ts';
import { readStep } from '../io/readStep.ts';
import { writeFileAtomic } from '../io/writeFileAtomic.ts';
import { type CombinedTick, combineTicks, type TickFrom } from '../signed/combineTicks.ts';
import { draftTick } from '../signed/draftTick.ts';
import { naturalOption, placeOptions, quorumOption, signerOptions } from '../signed/optionReaders.ts';
import { signTick } from '../signed/signTick.ts';
import { readSurface } from '../surface/readSurface.ts';
import type { Command, CommandOutput } from './command.ts';

/** What tests replace. */
export interface TickSettings {
  /** How long a source may take for its whole answer. */
  readonly timeoutMilliseconds?: number;
}

const TIMEOUT_MILLISECONDS = 10_000;
/** The largest epoch: 32 bits. */
const LAST_EPOCH = 2n ** 32n - 1n;

const STEPS = ['surface', 'sign', 'combine', 'check'] as const;
type Step = (typeof STEPS)[number];

const TEXT = { type: 'string' } as const;
const TEXTS = { type: 'string', multiple: true } as const;
const OUTPUT = { output: { type: 'string', short: 'o' } } as const;
const OPTIONS = {
  surface: { ...COMMON_OPTIONS, charter: TEXT, snapshot: TEXT, ...OUTPUT },
  sign: {
    ...{ ...COMMON_OPTIONS, charter: TEXT, surfaces: TEXT, 'chain-id': TEXT, 'feed-registry': TEXT, epoch: TEXT },
    ...{ previous: TEXT, 'key-file': TEXT, ...OUTPUT },
  },
  combine: { ...COMMON_OPTIONS, from: TEXTS, signer: TEXTS, quorum: TEXT, ...OUTPUT },
  check: { ...COMMON_OPTIONS, signer: TEXTS, quorum: TEXT },
} as const satisfies Record<Step, object>;

const HELP = `Usage: fairmark tick STEP [FILE…] [options]

What an oracle signs: a snapshot of the market, with the surface commitments
that it had from venues before. With --json every step prints JSON.

  surface SURFACES.json --charter FILE --snapshot FILE [-o ENTRY.json]
      a venue's entry for the next tick, to send to the oracle: its id and the
      commitment to its surface, which stays secret
  sign SNAPSHOT.json --charter FILE --surfaces FILE [--chain-id N
       --feed-registry 0x… --epoch N] [--previous TICK.json|HASH]
       [--key-file FILE] -o TICK.json
      sign a snapshot and what venues had sent, as one of the oracle's signers
  combine [TICK.json…] [--from URL…] --quorum N [--signer 0x…] -o TICK.json
      put the signatures over one tick together; a bad source is named and
      left out, and so are ticks that differ
  check TICK.json --signer 0x… [--signer 0x…] [--quorum N]
      whether a quorum of these signers signed a tick

  --charter FILE       the venue's charter, or any that names the feed
  --snapshot FILE      a snapshot that lists the expiries of the coming one: a
                       slice is committed at the place of its expiry
  --surfaces FILE      array of {venueId, surfaceCommitment, receivedAt}, in any
                       order, one a venue, received before the snapshot's time
  --chain-id N         chain on which the signature counts (default: 0, none)
  --feed-registry 0x…  FeedRegistry on that chain (default: zero)
  --epoch N            epoch of the feed's signers (default: 0)
  --previous T         the tick before, as file or hash (default: none)
  --key-file FILE      the signer's private key, readable by its owner only;
                       left out: the variable FAIRMARK_PRIVATE_KEY
  --from URL           an address of http or https that gives a tick; it may be
                       given several times
  --signer 0x…         an oracle signer that you trust; it may be given several
                       times. Without any, combine takes every signature
  --quorum N           how many signers have to sign (check: default all)
  -o, --output FILE    where to write
  --json               print the result as JSON
  -h, --help           show this text

Exit code: 0 done, 1 the quorum is missed or sources disagree, 2 bad input.

Example: fairmark tick combine a.json --from https://oracle.example/tick
           --quorum 2 --signer 0x… --signer 0x… -o tick.json`;

/** `fairmark tick`, in given settings: tests use their own. */
export function tickCommand(settings: TickSettings = {}): Command {
  return {
    name: 'tick',
    summary: 'sign market data and surface commitments as an oracle',
    help: HELP,
    async run(args, output) {
      const step = readStep('tick', STEPS, args);
      if (step !== undefined) return new Steps(settings, output).run(step, args.slice(1));
      output.print(HELP);
      return 0;
    },
  };
}

/** What came of asking one source. */
interface Asked {
  readonly source: string;
  readonly tick?: Tick;
  readonly error?: unknown;
}

/** The steps of one run of the command. */
class Steps {
  constructor(
    private readonly settings: TickSettings,
    private readonly output: CommandOutput,
  ) {}

  run(step: Step, args: string[]): Promise<number> {
    return this[step](args);
  }

  private async surface(args: string[]): Promise<number> {
    const { values, file } = readArguments('tick', args, OPTIONS.surface, 'SURFACES.json');
    const charterPath = required(values.charter, '--charter');
    const snapshotPath = required(values.snapshot, '--snapshot');
    if (values.output !== undefined) await checkWritable(values.output, '-o');
    const published = readCharter(await readJson(charterPath));
    const snapshot = readSnapshot(await readJson(snapshotPath), published);
    const surface = readSurface(await loadSurfacesDocument(file), published, snapshot);
    const entry = {
      venueId: textId(published.document.venue),
      surfaceCommitment: writeFieldElement(surfaceCommitment(surface)),
    };
    if (values.output !== undefined) await writeFileAtomic(values.output, `${JSON.stringify(entry, null, 2)}\n`);
    this.print(values.json, entry, [
      `venueId            ${entry.venueId}`,
      `surfaceCommitment  ${entry.surfaceCommitment}`,
    ]);
    return 0;
  }

  private async sign(args: string[]): Promise<number> {
    const { values, file } = readArguments('tick', args, OPTIONS.sign, 'SNAPSHOT.json');
    const charterPath = required(values.charter, '--charter');
    const surfacesPath = required(values.surfaces, '--surfaces');
    const path = required(values.output, '-o');
    const place = placeOptions('tick', values['chain-id'], values['feed-registry'], '--feed-registry');
    const epoch = naturalOption('tick', values.epoch ?? '0', '--epoch', 0n, LAST_EPOCH);
    await checkWritable(path, '-o');
    const published = readCharter(await readJson(charterPath));
    const snapshot = readSnapshot(await readJson(file), published);
    const entries = readArray(await readJson(surfacesPath), 'surfaces', TICK_SURFACES_MAXIMUM);
    const surfaces = entries.map((entry, i) => readTickSurface(entry, fieldPath('surfaces', i)));
    const previous = values.previous === undefined ? undefined : await readPrevious(values.previous);
    const draft = draftTick(snapshot, published, { place, epoch, surfaces, previous });
    const account = await readPrivateKey(values['key-file']);
    const document = writeTick({ ...draft, signatures: [await signTick(draft, account)] });
    // Refuses what nobody else would read, such as a surface that came too late.
    const tick = readTick(document);
    await checkSignedOnce(path, tick);
    await writeFileAtomic(path, `${JSON.stringify(document, null, 2)}\n`);
    this.print(values.json, { output: path, ...summary(tick) }, [`${path}: signed`, ...describe(tick)]);
    return 0;
  }

  private async combine(args: string[]): Promise<number> {
    const { values, files } = readManyArguments('tick', args, OPTIONS.combine);
    const urls = values.from ?? [];
    const path = required(values.output, '-o');
    if (files.length + urls.length === 0) throw argumentError('tick', 'combine takes files or --from', '--from');
    const trusted = values.signer && signerOptions('tick', values.signer, '--signer');
    const quorum = quorumOption('tick', required(values.quorum, '--quorum'), trusted?.size ?? TICK_SIGNATURES_MAXIMUM);
    await checkWritable(path, '-o');
    if (!trusted) this.output.progress('Every signature counts, whoever made it: name the signers with --signer.');
    if (urls.length > 0) this.output.progress(`asking ${urls.length} ${urls.length === 1 ? 'source' : 'sources'}`);
    const asked = await Promise.all([
      ...files.map((source) => ask(source, () => readJson(source, { maximumBytes: TICK_BYTES }))),
      ...urls.map((url) => ask(printableUrl(url), () => this.fetch(url))),
    ]);
    for (const { source, error } of asked) {
      if (error !== undefined) this.output.progress(`left out ${source}: ${errorRecord(error).message}`);
    }
    const found = asked.flatMap(({ source, tick }): TickFrom[] => (tick ? [{ source, tick }] : []));
    const combined = combineTicks(found, trusted);
    return this.writeCombined(values.json, path, quorum, combined, asked);
  }

  private async writeCombined(
    json: boolean | undefined,
    path: string,
    quorum: number,
    combined: readonly CombinedTick[],
    asked: readonly Asked[],
  ): Promise<number> {
    const enough = combined.filter(({ tick }) => tick.signatures.length >= quorum);
    const [chosen] = enough;
    const isDone = chosen !== undefined && enough.length === 1;
    if (combined.length > 1) for (const line of describeConflict(combined)) this.output.progress(line);
    for (const signer of new Set(combined.flatMap(({ strangers }) => strangers))) {
      this.output.progress(`left out the signature of ${signer}, who is none of the signers`);
    }
    if (isDone) {
      const document = writeTick(chosen.tick);
      readTick(document);
      await writeFileAtomic(path, `${JSON.stringify(document, null, 2)}\n`);
    }
    const result = {
      verdict: isDone ? 'COMBINED' : enough.length > 1 ? 'CONFLICT' : 'QUORUM_MISSED',
      quorum,
      ...(isDone ? { output: path } : {}),
      ticks: combined.map(({ tick, sources, strangers }) => ({ ...summary(tick), sources, strangers })),
      leftOut: asked.flatMap(({ source, error }) => (error === undefined ? [] : [{ source, ...errorRecord(error) }])),
    };
    const most = combined[0]?.tick.signatures.length ?? 0;
    this.print(
      json,
      result,
      isDone
        ? [`${path}: ${most} of ${quorum} signatures`, ...describe(chosen.tick)]
        : [
            enough.length > 1
              ? `${enough.length} different ticks have ${quorum} signatures: nothing is written`
              : `the quorum is missed: ${most} of ${quorum} signatures; nothing is written`,
          ],
    );
    return isDone ? 0 : 1;
  }

  private async check(args: string[]): Promise<number> {
    const { values, file } = readArguments('tick', args, OPTIONS.check, 'TICK.json');
    if (!values.signer) throw argumentError('tick', '--signer is missing', '--signer');
    const trusted = signerOptions('tick', values.signer, '--signer');
    const quorum = quorumOption('tick', values.quorum ?? String(trusted.size), trusted.size);
    const document = await readJson(file, { maximumBytes: TICK_BYTES });
    let tick: Tick;
    try {
      tick = readTick(document);
    } catch (error) {
      // The answer to the question, where a file that is no tick would be bad input.
      if (!(error instanceof FairmarkError && error.code.startsWith('TICK_'))) throw error;
      this.print(values.json, { verdict: 'REFUSED', error: errorRecord(error) }, [`REFUSED: ${error.message}`]);
      return 1;
    }
    const signers = tick.signatures.map(({ signer }) => signer);
    const strangers = signers.filter((signer) => !trusted.has(signer));
    const count = signers.length - strangers.length;
    const isMet = count >= quorum;
    this.print(
      values.json,
      { verdict: isMet ? 'SIGNED' : 'QUORUM_MISSED', quorum, count, strangers, ...summary(tick) },
      [
        `${isMet ? 'SIGNED' : 'the quorum is missed'}: ${count} of the signers that you trust signed, ${quorum} have to`,
        ...strangers.map((signer) => `  not among them    ${signer}`),
        ...describe(tick),
      ],
    );
    return isMet ? 0 : 1;
  }

  private async fetch(url: string): Promise<unknown> {
    const { timeoutMilliseconds = TIMEOUT_MILLISECONDS } = this.settings;
    const bytes = await fetchBytes(url, { maximumBytes: TICK_BYTES, timeoutMilliseconds });
    return parseJson(bytes, printableUrl(url));
  }

  private print(json: boolean | undefined, result: unknown, lines: readonly string[]): void {
    if (json) this.output.print(JSON.stringify(result, null, 2));
    else for (const line of lines) this.output.print(line);
  }
}

async function ask(source: string, read: () => Promise<unknown>): Promise<Asked> {
  try {
    return { source, tick: readTick(await read()) };
  } catch (error) {
    return { source, error };
  }
}

function required(value: string | undefined, field: string): string {
  return requiredOption('tick', value, field);
}

/** The tick before from its file, or its hash as it stands. */
async function readPrevious(text: string): Promise<Tick | `0x${string}`> {
  if (/^0x/.test(text)) return readWord(text.toLowerCase(), '--previous');
  try {
    return readTick(await readJson(text, { maximumBytes: TICK_BYTES }), 'previous');
  } catch (error) {
    if (error instanceof InputError && error.field === text) {
      throw new InputError(error.code, error.message, {
        field: '--previous',
        remedy: 'Give a file of a tick, or a hash.',
      });
    }
    throw error;
  }
}

/** Two ticks of one round convict the signer: the one that lies where this one is to be written must not be another. */
async function checkSignedOnce(path: string, tick: Tick): Promise<void> {
  const earlier = await readJson(path, { maximumBytes: TICK_BYTES })
    .then((value) => readTick(value))
    .catch(() => undefined);
  const isSameRound =
    earlier !== undefined &&
    earlier.feed === tick.feed &&
    earlier.round === tick.round &&
    earlier.place.chainId === tick.place.chainId &&
    earlier.place.verifyingContract === tick.place.verifyingContract;
  if (!isSameRound || tickHash(earlier) === tickHash(tick)) return;
  throw new InputError('TICK_SIGNED_BEFORE', `${path} holds another tick of round ${tick.round}`, {
    field: '-o',
    remedy: 'Sign one tick a round: two convict their signer.',
  });
}

function summary(tick: Tick) {
  const { feed, epoch, round, observedAt, signatures, surfaces } = tick;
  return {
    tickHash: tickHash(tick),
    feed,
    epoch: Number(epoch),
    round: String(round),
    observedAt: writeTime(observedAt),
    venues: surfaces.length,
    signers: signatures.map(({ signer }) => signer),
  };
}

function describe(tick: Tick): string[] {
  const { tickHash: hash, feed, epoch, round, observedAt, venues, signers } = summary(tick);
  return [
    `  tick hash         ${hash}`,
    `  feed              ${JSON.stringify(feed)}, epoch ${epoch}, round ${round}, ${observedAt}`,
    `  surfaces          of ${venues} ${venues === 1 ? 'venue' : 'venues'}`,
    ...signers.map((signer) => `  signed by         ${signer}`),
  ];
}

function describeConflict(combined: readonly CombinedTick[]): string[] {
  return [
    'the sources hold different ticks:',
    ...combined.flatMap(({ tick, sources }) => [
      `  ${tickHash(tick)}: feed ${JSON.stringify(tick.feed)}, round ${tick.round}, chain ${tick.place.chainId}, ${tick.signatures.length} signatures`,
      ...sources.map((source) => `    from ${source}`),
    ]),
  ];
}

/** `fairmark tick`. */
export const tick: Command = tickCommand();
