import { InputError } from '../../circuits/errors.ts';
import { readAddressArgument } from '../../verifier/chain/readAddressArgument.ts';
import { readRpcUrl } from '../../verifier/chain/rpcUrl.ts';
import type { VerificationKeyRecords } from '../../verifier/verificationKey.ts';
import { auditChain } from '../chainAudit/auditChain.ts';
import { describeAudit } from '../chainAudit/describeAudit.ts';
import { argumentError, COMMON_OPTIONS, readArguments } from '../io/readArguments.ts';
import { sparseProgress } from '../io/sparseProgress.ts';
import type { Command } from './command.ts';

/** `fairmark audit` with given keys: tests use their own. */
export function auditCommand(trustedKeys?: VerificationKeyRecords): Command {
  return {
    name: 'audit',
    summary: "check everything that a registry on chain tells of its venues' liquidations",
    help: `Usage: fairmark audit --rpc URL --registry ADDRESS [--venue NAME] [--from-block N]
                      [--receipts DIR] [--private DIR] [--json]

Reads every event of the four contracts and checks them without trusting the
node's word for a proof: numbers follow one by one, every recorded proof is
verified again under the keys built in here, none is overdue, charters were
published in time and are what the registry applies, ticks were fresh and in
order, accounts continue where they ended, nobody has shown two truths. Prints
who controls each feed, and which keys are DEVELOPMENT keys.

  --rpc URL           a node that serves logs back to the first block
  --registry ADDRESS  LiquidationRegistry, from a source that you trust
  --venue NAME        check one venue only
  --from-block N      begin there (default 0); what lies before is not judged
  --receipts DIR      compare the receipts in DIR with the chain: unknown,
                      different, altered, missing
  --private DIR       a venue's events, given to you under confidence, as
                      fairmark prove takes them: was the scenario the worst,
                      how far did surfaces move. An event needs the salt of
                      its outcome (salts.outcome, as the opening has it).
                      Nothing else of them is printed.
  --json              print the result as JSON (schemas/audit.schema.json)
  -h, --help          show this text

Exit code: 0 nothing found, 1 findings, 2 bad input or a node that fails.

Example: fairmark audit --rpc https://node.example --registry 0x… --receipts out`,

    async run(args, output) {
      const { values } = readArguments('audit', args, {
        ...COMMON_OPTIONS,
        rpc: { type: 'string' },
        registry: { type: 'string' },
        venue: { type: 'string' },
        'from-block': { type: 'string' },
        receipts: { type: 'string' },
        private: { type: 'string' },
      });
      if (values.help) {
        output.print(this.help);
        return 0;
      }
      if (values.rpc === undefined) throw argumentError('audit', 'the node to ask is missing: --rpc', '--rpc');
      if (values.registry === undefined) {
        throw argumentError('audit', 'the registry to check is missing: --registry', '--registry');
      }
      const progress = sparseProgress((line) => output.progress(line));
      const audit = await auditChain({
        url: readRpcUrl(values.rpc, '--rpc'),
        registry: readAddressArgument(values.registry, '--registry'),
        fromBlock: readBlock(values['from-block'] ?? '0'),
        ...(values.venue === undefined ? {} : { venue: values.venue }),
        ...(values.receipts === undefined ? {} : { receipts: values.receipts }),
        ...(values.private === undefined ? {} : { private: values.private }),
        ...(trustedKeys === undefined ? {} : { trustedKeys }),
        onProgress: (doing) => progress((seconds) => `${doing}, after ${seconds} s`),
      });
      if (values.json) output.print(JSON.stringify(audit, null, 2));
      else for (const line of describeAudit(audit)) output.print(line);
      return audit.verdict === 'CLEAN' ? 0 : 1;
    },
  };
}

function readBlock(text: string): bigint {
  if (/^(?:0|[1-9]\d{0,17})$/.test(text)) return BigInt(text);
  throw new InputError('BLOCK_RANGE', '--from-block is no block number', {
    field: '--from-block',
    remedy: 'Write it in decimal digits.',
  });
}

/** `fairmark audit`. */
export const audit: Command = auditCommand();
