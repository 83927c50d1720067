import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { accountCommitment } from '../../circuits/commitment/accountCommitment.ts';
import { InputError } from '../../circuits/errors.ts';
import { readAddressArgument } from '../../verifier/chain/readAddressArgument.ts';
import { readAccount } from '../../verifier/formats/account.ts';
import { readCharter } from '../../verifier/formats/charter.ts';
import { writeTime } from '../../verifier/formats/time.ts';
import { accountHandle } from '../../verifier/signed/accountHandle.ts';
import {
  type AccountStates,
  accountsTree,
  readAccounts,
  writeAccounts,
} from '../../verifier/signed/accountsDocument.ts';
import { CHAIN_HELP, DEPLOYMENT_HELP, openRegistry, REGISTRY_OPTIONS } from '../chain/chainArguments.ts';
import { proposeCharter } from '../chain/proposeCharter.ts';
import { publishAccountRoot } from '../chain/publishAccountRoot.ts';
import { registerFeed } from '../chain/registerFeed.ts';
import { optIn, registerVenue, VENUE_ROLES, type VenueRole } from '../chain/registerVenue.ts';
import { checkWritable } from '../io/checkWritable.ts';
import { jsonText } from '../io/jsonText.ts';
import { argumentError, COMMON_OPTIONS, readArguments, requiredOption } from '../io/readArguments.ts';
import { readJson } from '../io/readJson.ts';
import { readSecretWord } from '../io/readSecretWord.ts';
import { unreadable } from '../io/unreadable.ts';
import { writeFileAtomic } from '../io/writeFileAtomic.ts';
import { buildScenarioTree } from '../scenarios/buildScenarioTree.ts';
import type { Command, CommandOutput } from './command.ts';

const SUBJECTS = ['feed', 'venue', 'charter', 'accounts'] as const;
type Subject = (typeof SUBJECTS)[number];

const TEXT = { type: 'string' } as const;
const SEVERAL = { type: 'string', multiple: true } as const;

/** Options of the roles by role. */
const ROLE_OPTIONS: Readonly<Record<VenueRole, string>> = {
  admin: 'admin',
  publisher: 'publisher',
  announcer: 'announcer',
  bondOwner: 'bond-owner',
  statementSigner: 'statement-signer',
};

const HELP = `Usage: fairmark publish SUBJECT --rpc URL --deployment FILE --key-file FILE [...]

Publishes what a venue is held to, before it announces liquidations.

  feed --name NAME --signer ADDRESS... --quorum N [--admin ADDRESS]
       [--signer-delay SECONDS]
      an oracle's feed with its signers, who sign at once; a quorum is more
      than half of them
  venue --name NAME [--admin A] [--publisher A] [--announcer A]
        [--bond-owner A] [--statement-signer A] [--charter-delay SECONDS]
        [--instance NAME...] [--opt-in-only]
      a venue under the name in its charter, and its opt-in to verifiers
  charter CHARTER.json --scenarios SCENARIOS.json
      the charter in clear with the commitment to the scenarios, which stay
      hidden; it takes force after the venue's delay
  accounts ACCOUNTS.json
  accounts DIR --charter CHARTER.json --handle-secret-file FILE
           -o ACCOUNTS.json
      the root of all account states: from a document, or from a folder of
      account documents, whose states by handle are written first

${CHAIN_HELP}
${DEPLOYMENT_HELP}
  --name NAME        as charters have it
  --signer ADDRESS   a signer of the feed; once for each
  --quorum N         how many of them have to sign a tick
  --admin, --publisher, --announcer, --bond-owner, --statement-signer
                     who acts for the venue (--admin: or the feed); default:
                     the account that pays. They should not be the same
  --signer-delay, --charter-delay SECONDS
                     from a proposal to its force (default and least: 86400)
  --instance NAME    opt in to the verifier of this circuit size; once for
                     each (default: all of the deployment)
  --opt-in-only      the venue is registered: its admin opts in
  --charter FILE     the charter, for the units of the accounts
  --scenarios FILE   stress scenarios with their seed; secret
  --handle-secret-file FILE
                     secret of the venue from which handles follow: 64 hex
                     digits, readable by its owner only
  -o, --output FILE  where to write the states by handle
  --json             print the result as JSON
  -h, --help         show this text

Exit code: 0 published, 1 a contract refused, 2 bad input or a failure.

Example: fairmark publish charter charter.json --scenarios scenarios.json
           --rpc http://127.0.0.1:8545 --deployment d.json --key-file key`;

