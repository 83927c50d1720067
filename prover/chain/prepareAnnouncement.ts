import { rulebookCommitment } from '../../circuits/commitment/rulebookCommitment.ts';
import { snapshotCommitment } from '../../circuits/commitment/snapshotCommitment.ts';
import { surfaceCommitment } from '../../circuits/commitment/surfaceCommitment.ts';
import { InputError } from '../../circuits/errors.ts';
import type { InstanceShape } from '../../circuits/witnessInputs.ts';
import { accountHandle } from '../../verifier/signed/accountHandle.ts';
import { type AccountStates, accountsTree } from '../../verifier/signed/accountsDocument.ts';
import type { Tick } from '../../verifier/signed/tick.ts';
import { instanceShape, readInstances } from '../setup/instances.ts';
import { smallestInstance } from '../setup/smallestInstance.ts';
import { defaultWorkspace, type Workspace } from '../setup/workspace.ts';
import type { AnnouncementBatch, LiquidationToAnnounce } from './announceLiquidations.ts';
import type { ChainConnection } from './connectChain.ts';
import type { DeploymentDocument } from './deploymentDocument.ts';
import { checkDistinct, type DraftedEvent } from './draftedEvent.ts';
import { latestRootBefore, rulebookInForce } from './registryState.ts';
import { venueSurface } from './venueSurface.ts';

/** What is announced besides the events. */
export interface AnnouncementInput {
  /** With the signatures of a quorum. */
  readonly tick: Tick;
  /** States by handle: the ones of the account root; where chained, those that the last liquidations leave. */
  readonly accounts?: AccountStates;
  /** In place of `accounts` where chained: the venue's secret from which handles follow. */
  readonly handleSecret?: `0x${string}`;
  /** Whether every event starts where the last announced liquidation of its account ends. */
  readonly chained?: boolean;
  /** Circuit size to announce for; default: the smallest of the deployment that fits every event. */
  readonly instance?: string;
  readonly workspace?: Workspace;
}

function refuse(code: string, field: string, message: string, remedy: string): never {
  throw new InputError(code, message, { field, remedy });
}

/**
 * Makes an announcement of drafted events, and compares everything that the registry will fix with what will be proven:
 * chain, tick, market data, surface, rulebook, account root and circuit size.
 *
 * @throws InputError `VENUES_MIXED`, `STATE_REPEATED`, `TICK_ELSEWHERE`, `SNAPSHOT_NOT_OF_TICK`, `SURFACE_NOT_IN_TICK`,
 *   `SURFACE_NOT_OF_TICK`, `RULEBOOK_DIFFERS`, `ACCOUNTS_MISSING`, `ACCOUNTS_OF_OTHER_VENUE`, `ACCOUNT_NOT_LISTED`,
 *   `ACCOUNT_ROOT_MISSING`, `ACCOUNT_ROOT_DIFFERS`, `UNKNOWN_INSTANCE`; ShapeError
 * @throws ContractRefusal `NoCharterInForce`, `FeedNotInCharter`; ChainError
 */
export async function prepareAnnouncement(
  connection: ChainConnection,
  deployment: DeploymentDocument,
  drafts: readonly DraftedEvent[],
  input: AnnouncementInput,
): Promise<AnnouncementBatch> {
  const venue = checkEvents(deployment, drafts, input.tick);
  await checkRulebook(connection, deployment, drafts, input.tick, venue);
  const instance = await chooseInstance(deployment, drafts, input);
  const { liquidations, root } = liquidationsOf(drafts, venue, input);
  let accountRootIndex = 0n;
  if (root !== undefined) {
    const registered = await latestRootBefore(connection, deployment, venue, input.tick.observedAt);
    if (registered === undefined) {
      refuse(
        'ACCOUNT_ROOT_MISSING',
        'accounts',
        'the venue published no account root before the tick',
        'Publish it with fairmark publish accounts, and take a later tick.',
      );
    }
    if (registered.root !== root) {
      refuse(
        'ACCOUNT_ROOT_DIFFERS',
        'accounts',
        `the accounts are not those of root ${registered.index}, the latest that was published before the tick`,
        'Name the accounts document of that root.',
      );
    }
    accountRootIndex = registered.index;
  }
  return { venue, instance, tick: input.tick, accountRootIndex, liquidations };
}

