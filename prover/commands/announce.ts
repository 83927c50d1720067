import { writeTime } from '../../verifier/formats/time.ts';
import { readAccounts } from '../../verifier/signed/accountsDocument.ts';
import { readTick } from '../../verifier/signed/tickDocument.ts';
import { announceFiles } from '../chain/announceFiles.ts';
import { CHAIN_HELP, DEPLOYMENT_HELP, openRegistry, REGISTRY_OPTIONS } from '../chain/chainArguments.ts';
import { jsonText } from '../io/jsonText.ts';
import { argumentError, readManyArguments, requiredOption } from '../io/readArguments.ts';
import { readJson } from '../io/readJson.ts';
import { readSecretWord } from '../io/readSecretWord.ts';
import type { Command } from './command.ts';

/** `fairmark announce`: closed liquidations to the registry, and to events that can be proven. */
export const announce: Command = {
  name: 'announce',
  summary: 'announce closed liquidations on chain',
  help: `Usage: fairmark announce EVENT.json... --rpc URL --deployment FILE
         --key-file FILE --tick TICK.json --accounts ACCOUNTS.json -o DIR
         [--chained] [--instance NAME] [--json]

Announces liquidations that were closed at one tick, in one transaction: it
fixes tick, surface, rulebook and circuit size, and numbers them. Their proofs
can be recorded until the charter's deadline.

Every event is planned where it has no close, and checked on integers; close
and salts are written to DIR before the transaction is sent. After it, each
event stands in DIR with its number, and fairmark prove proves it as it stands.
A run that was interrupted is completed by running it again.

${CHAIN_HELP}
${DEPLOYMENT_HELP}
  --tick FILE        the signed tick, with the venue's surface inside
  --accounts FILE    states by handle: those of the latest account root from
                     before the tick; with --chained, those that the accounts'
                     last liquidations leave
  --chained          every event starts where the last announced liquidation
                     of its account ends, rather than in the account root
  --handle-secret-file FILE
                     with --chained, in place of --accounts: the secret from
                     which handles follow
  --instance NAME    circuit size (default: the smallest that fits all events)
  -o, --output DIR   where to write the announced events; only their owner can
                     read them
  --json             print the result as JSON
  -h, --help         show this text

Exit code: 0 announced, 1 the registry refused or an event does not meet the
statement, 2 bad input or a failure.

Example: fairmark announce events/*.json --tick tick.json
           --accounts accounts.json --deployment d.json --key-file key
           --rpc http://127.0.0.1:8545 -o announced`,

  async run(args, output) {
    const { values, files } = readManyArguments('announce', args, {
      ...REGISTRY_OPTIONS,
      tick: { type: 'string' },
      accounts: { type: 'string' },
      chained: { type: 'boolean' },
      'handle-secret-file': { type: 'string' },
      instance: { type: 'string' },
      output: { type: 'string', short: 'o' },
    });
    if (values.help) {
      output.print(this.help);
      return 0;
    }
    if (files.length === 0) throw argumentError('announce', 'no event is named', 'EVENT.json');
    const secretFile = values['handle-secret-file'];
    const tickFile = requiredOption('announce', values.tick, '--tick');
    const folder = requiredOption('announce', values.output, '-o');
    if (secretFile !== undefined && !values.chained) {
      throw argumentError('announce', '--handle-secret-file goes with --chained', '--handle-secret-file');
    }
    if (values.accounts === undefined && secretFile === undefined) {
      throw argumentError('announce', 'no accounts document is named', '--accounts');
    }
    const tick = readTick(await readJson(tickFile));
    const accounts = values.accounts === undefined ? undefined : readAccounts(await readJson(values.accounts));
    const handleSecret = secretFile === undefined ? undefined : await readSecretWord(secretFile);
    const { connection, deployment } = await openRegistry('announce', values);
    const { announced, earlier, batch } = await announceFiles(connection, deployment, {
      events: files,
      folder,
      tick,
      chained: values.chained === true,
      ...(accounts === undefined ? {} : { accounts }),
      ...(handleSecret === undefined ? {} : { handleSecret }),
      ...(values.instance === undefined ? {} : { instance: values.instance }),
      onProgress: (line) => output.progress(line),
    });
    const deadline = batch && writeTime(batch.deadline);
    if (values.json) {
      const { hash, gasUsed, instance } = batch ?? {};
      output.print(jsonText({ announced, earlier, instance, deadline, transaction: hash, gasUsed }));
      return 0;
    }
    for (const { file, sequence } of announced) output.print(`number ${sequence}  ${file}`);
    for (const { file, sequence } of earlier) output.print(`number ${sequence}  ${file}  (announced before)`);
    if (batch) {
      output.print(`Prove them in ${batch.instance} and record them until ${deadline}.`);
      output.print(`  transaction  ${batch.hash} (${batch.gasUsed} gas)`);
    }
    return 0;
  },
};
