import { accountCommitment } from '../../circuits/commitment/accountCommitment.ts';
import { FairmarkError } from '../../circuits/errors.ts';
import { readAccount } from '../../verifier/formats/account.ts';
import { readCharter } from '../../verifier/formats/charter.ts';
import { writeTime } from '../../verifier/formats/time.ts';
import { OPENING_BYTES, readOpening } from '../../verifier/opening.ts';
import { compareStatement, type StatementComparison } from '../../verifier/signed/compareStatement.ts';
import type { Statement } from '../../verifier/signed/statement.ts';
import { readStatement, STATEMENT_BYTES, writeStatement } from '../../verifier/signed/statementDocument.ts';
import { readPrivateKey } from '../chain/readPrivateKey.ts';
import { checkWritable } from '../io/checkWritable.ts';
import { errorRecord } from '../io/errorRecord.ts';
import { argumentError, COMMON_OPTIONS, readArguments, requiredOption } from '../io/readArguments.ts';
import { readJson } from '../io/readJson.ts';
import { readSecretWord } from '../io/readSecretWord.ts';
import { readStep } from '../io/readStep.ts';
import { writeFileAtomic } from '../io/writeFileAtomic.ts';
import { draftStatement } from '../signed/draftStatement.ts';
import { placeOptions, signerOptions } from '../signed/optionReaders.ts';
import { signStatement } from '../signed/signStatement.ts';
import type { Command, CommandOutput } from './command.ts';

const STEPS = ['sign', 'check'] as const;
type Step = (typeof STEPS)[number];

const TEXT = { type: 'string' } as const;
const TEXTS = { type: 'string', multiple: true } as const;
const OUTPUT = { type: 'string', short: 'o' } as const;
const OPTIONS = {
  sign: {
    ...{ ...COMMON_OPTIONS, charter: TEXT, 'chain-id': TEXT, registry: TEXT, 'handle-secret-file': TEXT },
    ...{ 'key-file': TEXT, output: OUTPUT },
  },
  check: {
    ...{ ...COMMON_OPTIONS, opening: TEXT, account: TEXT, charter: TEXT },
    signer: TEXTS,
  },
} as const satisfies Record<Step, object>;

const HELP = `Usage: fairmark statement STEP FILE [options]

What a venue signs for the owner of an account after every change of it. The
owner keeps every one: two that contradict each other convict the venue.

  sign ACCOUNT.json --charter FILE [--chain-id N --registry 0x…]
       --handle-secret-file FILE [--key-file FILE] -o STATEMENT.json
      sign the state of an account
  check STATEMENT.json [--opening FILE | --account FILE --charter FILE]
        [--signer 0x…]
      whether a statement is on the account of an opening, as it was before
      the liquidation, or on that of a file, and who signed it

  --charter FILE             the venue's charter
  --chain-id N               chain on which the signature counts (default: 0)
  --registry 0x…             LiquidationRegistry on it (default: zero)
  --handle-secret-file FILE  the venue's secret of 64 hex digits, from which the
                             pseudonyms of accounts are made; readable by its
                             owner only
  --key-file FILE            private key of the venue's statement signer,
                             readable by its owner only; left out: the variable
                             FAIRMARK_PRIVATE_KEY
  --opening FILE             the opening of a receipt
  --account FILE             an account
  --signer 0x…               an address that you trust to sign for the venue; it
                             may be given several times
  -o, --output FILE          where to write; only its owner can read the file
  --json                     print the result as JSON
  -h, --help                 show this text

Exit code: 0 done, 1 the statement is another's, contradicts the account or is
signed by nobody whom you trust, 2 bad input.

Example: fairmark statement check statement.json --opening opening.json`;

/** The owner's: tells which account has which pseudonym. */
const SECRET_MODE = 0o600;

/** The steps of one run of the command. */
class Steps {
  constructor(private readonly output: CommandOutput) {}

  run(step: Step, args: string[]): Promise<number> {
    return this[step](args);
  }

  private async sign(args: string[]): Promise<number> {
    const { values, file } = readArguments('statement', args, OPTIONS.sign, 'ACCOUNT.json');
    const charterPath = required(values.charter, '--charter');
    const secretPath = required(values['handle-secret-file'], '--handle-secret-file');
    const path = required(values.output, '-o');
    const place = placeOptions('statement', values['chain-id'], values.registry, '--registry');
    await checkWritable(path, '-o');
    const published = readCharter(await readJson(charterPath));
    const account = readAccount(await readJson(file), published);
    const secret = await readSecretWord(secretPath);
    const signer = await readPrivateKey(values['key-file']);
    const statement = await signStatement(draftStatement(account, published, place, secret), signer);
    const document = writeStatement(statement);
    await writeFileAtomic(path, `${JSON.stringify(document, null, 2)}\n`, { mode: SECRET_MODE });
    this.print(values.json, { output: path, ...summary(statement) }, [`${path}: signed`, ...describe(statement)]);
    return 0;
  }

