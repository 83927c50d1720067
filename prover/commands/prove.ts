import { access, constants, mkdir, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { InputError } from '../../circuits/errors.ts';
import { readStatement } from '../../verifier/signed/statementDocument.ts';
import { readTick } from '../../verifier/signed/tickDocument.ts';
import { verifyReceipt } from '../../verifier/verifyReceipt.ts';
import { loadEvent } from '../event.ts';
import type { Groth16Backend } from '../groth16/backend.ts';
import { KernelBackend } from '../groth16/kernelBackend.ts';
import { nodePlatform } from '../groth16/platform/nodePlatform.ts';
import { SnarkjsBackend } from '../groth16/snarkjsBackend.ts';
import { argumentError, COMMON_OPTIONS, readArguments } from '../io/readArguments.ts';
import { readJson } from '../io/readJson.ts';
import { writeFileAtomic } from '../io/writeFileAtomic.ts';
import { type ProvenLiquidation, type ProveOptions, proveLiquidation } from '../prove.ts';
import type { Command } from './command.ts';

/** Holds the account: readable by its owner only. */
const SECRET_MODE = 0o600;

/** `fairmark prove` with given artifacts and keys: tests use their own. */
export function proveCommand(settings: Pick<ProveOptions, 'workspace' | 'trustedKeys'> = {}): Command {
  return {
    name: 'prove',
    summary: 'prove a liquidation: an event file to a receipt and an opening',
    help: `Usage: fairmark prove EVENT.json -o DIR [--instance NAME] [--closed-only]
                      [--statement FILE] [--tick FILE] [--prover NAME]
                      [--force] [--json]

Proves one liquidation and verifies the proof before anything is written:
  DIR/receipt.json  public: proof, public signals, key hash
  DIR/opening.json  for the account's owner: the account before and after, the
                    charter, the snapshot and the outcome

Without a close in the event, the least-notional close is planned first. The
first clause of STATEMENT.md that fails is named before any proving.

  -o, --output DIR  where to write; made if missing
  --instance NAME   the circuit size to prove in (default: the smallest that
                    fits); a larger one hides how many legs there are
  --closed-only     withhold equity and requirement from the opening
  --statement FILE  put what the venue signed on the account before into the
                    opening (fairmark statement sign)
  --tick FILE       put the signed tick of the snapshot into the opening
                    (fairmark tick combine)
  --prover NAME     what makes the proof: kernels (the default) or snarkjs,
                    which is slower, as a cross-check
  --force           replace a receipt and an opening that are already in DIR:
                    unless the event gives the salts, the old opening cannot
                    be made again
  --json            print the result as JSON
  -h, --help        show this text

Exit code: 0 proven, 1 the account or the close does not meet the statement,
2 bad input or a failure.

Example: fairmark prove event.json -o out`,

    async run(args, output) {
      const { values, file } = readArguments(
        'prove',
        args,
        {
          ...COMMON_OPTIONS,
          output: { type: 'string', short: 'o' },
          instance: { type: 'string' },
          'closed-only': { type: 'boolean' },
          statement: { type: 'string' },
          tick: { type: 'string' },
          prover: { type: 'string' },
          force: { type: 'boolean' },
        },
        'EVENT.json',
      );
      if (values.help) {
        output.print(this.help);
        return 0;
      }
      if (values.output === undefined) {
        throw argumentError('prove', 'no folder for the receipt and the opening is named', '-o');
      }
      const files = filesIn(values.output);
      const openBackend = backendNamed(values.prover ?? 'kernels');
      const event = await loadEvent(file);
      const { statement, tick } = values;
      const signed = {
        ...(statement === undefined ? {} : { statement: readStatement(await readJson(statement), '--statement') }),
        ...(tick === undefined ? {} : { tick: readTick(await readJson(tick), '--tick') }),
      };
      // Before the proof: a folder that cannot be used should not cost the time of one.
      await checkFolder(values.output, values.force === true);
      const backend = openBackend();
      const proven = await proveLiquidation(event, event.model, {
        ...settings,
        backend,
        ...signed,
        disclosure: values['closed-only'] ? 'closed-only' : 'full',
        onProgress: (line) => output.progress(line),
        ...(values.instance === undefined ? {} : { instance: values.instance }),
      }).finally(() => backend.close());
      await makeFolder(values.output);
      await writeBoth(files, proven);
      const { verdict, headline, banners } = verifyReceipt(proven.receipt, {
        opening: proven.opening,
        ...(settings.trustedKeys === undefined ? {} : { trustedKeys: settings.trustedKeys }),
      });
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
}

const BACKENDS: Readonly<Record<string, () => Groth16Backend>> = {
  kernels: () => new KernelBackend(nodePlatform),
  snarkjs: () => new SnarkjsBackend(),
};

function backendNamed(name: string): () => Groth16Backend {
  const open = Object.hasOwn(BACKENDS, name) ? BACKENDS[name] : undefined;
  if (open === undefined) {
    throw argumentError('prove', `there is no prover ${name}, but ${Object.keys(BACKENDS).join(' and ')}`, '--prover');
  }
  return open;
}

/** `fairmark prove`: one event to a receipt and an opening. */
export const prove: Command = proveCommand();

interface Files {
  readonly receipt: string;
  readonly opening: string;
}

function filesIn(folder: string): Files {
  return { receipt: join(folder, 'receipt.json'), opening: join(folder, 'opening.json') };
}

function unwritable(path: string, why: string): InputError {
  return new InputError('FILE_UNWRITABLE', `cannot write into ${path}: ${why}`, {
    field: '-o',
    remedy: 'Name a folder that can be written to.',
  });
}

const errorCode = (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : 'unknown');

/** What stands at a path, or `undefined`. */
async function kindOf(path: string): Promise<'folder' | 'file' | undefined> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw unwritable(path, errorCode(error) === 'ENOTDIR' ? 'a part of the path is a file' : errorCode(error));
  }
}

/**
 * Refuses a folder that cannot be written to, or that holds a receipt. An opening alone is what an interrupted run left
 * behind: nobody has its receipt.
 */
async function checkFolder(folder: string, force: boolean): Promise<void> {
  let nearest = resolve(folder);
  let kind = await kindOf(nearest);
  for (; kind === undefined; kind = await kindOf(nearest)) nearest = dirname(nearest);
  if (kind === 'file') throw unwritable(folder, `${nearest} is a file`);
  await access(nearest, constants.W_OK | constants.X_OK).catch((error: unknown) => {
    throw unwritable(folder, errorCode(error) === 'EACCES' ? 'permission denied' : errorCode(error));
  });
  for (const file of Object.values(filesIn(folder))) {
    if ((await kindOf(file)) === 'folder') throw unwritable(folder, `${file} is a folder`);
  }
  const { receipt } = filesIn(folder);
  if (!force && (await kindOf(receipt)) === 'file') {
    throw new InputError('RECEIPT_EXISTS', `${receipt} exists: it and its opening are not replaced unasked`, {
      field: '-o',
      remedy: 'Name another folder, or pass --force.',
    });
  }
}

/** One folder at a time: `recursive` never returns under a folder such as /proc that takes none. */
async function makeFolder(folder: string): Promise<void> {
  const missing: string[] = [];
  for (let at = resolve(folder); (await kindOf(at)) === undefined; at = dirname(at)) missing.unshift(at);
  for (const path of missing) {
    await mkdir(path).catch((error: unknown) => {
      if (errorCode(error) !== 'EEXIST') throw unwritable(folder, errorCode(error));
    });
  }
}

/** At every moment, a receipt that is there is one whose opening is there. */
async function writeBoth(files: Files, { receipt, opening }: ProvenLiquidation): Promise<void> {
  await rm(files.receipt, { force: true });
  await writeFileAtomic(files.opening, `${JSON.stringify(opening, null, 2)}\n`, { mode: SECRET_MODE });
  try {
    await writeFileAtomic(files.receipt, `${JSON.stringify(receipt, null, 2)}\n`);
  } catch (error) {
    await rm(files.opening, { force: true });
    throw error;
  }
}
