import { chmodSync, writeFileSync } from 'node:fs';
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts';
import { textId } from '../../circuits/commitment/domain.ts';
import { surfaceCommitment } from '../../circuits/commitment/surfaceCommitment.ts';
import { type Anvil, startAnvil } from '../../prover/chain/anvil.ts';
import type { DeploymentDocument } from '../../prover/chain/deploymentDocument.ts';
import type { EventDocument } from '../../prover/event.ts';
import { draftTick } from '../../prover/signed/draftTick.ts';
import { signTick } from '../../prover/signed/signTick.ts';
import { readSurface } from '../../prover/surface/readSurface.ts';
import type { AccountDocument } from '../../verifier/formats/account.ts';
import { readCharter } from '../../verifier/formats/charter.ts';
import { readSnapshot } from '../../verifier/formats/snapshot.ts';
import { readTime, writeTime } from '../../verifier/formats/time.ts';
import { tickHash, type UnsignedTick } from '../../verifier/signed/tick.ts';
import { writeTick } from '../../verifier/signed/tickDocument.ts';
import { type CliResult, cli, Folder, smallAccount, smallEvent } from '../system/support.ts';
import { charterDocument, SEED, scenariosDocument, snapshotDocument, surfacesDocument } from './documents.ts';

/** Terms that let tests wait little. */
export const TERMS = { recordWithin: 900, roundsBehind: 3, tickAge: 600, surfaceAge: 300, roundsPerTick: 2 };

/** Who acts, by the name of the key file. */
const ACTORS = ['deployer', 'admin', 'publisher', 'announcer', 'stranger', 'poor'] as const;
export type ChainActor = (typeof ACTORS)[number];

const ORACLES = [1, 2, 3].map((number) => privateKeyToAccount(`0x${String(number).repeat(64)}`));
export const HANDLE_SECRET = `0x${'4a'.repeat(32)}` as const;
export const DAY = 86_400n;

/** A venue that works on a real chain by the command line, in a folder of its own. */
export class ChainVenue {
  readonly venue = charterDocument().venue;
  readonly feed = charterDocument().feeds[0] as string;
  /** Time of the snapshot of test/support/documents.ts. */
  readonly snapshotTime = readTime(snapshotDocument().time, 'time');
  private round = 0n;
  private previousTick: `0x${string}` = `0x${'0'.repeat(64)}`;

  private constructor(
    readonly folder: Folder,
    readonly anvil: Anvil,
    readonly accounts: Readonly<Record<ChainActor, PrivateKeyAccount>>,
  ) {}

  /** A chain whose clock stands two days before the snapshot, and a key file for everybody; nothing is deployed. */
  static async create(): Promise<ChainVenue> {
    const folder = new Folder();
    const anvil = await startAnvil({ timestamp: readTime(snapshotDocument().time, 'time') - 2n * DAY });
    const accounts = Object.fromEntries(
      ACTORS.map((actor) => {
        const key = generatePrivateKey();
        const path = folder.write(`${actor}.key`, `${key}\n`);
        chmodSync(path, 0o600);
        return [actor, privateKeyToAccount(key)];
      }),
    ) as Record<ChainActor, PrivateKeyAccount>;
    for (const actor of ACTORS) if (actor !== 'poor') await anvil.fund(accounts[actor].address);
    writeFileSync(folder.file('handles.secret'), HANDLE_SECRET, { mode: 0o600 });
    folder.write('charter.json', { ...charterDocument(), registration: TERMS });
    folder.write('scenarios.json', { ...scenariosDocument(), seed: SEED });
    return new ChainVenue(folder, anvil, accounts);
  }

  /** A command that sends transactions, as one of the actors; further options come last and win. */
  as(actor: ChainActor, ...args: string[]): Promise<CliResult> {
    const [command, ...rest] = args;
    return cli(command as string, ...rest, '--rpc', this.anvil.rpcUrl, '--key-file', this.folder.file(`${actor}.key`));
  }

  /** As `as`, with the deployment. */
  on(actor: ChainActor, ...args: string[]): Promise<CliResult> {
    return this.as(actor, ...args, '--deployment', this.folder.file('deployment.json'));
  }

  deployment(): DeploymentDocument {
    return this.folder.json('deployment.json') as DeploymentDocument;
  }

  registerFeed(): Promise<CliResult> {
    const signers = ORACLES.flatMap(({ address }) => ['--signer', address]);
    return this.on('deployer', 'publish', 'feed', '--name', this.feed, ...signers, '--quorum', '2', '--json');
  }

  registerVenue(): Promise<CliResult> {
    const roles = ['admin', 'publisher', 'announcer'] as const;
    const given = roles.flatMap((role) => [`--${role}`, this.accounts[role].address]);
    return this.on('admin', 'publish', 'venue', '--name', this.venue, ...given, '--json');
  }

  publishCharter(actor: ChainActor = 'publisher'): Promise<CliResult> {
    const scenarios = this.folder.file('scenarios.json');
    return this.on(actor, 'publish', 'charter', this.folder.file('charter.json'), '--scenarios', scenarios, '--json');
  }

  account(number: number, changes: Partial<AccountDocument> = {}): AccountDocument {
    const salt = `0x00${number.toString(16).padStart(2, '0').repeat(31)}`;
    return { ...smallAccount(), accountNumber: number, salt, ...changes } as AccountDocument;
  }

  /** An event file of an account at a time; the market data is the same but for time and round. */
  event(name: string, account: AccountDocument, tick: UnsignedTick): string {
    const { model, sequence: _, ...event } = smallEvent();
    const document: EventDocument = {
      ...event,
      sequence: 0,
      account,
      snapshot: this.snapshot(tick.observedAt, tick.round),
      model: { ...model, charter: '../charter.json', scenarios: '../scenarios.json' },
    };
    return this.folder.write(`events/${name}.json`, document);
  }

  private snapshot(time: bigint, round: bigint) {
    return { ...snapshotDocument(), time: writeTime(time), round: Number(round) };
  }

  /** The next tick, observed at a time, with the venue's surface inside and two signatures. */
  async tick(
    name: string,
    observedAt: bigint,
    overrides: Partial<UnsignedTick> = {},
  ): Promise<{ file: string; tick: UnsignedTick }> {
    this.round += 1n;
    const published = readCharter(this.folder.json('charter.json'));
    const snapshot = readSnapshot(this.snapshot(observedAt, this.round), published);
    const surface = readSurface(surfacesDocument(), published, snapshot);
    const { chainId, feeds } = this.deployment();
    const tick = {
      ...draftTick(snapshot, published, {
        place: { chainId: BigInt(chainId), verifyingContract: feeds },
        epoch: 0n,
        previous: this.previousTick,
        surfaces: [
          {
            venueId: textId(this.venue) as `0x${string}`,
            surfaceCommitment: surfaceCommitment(surface),
            receivedAt: observedAt - 30n,
          },
        ],
      }),
      ...overrides,
    };
    this.previousTick = tickHash(tick);
    const signatures = await Promise.all(ORACLES.slice(0, 2).map((oracle) => signTick(tick, oracle)));
    signatures.sort((x, y) => (x.signer < y.signer ? -1 : 1));
    return { file: this.folder.write(`${name}.json`, writeTick({ ...tick, signatures })), tick };
  }

  async remove(): Promise<void> {
    await this.anvil.stop();
    this.folder.remove();
  }
}