  private async check(args: string[]): Promise<number> {
    const { values, file } = readArguments('statement', args, OPTIONS.check, 'STATEMENT.json');
    const { opening, account, charter } = values;
    if (opening !== undefined && (account !== undefined || charter !== undefined)) {
      throw argumentError('statement', '--opening goes without --account and --charter', '--opening');
    }
    if ((account === undefined) !== (charter === undefined)) {
      throw argumentError('statement', '--account and --charter go together', '--account');
    }
    const trusted = values.signer && signerOptions('statement', values.signer, '--signer');
    const document = await readJson(file, { maximumBytes: STATEMENT_BYTES });
    let statement: Statement;
    try {
      statement = readStatement(document);
    } catch (error) {
      // The answer to the question, where a file that is no statement would be bad input.
      if (!(error instanceof FairmarkError && error.code === 'STATEMENT_SIGNATURE')) throw error;
      this.print(values.json, { verdict: 'REFUSED', error: errorRecord(error) }, [`REFUSED: ${error.message}`]);
      return 1;
    }
    const comparison =
      opening !== undefined
        ? await compareWithOpening(statement, opening)
        : await compareWithAccount(statement, account, charter);
    const isTrusted = trusted?.has(statement.signer);
    const isRefused = isTrusted === false || (comparison !== undefined && comparison.relation !== 'same');
    const result = {
      verdict: isRefused ? 'REFUSED' : isTrusted ? 'CONFIRMED' : 'UNCONFIRMED',
      signerTrusted: isTrusted ?? null,
      relation: comparison?.relation ?? null,
      ...summary(statement),
    };
    this.print(values.json, result, [
      `${result.verdict}: ${comparison?.sentence ?? 'The statement was compared with no account.'}`,
      signerLine(statement, isTrusted),
      ...describe(statement),
    ]);
    return isRefused ? 1 : 0;
  }

  private print(json: boolean | undefined, result: unknown, lines: readonly string[]): void {
    if (json) this.output.print(JSON.stringify(result, null, 2));
    else for (const line of lines) this.output.print(line);
  }
}

function required(value: string | undefined, field: string): string {
  return requiredOption('statement', value, field);
}

async function compareWithOpening(statement: Statement, path: string): Promise<StatementComparison> {
  const { published, accountBefore, snapshot } = readOpening(await readJson(path, { maximumBytes: OPENING_BYTES }));
  return compareStatement(statement, {
    venue: published.document.venue,
    account: accountBefore,
    accountCommitment: accountCommitment(accountBefore),
    observedAt: snapshot.time,
  });
}

async function compareWithAccount(
  statement: Statement,
  path: string | undefined,
  charterPath: string | undefined,
): Promise<StatementComparison | undefined> {
  if (path === undefined || charterPath === undefined) return undefined;
  const published = readCharter(await readJson(charterPath));
  const account = readAccount(await readJson(path), published);
  return compareStatement(statement, {
    venue: published.document.venue,
    account,
    accountCommitment: accountCommitment(account),
  });
}

function signerLine({ signer }: Statement, isTrusted: boolean | undefined): string {
  if (isTrusted === undefined)
    return `Signed by ${signer}: compare this address with the one that the venue publishes.`;
  return isTrusted ? `Signed by ${signer}, whom you trust.` : `Signed by ${signer}, whom you do not trust.`;
}

function summary({ place, venue, handle, accountNumber, stateSequence, stateTime, signer }: Statement) {
  return {
    ...{ chainId: String(place.chainId), registry: place.verifyingContract, venue, handle },
    ...{ accountNumber: String(accountNumber), stateSequence: String(stateSequence), stateTime: writeTime(stateTime) },
    signer,
  };
}

function describe(statement: Statement): string[] {
  const { chainId, registry, venue, handle, accountNumber, stateSequence, stateTime } = summary(statement);
  return [
    `  venue             ${JSON.stringify(venue)}`,
    `  account           number ${accountNumber}, state ${stateSequence} of ${stateTime}`,
    `  handle            ${handle}`,
    `  counts on         ${chainId === '0' ? 'no chain' : `chain ${chainId}, registry ${registry}`}`,
    `  signer            ${statement.signer}`,
  ];
}

/** `fairmark statement`. */
export const statement: Command = {
  name: 'statement',
  summary: 'sign the state of an account for its owner, or check such a statement',
  help: HELP,
  async run(args, output) {
    const step = readStep('statement', STEPS, args);
    if (step !== undefined) return new Steps(output).run(step, args.slice(1));
    output.print(HELP);
    return 0;
  },
};
