import type { ChainSource } from '../../verifier/chain/chainSource.ts';
import { quorumReader } from '../../verifier/chain/quorumReader.ts';
import { readAddressArgument } from '../../verifier/chain/readAddressArgument.ts';
import { rpcReader } from '../../verifier/chain/rpcReader.ts';
import { readRpcUrl } from '../../verifier/chain/rpcUrl.ts';
import { explanationOf } from '../../verifier/explanationOf.ts';
import { OPENING_BYTES } from '../../verifier/opening.ts';
import { RECEIPT_BYTES } from '../../verifier/receipt.ts';
import { CHECK_MARKS, type Report } from '../../verifier/report.ts';
import { type Trust, trustedSigners } from '../../verifier/trustedSigners.ts';
import type { VerificationKeyRecords } from '../../verifier/verificationKey.ts';
import { verifyReceiptText } from '../../verifier/verifyReceipt.ts';
import { argumentError, COMMON_OPTIONS, readArguments } from '../io/readArguments.ts';
import { readText } from '../io/readText.ts';
import { quorumOption, signerOptions } from '../signed/optionReaders.ts';
import type { Command } from './command.ts';

const LINE = 100;
const ADDRESSES = { type: 'string', multiple: true } as const;

/** `fairmark verify` with given keys: tests use their own. */
export function verifyCommand(trustedKeys?: VerificationKeyRecords): Command {
  return {
    name: 'verify',
    summary: 'verify a receipt, and the opening of an account if you have one',
    help: `Usage: fairmark verify RECEIPT.json [--opening OPENING.json] [--explain | --json]
                       [--oracle-signer 0x… [--quorum N]]
                       [--statement-signer 0x…]
                       [--rpc URL --registry ADDRESS]

Verifies a liquidation receipt, without any network unless --rpc names a node.
With the opening that the venue gave to the owner of the account, also compares
charter, market data, account and amounts with the proof.

With a node and the address of the registry that you trust, also asks the chain:
was the liquidation announced under this number, with these rules, surface and
market data, and recorded in time? Give --rpc twice, with nodes of two operators:
one alone could lie, and nodes that disagree confirm nothing.

Each check is ✓ passed, ✗ failed or ? unconfirmed. The verdict is VALID only if
every check that applies passed; it never says that the venue was fair. Keys
are built in: a key inside a receipt is refused.

  --opening FILE          the opening of the receipt
  --oracle-signer 0x…     a signer of the oracle that you trust, for the feed of
                          the opening's tick; it may be given several times
  --quorum N              how many of them have to have signed the tick
                          (default: all)
  --statement-signer 0x…  an address that you trust to sign statements for the
                          venue; it may be given several times
  --rpc URL               a node of the receipt's chain; it may be given several
                          times, and then they have to agree
  --registry ADDRESS      LiquidationRegistry, from a source that you trust
  --explain               say under each check how this verifier knows
  --json                  print the report as JSON (schemas/report.schema.json)
  --help                  show this text

Take the addresses from the oracle and the venue themselves, never from whoever
gave you the receipt. Without them signatures and chain stay unconfirmed.

Exit code: 0 VALID, 1 INVALID, 2 a file cannot be read or an option is wrong.

Example: fairmark verify receipt.json --opening opening.json`,

    async run(args, output) {
      const { values, file } = readArguments(
        'verify',
        args,
        {
          ...{
            ...COMMON_OPTIONS,
            opening: { type: 'string' },
            quorum: { type: 'string' },
            explain: { type: 'boolean' },
          },
          ...{ 'oracle-signer': ADDRESSES, 'statement-signer': ADDRESSES },
          ...{ rpc: { type: 'string', multiple: true }, registry: { type: 'string' } },
        },
        'RECEIPT.json',
      );
      if (values.help) {
        output.print(this.help);
        return 0;
      }
      if (values.explain && values.json) {
        throw argumentError('verify', '--explain goes without --json: the report has no explanations', '--explain');
      }
      const signers = readTrust(values);
      const source = chainSource(values.rpc, values.registry);
      const receiptText = await readText(file, RECEIPT_BYTES);
      const openingText = values.opening === undefined ? undefined : await readText(values.opening, OPENING_BYTES);
      const options = {
        ...(openingText === undefined ? {} : { openingText, ...trustedSigners(openingText, signers) }),
        ...(trustedKeys === undefined ? {} : { trustedKeys }),
      };
      if (values.rpc?.length === 1) {
        output.progress('one node alone is asked, and it could lie: give --rpc a second time with another operator’s');
      }
      const report = await (source
        ? verifyReceiptText(receiptText, { ...options, ...source })
        : verifyReceiptText(receiptText, options));
      if (values.json) output.print(JSON.stringify(report, null, 2));
      else for (const line of describeReport(report, values.explain)) output.print(line);
      return report.verdict === 'VALID' ? 0 : 1;
    },
  };
}

