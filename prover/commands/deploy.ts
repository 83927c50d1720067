import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { InputError } from '../../circuits/errors.ts';
import { readAddressArgument } from '../../verifier/chain/readAddressArgument.ts';
import { CHAIN_HELP, CHAIN_OPTIONS, openChain } from '../chain/chainArguments.ts';
import { deployRegistries } from '../chain/deployRegistries.ts';
import { checkWritable } from '../io/checkWritable.ts';
import { jsonText } from '../io/jsonText.ts';
import { argumentError, readArguments, requiredOption } from '../io/readArguments.ts';
import { textTable } from '../io/textTable.ts';
import { unreadable } from '../io/unreadable.ts';
import { writeFileAtomic } from '../io/writeFileAtomic.ts';
import type { Command } from './command.ts';

/** `fairmark deploy`: the contracts of a registry. */
export const deploy: Command = {
  name: 'deploy',
  summary: 'deploy the verifiers of the pinned keys and the registries',
  help: `Usage: fairmark deploy --rpc URL --key-file FILE -o DEPLOYMENT.json [options]

Deploys a verifier for every pinned key, and the four contracts: charters,
feeds, verifiers and liquidations. Compares the code with the lock first, and
refuses development keys, under which anyone can forge, on every chain that is
no named test chain. Prints addresses and sizes.

${CHAIN_HELP}
  -o, --output FILE  where to write the deployment document
                     (schemas/deployment.schema.json)
  --owner ADDRESS    adds verifiers, after a notice of 21 days; default: the
                     account that deploys
  --guardian ADDRESS retires a verifier at once, and can do nothing else;
                     default: the owner
  --instance NAME    deploy the verifier of this circuit size only; may be
                     given several times (default: all)
  --transcript NAME=FILE
                     transcript of the ceremony of a circuit size; its sha256
                     is published. Needed for every key of a ceremony
  --force            replace a deployment document that is there
  --json             print the result as JSON
  -h, --help         show this text

Exit code: 0 deployed, 1 a contract refused, 2 bad input or a failure.

Example: fairmark deploy --rpc http://127.0.0.1:8545 --key-file key -o d.json`,

  async run(args, output) {
    const { values } = readArguments('deploy', args, {
      ...CHAIN_OPTIONS,
      output: { type: 'string', short: 'o' },
      owner: { type: 'string' },
      guardian: { type: 'string' },
      instance: { type: 'string', multiple: true },
      transcript: { type: 'string', multiple: true },
      force: { type: 'boolean' },
    });
    if (values.help) {
      output.print(this.help);
      return 0;
    }
    const file = requiredOption('deploy', values.output, '-o');
    // Before anything is paid for: contracts whose addresses are lost are paid for in vain.
    await checkWritable(file, '-o');
    if (!values.force && existsSync(file)) {
      throw new InputError('FILE_EXISTS', `${file} exists: a deployment is not replaced unasked`, {
        field: '-o',
        remedy: 'Name another file, or pass --force.',
      });
    }
    const transcripts = await readTranscripts(values.transcript ?? []);
    const { owner, guardian, instance } = values;
    const connection = await openChain('deploy', values);
    if (owner === undefined) output.progress('owner: the account that deploys; it can add verifiers, after a notice');
    if (guardian === undefined) output.progress('guardian: the owner; it can retire verifiers at once');
    const { deployment, contracts, isDevelopment } = await deployRegistries(connection, {
      ...(owner === undefined ? {} : { owner: readAddressArgument(owner, '--owner') }),
      ...(guardian === undefined ? {} : { guardian: readAddressArgument(guardian, '--guardian') }),
      ...(instance === undefined ? {} : { instances: instance }),
      transcripts,
      onProgress: (line) => output.progress(line),
    });
    await writeFileAtomic(file, `${jsonText(deployment)}\n`);
    if (values.json) {
      output.print(jsonText({ deployment, contracts, isDevelopment, file }));
      return 0;
    }
    if (isDevelopment) output.print('DEVELOPMENT keys: anyone can forge a proof under them. For test chains only.');
    const rows = contracts.map(({ name, address, bytes, gasUsed }) => [name, address, String(bytes), String(gasUsed)]);
    for (const line of textTable([['contract', 'address', 'bytes', 'gas'], ...rows], { left: [0, 1] })) {
      output.print(line);
    }
    output.print(`deployment  ${file}  (public)`);
    return 0;
  },
};

/** sha256 of transcripts that are named as `INSTANCE=FILE`. */
async function readTranscripts(entries: readonly string[]): Promise<Record<string, `0x${string}`>> {
  const hashes: Record<string, `0x${string}`> = {};
  for (const entry of entries) {
    const [, name, path] = /^([a-z][a-z0-9_]*)=(.+)$/.exec(entry) ?? [];
    if (name === undefined || path === undefined) {
      throw argumentError('deploy', `--transcript ${entry} is not NAME=FILE`, '--transcript');
    }
    const bytes = await readFile(path).catch((error: unknown) => {
      throw unreadable(path, error);
    });
    hashes[name] = `0x${createHash('sha256').update(bytes).digest('hex')}`;
  }
  return hashes;
}