/** `fairmark publish`: feed, venue, charter and account root. */
export const publish: Command = {
  name: 'publish',
  summary: 'register feed and venue; publish charter and account root',
  help: HELP,

  async run(args, output) {
    const [first, ...rest] = args;
    const subject = SUBJECTS.find((name) => name === first);
    if (subject === undefined || rest.includes('--help') || rest.includes('-h')) {
      // Options first: an unknown one is named as such.
      const options = first?.startsWith('-') ? { ...COMMON_OPTIONS, ...ALL_OPTIONS } : COMMON_OPTIONS;
      const { values } = readArguments('publish', first?.startsWith('-') ? args : [], options, 'SUBJECT');
      if (values.help || subject !== undefined) {
        output.print(HELP);
        return 0;
      }
      throw argumentError(
        'publish',
        `there is no subject ${JSON.stringify(first)}; use one of: ${SUBJECTS.join(', ')}`,
      );
    }
    await PUBLISH[subject](rest, output);
    return 0;
  },
};

const FEED_OPTIONS = {
  ...REGISTRY_OPTIONS,
  name: TEXT,
  signer: SEVERAL,
  quorum: TEXT,
  admin: TEXT,
  'signer-delay': TEXT,
} as const;

const VENUE_OPTIONS = {
  ...REGISTRY_OPTIONS,
  name: TEXT,
  admin: TEXT,
  publisher: TEXT,
  announcer: TEXT,
  'bond-owner': TEXT,
  'statement-signer': TEXT,
  'charter-delay': TEXT,
  instance: SEVERAL,
  'opt-in-only': { type: 'boolean' },
} as const;

const CHARTER_OPTIONS = { ...REGISTRY_OPTIONS, scenarios: TEXT } as const;

const ACCOUNTS_OPTIONS = {
  ...REGISTRY_OPTIONS,
  charter: TEXT,
  'handle-secret-file': TEXT,
  output: { type: 'string', short: 'o' },
} as const;

const ALL_OPTIONS = { ...FEED_OPTIONS, ...VENUE_OPTIONS, ...CHARTER_OPTIONS, ...ACCOUNTS_OPTIONS };

const PUBLISH: Readonly<Record<Subject, (args: string[], output: CommandOutput) => Promise<void>>> = {
  feed: publishFeed,
  venue: publishVenue,
  charter: publishCharter,
  accounts: publishAccounts,
};

function readWhole(text: string, field: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw argumentError('publish', `${field} is not a whole number above zero`, field);
}

const optionalWhole = (text: string | undefined, field: string) =>
  text === undefined ? undefined : readWhole(text, field);

const required = (value: string | undefined, field: string) => requiredOption('publish', value, field);

async function publishFeed(args: string[], output: CommandOutput): Promise<void> {
  const { values } = readArguments('publish', args, FEED_OPTIONS);
  const name = required(values.name, '--name');
  required(values.signer?.[0], '--signer');
  const signers = (values.signer ?? []).map((signer) => readAddressArgument(signer, '--signer'));
  const quorum = readWhole(required(values.quorum, '--quorum'), '--quorum');
  const signerDelay = optionalWhole(values['signer-delay'], '--signer-delay');
  const { connection, deployment } = await openRegistry('publish', values);
  const { feedId, hash, gasUsed } = await registerFeed(connection, deployment, {
    name,
    signers,
    quorum,
    ...(values.admin === undefined ? {} : { admin: readAddressArgument(values.admin, '--admin') }),
    ...(signerDelay === undefined ? {} : { signerDelay }),
  });
  if (values.json) output.print(jsonText({ feed: name, feedId, signers, quorum, transaction: hash, gasUsed }));
  else {
    output.print(`feed ${name} is registered: ${quorum} of ${signers.length} signers sign a tick`);
    output.print(`  id           ${feedId}`);
    output.print(`  transaction  ${hash} (${gasUsed} gas)`);
  }
}

async function publishVenue(args: string[], output: CommandOutput): Promise<void> {
  const { values } = readArguments('publish', args, VENUE_OPTIONS);
  const name = required(values.name, '--name');
  const given: Partial<Record<VenueRole, `0x${string}`>> = {};
  for (const role of VENUE_ROLES) {
    const address = Reflect.get(values, ROLE_OPTIONS[role]);
    if (address !== undefined) given[role] = readAddressArgument(address, `--${ROLE_OPTIONS[role]}`);
  }
  const charterDelay = optionalWhole(values['charter-delay'], '--charter-delay');
  if (values['opt-in-only'] && (charterDelay !== undefined || Object.keys(given).length > 0)) {
    throw argumentError(
      'publish',
      '--opt-in-only registers nobody: leave out the roles and the delay',
      '--opt-in-only',
    );
  }
  const { connection, deployment } = await openRegistry('publish', values);
  const registered = values['opt-in-only']
    ? undefined
    : await registerVenue(connection, deployment, {
        name,
        roles: given,
        ...(charterDelay === undefined ? {} : { charterDelay }),
      });
  const sender = connection.account.address.toLowerCase();
  const isAdmin = registered === undefined || registered.roles.admin === sender;
  const optedIn = isAdmin ? await optIn(connection, deployment, name, values.instance) : [];
  if (values.json) {
    const { venueId, roles, hash, gasUsed } = registered ?? {};
    output.print(jsonText({ venue: name, venueId, roles, optedIn, transaction: hash, gasUsed }));
    return;
  }
  if (registered) {
    output.print(`venue ${name} is registered`);
    output.print(`  id           ${registered.venueId}`);
    for (const role of VENUE_ROLES) output.print(`  ${role.padEnd(15)}  ${registered.roles[role]}`);
    output.print(`  transaction  ${registered.hash} (${registered.gasUsed} gas)`);
    const addresses = new Set(Object.values(registered.roles));
    if (addresses.size < VENUE_ROLES.length) {
      output.progress('some roles are the same account: who holds its key can do all of it');
    }
  }
  output.print(optedIn.length > 0 ? `opted in to ${optedIn.join(', ')}` : 'opted in to nothing new');
  if (!isAdmin) output.progress('the admin is another account: it opts in with --opt-in-only');
}