/** Compares the events with each other and with the tick. @returns the venue's name */
function checkEvents({ chainId, feeds }: DeploymentDocument, drafts: readonly DraftedEvent[], tick: Tick): string {
  if (String(tick.place.chainId) !== chainId || tick.place.verifyingContract !== feeds) {
    refuse(
      'TICK_ELSEWHERE',
      'tick.feedRegistry',
      `the tick is signed for chain ${tick.place.chainId}, FeedRegistry ${tick.place.verifyingContract}`,
      'Take the tick that was signed for this deployment.',
    );
  }
  const venue = drafts[0]?.event.model.charterDocument.venue ?? '';
  checkDistinct(drafts);
  for (const [i, { event }] of drafts.entries()) {
    const { model, snapshot } = event;
    if (model.charterDocument.venue !== venue) {
      refuse('VENUES_MIXED', `events[${i}].venue`, 'the events are of two venues', 'Announce them apart.');
    }
    if (snapshotCommitment(snapshot) !== tick.snapshotCommitment) {
      refuse(
        'SNAPSHOT_NOT_OF_TICK',
        `events[${i}].snapshot`,
        `event ${i + 1} has other market data than the tick commits to`,
        'Take the snapshot of the tick.',
      );
    }
    if (surfaceCommitment(model.surface) !== venueSurface(tick, venue).surface.surfaceCommitment) {
      refuse(
        'SURFACE_NOT_OF_TICK',
        `events[${i}].model.surface`,
        `event ${i + 1} has another surface than the tick holds of the venue`,
        'Take the surface that was committed to before the tick.',
      );
    }
  }
  return venue;
}

async function checkRulebook(
  connection: ChainConnection,
  deployment: DeploymentDocument,
  drafts: readonly DraftedEvent[],
  { feed, observedAt }: Tick,
  venue: string,
): Promise<void> {
  const inForce = await rulebookInForce(connection, deployment, venue, feed, observedAt);
  for (const [i, { event }] of drafts.entries()) {
    if (rulebookCommitment(event.model.charter, event.model.scenarioTree.root) === inForce) continue;
    refuse(
      'RULEBOOK_DIFFERS',
      `events[${i}].model`,
      `event ${i + 1} has another charter or other scenarios than are in force at the tick`,
      'Take the charter and the scenarios that were published with fairmark publish charter.',
    );
  }
}

async function chooseInstance(
  deployment: DeploymentDocument,
  drafts: readonly DraftedEvent[],
  { instance, workspace = defaultWorkspace() }: AnnouncementInput,
): Promise<string> {
  const most = (key: keyof InstanceShape) => Math.max(...drafts.map(({ needed }) => needed[key]));
  const needed: InstanceShape = {
    optionLegs: most('optionLegs'),
    linearLegs: most('linearLegs'),
    expiries: most('expiries'),
    underlyings: most('underlyings'),
  };
  const known =
    instance === undefined
      ? [...(await readInstances(workspace))].filter(([name]) => Object.hasOwn(deployment.verifierIds, name))
      : [[instance, await instanceShape(workspace, instance)] as const];
  return smallestInstance(new Map(known), needed)[0];
}

/** The announcements by handle, and the root that proves them where they are not chained. */
function liquidationsOf(
  drafts: readonly DraftedEvent[],
  venue: string,
  { accounts, handleSecret, chained = false }: AnnouncementInput,
): { liquidations: LiquidationToAnnounce[]; root: `0x${string}` | undefined } {
  if (chained && handleSecret !== undefined) {
    const liquidations = drafts.map(({ event, accountBefore }) => ({
      handle: accountHandle(handleSecret, event.account.accountNumber),
      accountBefore,
      chained,
      proof: [],
    }));
    return { liquidations, root: undefined };
  }
  if (accounts === undefined) {
    refuse(
      'ACCOUNTS_MISSING',
      'accounts',
      'nothing says under which handle the accounts stand',
      'Name the accounts document of the account root with --accounts.',
    );
  }
  if (accounts.venue !== venue) {
    refuse(
      'ACCOUNTS_OF_OTHER_VENUE',
      'accounts.venue',
      'the accounts are of another venue than the events',
      'Name the accounts document of the venue.',
    );
  }
  const places = new Map(accounts.accounts.map(({ accountCommitment }, place) => [accountCommitment, place]));
  const tree = chained ? undefined : accountsTree(accounts.accounts);
  const liquidations = drafts.map(({ accountBefore }, i): LiquidationToAnnounce => {
    const place = places.get(accountBefore);
    const entry = place === undefined ? undefined : accounts.accounts[place];
    if (place === undefined || entry === undefined) {
      return refuse(
        'ACCOUNT_NOT_LISTED',
        `events[${i}].account`,
        `the account of event ${i + 1} is not among the accounts in this state`,
        'Take the account as it stands in the account root; the state after a liquidation needs --chained.',
      );
    }
    return { handle: entry.handle, accountBefore, chained, proof: tree?.proofOf(place) ?? [] };
  });
  return { liquidations, root: tree?.root };
}
