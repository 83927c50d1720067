import { RECEIPT_BYTES } from '../../verifier/receipt.ts';
import { CHAIN_HELP, DEPLOYMENT_HELP, openRegistry, REGISTRY_OPTIONS } from '../chain/chainArguments.ts';
import { type RecordOptions, recordLiquidations } from '../chain/recordLiquidations.ts';
import { jsonText } from '../io/jsonText.ts';
import { argumentError, readManyArguments } from '../io/readArguments.ts';
import { readJson } from '../io/readJson.ts';
import type { Command } from './command.ts';

/** `fairmark record` with given keys: tests use their own. */
export function recordCommand(settings: Pick<RecordOptions, 'trustedKeys'> = {}): Command {
  return {
    name: 'record',
    summary: 'record proofs of announced liquidations on chain',
    help: `Usage: fairmark record RECEIPT.json... --rpc URL --deployment FILE
         --key-file FILE [--json]

Records the proofs of announced liquidations: in one transaction for a circuit
size, however many there are. Anybody may. Every receipt is verified here and
compared with its announcement first; those that are recorded are passed over.

${CHAIN_HELP}
${DEPLOYMENT_HELP}
  --json             print the result as JSON
  -h, --help         show this text

Exit code: 0 all are recorded, 1 the registry refused, 2 bad input or a failure.

Example: fairmark record out/*/receipt.json --rpc http://127.0.0.1:8545
           --deployment d.json --key-file key`,

    async run(args, output) {
      const { values, files } = readManyArguments('record', args, REGISTRY_OPTIONS);
      if (values.help) {
        output.print(this.help);
        return 0;
      }
      if (files.length === 0) throw argumentError('record', 'no receipt is named', 'RECEIPT.json');
      const receipts: unknown[] = [];
      for (const file of files) receipts.push(await readJson(file, { maximumBytes: RECEIPT_BYTES }));
      const { connection, deployment } = await openRegistry('record', values);
      const { batches, skipped } = await recordLiquidations(connection, deployment, receipts, {
        ...settings,
        onProgress: (line) => output.progress(line),
      });
      if (values.json) {
        output.print(
          jsonText({ batches: batches.map(({ hash, ...batch }) => ({ ...batch, transaction: hash })), skipped }),
        );
        return 0;
      }
      for (const { instance, sequences, hash, gasUsed, gasPerLiquidation } of batches) {
        output.print(`recorded ${sequences.join(', ')} in ${instance}`);
        output.print(`  gas          ${gasUsed}, ${gasPerLiquidation} a liquidation`);
        output.print(`  transaction  ${hash}`);
      }
      if (skipped.length > 0) output.print(`recorded before: ${skipped.join(', ')}`);
      return 0;
    },
  };
}

/** `fairmark record`. */
export const record: Command = recordCommand();