function readTrust(values: {
  readonly opening?: string | undefined;
  readonly quorum?: string | undefined;
  readonly 'oracle-signer'?: string[] | undefined;
  readonly 'statement-signer'?: string[] | undefined;
}): Trust {
  const { opening, quorum } = values;
  const signersOf = (field: 'oracle-signer' | 'statement-signer') => {
    const texts = values[field];
    if (texts === undefined) return undefined;
    if (opening === undefined) throw argumentError('verify', `--${field} goes with --opening`, `--${field}`);
    return [...signerOptions('verify', texts, `--${field}`)];
  };
  const oracles = signersOf('oracle-signer');
  const statementSigners = signersOf('statement-signer');
  if (quorum !== undefined && oracles === undefined) {
    throw argumentError('verify', '--quorum goes with --oracle-signer', '--quorum');
  }
  return {
    ...(oracles === undefined
      ? {}
      : {
          oracle: {
            signers: oracles,
            quorum: quorumOption('verify', quorum ?? String(oracles.length), oracles.length),
          },
        }),
    ...(statementSigners === undefined ? {} : { statementSigners }),
  };
}

function chainSource(rpc: readonly string[] | undefined, registry: string | undefined): ChainSource | undefined {
  if (rpc === undefined && registry === undefined) return undefined;
  if (rpc === undefined) throw argumentError('verify', '--registry needs a node to ask: --rpc', '--rpc');
  if (registry === undefined) {
    throw argumentError('verify', '--rpc needs the address of the registry that you trust: --registry', '--registry');
  }
  return {
    chain: quorumReader(rpc.map((url) => rpcReader(readRpcUrl(url, '--rpc')))),
    registry: readAddressArgument(registry, '--registry'),
  };
}

/** A report as lines of text for a terminal, with an explanation under each check if wanted. */
export function describeReport(report: Report, withExplanations = false): string[] {
  const lines = [report.headline, ''];
  for (const { sentence } of report.banners) lines.push(...wrap(sentence, '!! ', '   '));
  if (report.receipt) {
    const { venue, sequence, instance, verificationKeyHash } = report.receipt;
    lines.push(
      '',
      `Venue ${JSON.stringify(venue)}, liquidation number ${sequence}, circuit ${instance}`,
      `Verification key ${verificationKeyHash}`,
    );
  }
  lines.push('');
  for (const check of report.checks) {
    const { status, title, clause, sentence } = check;
    lines.push(
      `${CHECK_MARKS[status]} ${title}${clause === undefined ? '' : ` (${clause})`}`,
      ...wrap(sentence, '    ', '    '),
      ...(withExplanations ? wrap(`How do I know? ${explanationOf(check)}`, '      ', '      ') : []),
    );
  }
  lines.push('', 'What no proof of this kind shows:');
  for (const sentence of report.notShown) lines.push(...wrap(sentence, '  - ', '    '));
  return lines;
}

function wrap(text: string, first: string, next: string): string[] {
  const lines: string[] = [];
  let line = first;
  let isEmpty = true;
  for (const word of text.split(' ')) {
    if (!isEmpty && line.length + 1 + word.length > LINE) {
      lines.push(line);
      line = next;
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line];
}

/** `fairmark verify`. */
export const verify: Command = verifyCommand();
