import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { surfaceCommitment } from '../../circuits/commitment/surfaceCommitment.ts';
import { rpcReader } from '../../verifier/chain/rpcReader.ts';
import { writeTime } from '../../verifier/formats/time.ts';
import { accountsTree, writeAccounts } from '../../verifier/signed/accountsDocument.ts';
import { writeTick } from '../../verifier/signed/tickDocument.ts';
import { verifyReceipt } from '../../verifier/verifyReceipt.ts';
import { announceFiles } from '../chain/announceFiles.ts';
import { type Anvil, anvilPath, startAnvil } from '../chain/anvil.ts';
import { connectChain, type SigningConnection } from '../chain/connectChain.ts';
import { deployRegistries } from '../chain/deployRegistries.ts';
import { proposeCharter } from '../chain/proposeCharter.ts';
import { publishAccountRoot } from '../chain/publishAccountRoot.ts';
import { recordLiquidations } from '../chain/recordLiquidations.ts';
import { registerFeed } from '../chain/registerFeed.ts';
import { optIn, registerVenue } from '../chain/registerVenue.ts';
import { auditChain } from '../chainAudit/auditChain.ts';
import { EVENT_FORMAT, type EventDocument, loadEvent } from '../event.ts';
import type { Groth16Backend } from '../groth16/backend.ts';
import { KernelBackend } from '../groth16/kernelBackend.ts';
import { nodePlatform } from '../groth16/platform/nodePlatform.ts';
import { type ProvenLiquidation, proveLiquidation } from '../prove.ts';
import { draftStatement } from '../signed/draftStatement.ts';
import { draftTick } from '../signed/draftTick.ts';
import { signStatement } from '../signed/signStatement.ts';
import { signTick } from '../signed/signTick.ts';
import { chainAccounts } from './chainAccounts.ts';
import type { ChainResult } from './chainResult.ts';
import type { DemoTick } from './demoTick.ts';
import type { ExampleRules } from './exampleRules.ts';
import { SECRET_MODE } from './prepareDemo.ts';
import { registrationRules } from './registrationRules.ts';
import { stopwatch } from './stopwatch.ts';
import { writeJson } from './writeJson.ts';

export interface ChainActInput {
  /** Folder for the files; made if missing. */
  readonly output: string;
  readonly rules: ExampleRules;
  /** The tick at which accounts are liquidated. */
  readonly tick: DemoTick;
  readonly onProgress?: (line: string) => void;
}

/** Everybody who acts: each with a key of its own, which nobody keeps. */
const ACTORS = ['deployer', 'admin', 'publisher', 'announcer', 'bondOwner', 'statementSigner', 'stranger'] as const;
type Actor = (typeof ACTORS)[number];

const ORACLES = 3;
const QUORUM = 2;
/** The chain begins so long before the tick that a charter can take force: seconds. */
const BEFORE_TICK = 172_800n;
/** Account root, surface and announcement, in seconds from the tick. */
const ROOT_BEFORE = 600n;
const SURFACE_BEFORE = 30n;
const ANNOUNCED_AFTER = 5n;

/** @throws ChainError `ANVIL_MISSING` where no test chain is installed */
export function checkTestChain(): void {
  anvilPath();
}

/**
 * The same venue on a chain of its own: deploys the registries, publishes feed, venue, charter and account root, announces
 * a batch of liquidations at one signed tick, proves them, records them in one call and audits the chain.
 *
 * @throws ChainError `ANVIL_MISSING` where no test chain is installed, and others; what `proveLiquidation` throws
 */
export async function runChainAct(input: ChainActInput): Promise<ChainResult> {
  const { tick } = input;
  const anvil = await startAnvil({ timestamp: tick.snapshot.time - BEFORE_TICK });
  const backend = new KernelBackend(nodePlatform);
  try {
    return await actOn(anvil, backend, input);
  } finally {
    await backend.close();
    await anvil.stop();
  }
}