async function publishCharter(args: string[], output: CommandOutput): Promise<void> {
  const { values, file } = readArguments('publish', args, CHARTER_OPTIONS, 'CHARTER.json');
  const published = readCharter(await readJson(file));
  const path = required(values.scenarios, '--scenarios');
  const tree = buildScenarioTree(await readJson(path), published);
  const { connection, deployment } = await openRegistry('publish', values);
  const proposed = await proposeCharter(connection, deployment, published, tree);
  const { venueId, index, rulebookCommitment, documentDigest, hash, gasUsed } = proposed;
  const activeFrom = writeTime(proposed.activeFrom);
  if (values.json) {
    const commitment = String(rulebookCommitment);
    output.print(
      jsonText({
        venueId,
        index,
        activeFrom,
        rulebookCommitment: commitment,
        documentDigest,
        transaction: hash,
        gasUsed,
      }),
    );
    return;
  }
  output.print(`charter ${index} of ${published.document.venue} takes force at ${activeFrom}`);
  output.print(`  document     ${documentDigest} (keccak-256)`);
  output.print(`  rulebook     ${rulebookCommitment}`);
  output.print(`  transaction  ${hash} (${gasUsed} gas)`);
}

async function publishAccounts(args: string[], output: CommandOutput): Promise<void> {
  const { values, file } = readArguments('publish', args, ACCOUNTS_OPTIONS, 'ACCOUNTS.json');
  const found = await stat(file).catch((error: unknown) => {
    throw unreadable(file, error);
  });
  const states = found.isDirectory() ? await statesOfFolder(file, values) : readAccounts(await readJson(file));
  const { root } = accountsTree(states.accounts);
  const { connection, deployment } = await openRegistry('publish', values);
  // Before the root is sent: an announcement needs the states behind it.
  if (found.isDirectory()) await writeFileAtomic(values.output as string, `${jsonText(writeAccounts(states))}\n`);
  const { index, publishedAt, hash, gasUsed } = await publishAccountRoot(connection, deployment, states.venue, root);
  const count = states.accounts.length;
  if (values.json) {
    const at = writeTime(publishedAt);
    output.print(
      jsonText({ venue: states.venue, accounts: count, root, index, publishedAt: at, transaction: hash, gasUsed }),
    );
    return;
  }
  output.print(`account root ${index} of ${states.venue}: ${count} accounts, published at ${writeTime(publishedAt)}`);
  output.print(`  root         ${root}`);
  output.print(`  transaction  ${hash} (${gasUsed} gas)`);
  output.print('Ticks from after this time can be announced with it.');
}

interface FolderValues {
  readonly charter?: string | undefined;
  readonly 'handle-secret-file'?: string | undefined;
  readonly output?: string | undefined;
}

/** The states of a folder's account documents, by rising handle. */
async function statesOfFolder(folder: string, values: FolderValues): Promise<AccountStates> {
  const charter = required(values.charter, '--charter');
  const secretFile = required(values['handle-secret-file'], '--handle-secret-file');
  await checkWritable(required(values.output, '-o'), '-o');
  const published = readCharter(await readJson(charter));
  const secret = await readSecretWord(secretFile);
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  if (names.length === 0) {
    throw new InputError('FOLDER_EMPTY', `${folder} holds no account document`, {
      field: folder,
      remedy: 'Name a folder with one .json file for each account.',
    });
  }
  const accounts = [];
  for (const name of names) {
    const path = join(folder, name);
    const account = readAccount(await readJson(path), published, undefined, path);
    accounts.push({
      handle: accountHandle(secret, account.accountNumber),
      accountCommitment: accountCommitment(account),
    });
  }
  // As the document is read: sorted by handle, and no account twice.
  return readAccounts(JSON.parse(jsonText(writeAccounts({ venue: published.document.venue, accounts }))), folder);
}