async function actOn(anvil: Anvil, backend: Groth16Backend, input: ChainActInput): Promise<ChainResult> {
  const { output, tick, onProgress = () => {} } = input;
  const total = stopwatch();
  const say = (line: string) => onProgress(`chain: ${line}`);
  const rules = registrationRules(input.rules);
  const { published, scenarioTree, charterDocument } = rules;
  const { venue } = charterDocument;
  const feed = charterDocument.feeds[0] as string;
  const as = await connectActors(anvil);

  const { deployment, contracts, isDevelopment } = await deployRegistries(as.deployer, { onProgress: say });
  say('publish feed, venue and charter');
  const oracles = Array.from({ length: ORACLES }, () => privateKeyToAccount(generatePrivateKey()));
  await registerFeed(as.deployer, deployment, {
    name: feed,
    signers: oracles.map(({ address }) => address),
    quorum: QUORUM,
  });
  const { admin, publisher, announcer, bondOwner, statementSigner } = as;
  const roles = { admin, publisher, announcer, bondOwner, statementSigner };
  const addresses = Object.entries(roles).map(([role, { account }]) => [role, account.address.toLowerCase()]);
  await registerVenue(as.stranger, deployment, { name: venue, roles: Object.fromEntries(addresses) });
  await optIn(as.admin, deployment, venue);
  const proposed = await proposeCharter(as.publisher, deployment, published, scenarioTree);

  say('a day passes, the charter takes force');
  const observedAt = tick.snapshot.time;
  await anvil.setTime(observedAt - ROOT_BEFORE);
  const handleSecret = generatePrivateKey();
  const accounts = chainAccounts(tick, rules, handleSecret);
  const states = { venue, accounts: accounts.map(({ entry }) => entry).sort((x, y) => (x.handle < y.handle ? -1 : 1)) };
  await publishAccountRoot(as.publisher, deployment, venue, accountsTree(states.accounts).root);

  say('the oracle signs a tick with the surface inside');
  await anvil.setTime(observedAt + ANNOUNCED_AFTER);
  const unsigned = draftTick(tick.snapshot, published, {
    place: { chainId: as.deployer.chainId, verifyingContract: deployment.feeds },
    epoch: 0n,
    surfaces: [
      {
        venueId: proposed.venueId,
        surfaceCommitment: surfaceCommitment(tick.surface),
        receivedAt: observedAt - SURFACE_BEFORE,
      },
    ],
  });
  const signatures = [];
  for (const oracle of oracles.slice(0, QUORUM)) signatures.push(await signTick(unsigned, oracle));
  const signed = { ...unsigned, signatures: signatures.sort((x, y) => (x.signer < y.signer ? -1 : 1)) };

  const files = {
    deployment: join(output, 'deployment.json'),
    charter: join(output, 'charter.json'),
    scenarios: join(output, 'scenarios.json'),
    surface: join(output, 'surface.json'),
    snapshot: join(output, 'snapshot.json'),
    accounts: join(output, 'accounts.json'),
    tick: join(output, 'tick.json'),
    events: join(output, 'events'),
    announced: join(output, 'announced'),
    receipts: join(output, 'receipts'),
    openings: join(output, 'openings'),
  };
  for (const folder of [files.events, files.receipts, files.openings]) await mkdir(folder, { recursive: true });
  await writeJson(files.deployment, deployment);
  await writeJson(files.charter, charterDocument);
  await writeJson(files.scenarios, rules.scenariosDocument, SECRET_MODE);
  await writeJson(files.surface, tick.surfacesDocument, SECRET_MODE);
  await writeJson(files.snapshot, tick.snapshotDocument);
  await writeJson(files.accounts, writeAccounts(states));
  await writeJson(files.tick, writeTick(signed));
  const events: string[] = [];
  for (const { document } of accounts.filter(({ isLiquidated }) => isLiquidated)) {
    const event: EventDocument = {
      format: EVENT_FORMAT,
      venue,
      // The registry gives the number.
      sequence: 0,
      account: document,
      snapshot: '../snapshot.json',
      model: { charter: '../charter.json', scenarios: '../scenarios.json', surface: '../surface.json' },
    };
    const path = join(files.events, `event-${events.length + 1}.json`);
    await writeJson(path, event, SECRET_MODE);
    events.push(path);
  }
  const { announced, batch } = await announceFiles(as.announcer, deployment, {
    events,
    folder: files.announced,
    tick: signed,
    accounts: states,
    onProgress: say,
  });

  const registryPlace = { chainId: as.deployer.chainId, verifyingContract: deployment.registry };
  const proven: (ProvenLiquidation & { readonly sequence: bigint; readonly seconds: number })[] = [];
  for (const [i, { file, sequence }] of announced.entries()) {
    say(`prove number ${sequence}, ${i + 1} of ${announced.length}`);
    const proving = stopwatch();
    // From the file, as `fairmark prove` would.
    const { model, ...event } = await loadEvent(file);
    const statement = await signStatement(
      draftStatement(event.account, published, registryPlace, handleSecret),
      as.statementSigner.account,
    );
    const { receipt, opening } = await proveLiquidation(event, model, { backend, statement, tick: signed });
    await writeJson(join(files.openings, basename(file)), opening, SECRET_MODE);
    await writeJson(join(files.receipts, basename(file)), receipt);
    proven.push({ receipt, opening, sequence, seconds: proving() });
  }
  const receipts = proven.map(({ receipt }) => receipt);
  const { batches } = await recordLiquidations(as.stranger, deployment, receipts, { onProgress: say });

  say('verify the receipts against the chain');
  const chain = rpcReader(new URL(anvil.rpcUrl));
  const liquidations = [];
  const oracleSigners = { [feed]: { signers: oracles.map(({ address }) => address), quorum: QUORUM } };
  for (const { receipt, opening, sequence, seconds } of proven) {
    const trusted = { chain, registry: deployment.registry, oracleSigners };
    const { verdict, banners } = await verifyReceipt(receipt, { opening, ...trusted });
    const isRegistered = !banners.some(({ code }) => code === 'UNREGISTERED');
    liquidations.push({ sequence, instance: receipt.instance, verdict, isRegistered, seconds });
  }

  say('audit');
  const audit = await auditChain({
    url: new URL(anvil.rpcUrl),
    registry: deployment.registry,
    venue,
    receipts: files.receipts,
    private: files.announced,
    onProgress: (doing) => say(`audit: ${doing}`),
  });
  const gasOf = (spent: bigint) => ({ whole: spent, each: spent / BigInt(announced.length) });
  const announceGas = gasOf(batch?.gasUsed ?? 0n);
  const recordGas = gasOf(batches.reduce((sum, { gasUsed }) => sum + gasUsed, 0n));
  return {
    chainId: as.deployer.chainId,
    venue,
    feed,
    contracts: contracts.map(({ name, address, bytes }) => ({ name, address, bytes })),
    isDevelopment,
    charterInForce: writeTime(proposed.activeFrom),
    accounts: accounts.length,
    tick: {
      round: signed.round,
      observedAt: writeTime(observedAt),
      signatures: signed.signatures.length,
      signers: ORACLES,
    },
    deadline: writeTime(batch?.deadline ?? 0n),
    liquidations,
    gas: {
      announce: announceGas.whole,
      announceEach: announceGas.each,
      record: recordGas.whole,
      recordEach: recordGas.each,
    },
    audit,
    files,
    seconds: total(),
  };
}

async function connectActors(anvil: Anvil): Promise<Record<Actor, SigningConnection>> {
  const connections: Partial<Record<Actor, SigningConnection>> = {};
  for (const actor of ACTORS) {
    const account = privateKeyToAccount(generatePrivateKey());
    await anvil.fund(account.address);
    connections[actor] = await connectChain(anvil.rpcUrl, account);
  }
  return connections as Record<Actor, SigningConnection>;
}
