import { accountCommitment } from '../../circuits/commitment/accountCommitment.ts';
import { rulebookCommitment } from '../../circuits/commitment/rulebookCommitment.ts';
import { snapshotCommitment } from '../../circuits/commitment/snapshotCommitment.ts';
import { surfaceCommitment } from '../../circuits/commitment/surfaceCommitment.ts';
import { InputError } from '../../circuits/errors.ts';
import { type LiquidationEvent, readEvent } from '../event.ts';
import { recentlyUsed } from '../io/recentlyUsed.ts';
import { readEvents } from '../replay/readEvents.ts';
import { buildScenarioTree } from '../scenarios/buildScenarioTree.ts';
import type { Finding } from './finding.ts';
import { type ScenarioUsed, scenarioUsed } from './scenarioUsed.ts';
import { type SurfaceMove, surfaceMoves, type TickSurface } from './surfaceMoves.ts';
import type { VenueHistory } from './venueHistory.ts';

/** What the private material of one venue shows; aggregates only. */
export interface PrivateVenue {
  readonly venueId: `0x${string}`;
  /** Recorded liquidations whose account state the material opens, by the scenario that was used. */
  readonly scenarios: Readonly<Record<ScenarioUsed, number>>;
  /** Different surfaces that the material opens. */
  readonly surfaces: number;
  readonly moves: readonly SurfaceMove[];
}

/** The result of `checkPrivate`. */
export interface PrivateChecks {
  readonly findings: readonly Finding[];
  readonly venues: readonly PrivateVenue[];
  /** Events whose account state was never announced, and events that cannot be read. */
  readonly unmatched: number;
  readonly unreadable: number;
}

/** A venue has one set of scenarios at a time, and changes it now and then. */
const TREES_KEPT = 8;

/** What is collected of one venue. */
interface Collected {
  readonly scenarios: Record<ScenarioUsed, number>;
  readonly surfaces: Map<bigint, TickSurface>;
}

/**
 * Opens what the chain hides with the material that a venue gave its auditor: whether the scenario of a liquidation was
 * the worst one, and how far surfaces moved (V26, V27). No salt, scenario, parameter, amount or position leaves it.
 *
 * @param folder events as `fairmark prove` takes them, with the documents that they name
 * @param onJudged called after every event
 * @throws InputError `FILE_UNREADABLE` for the folder, `EVENTS_MISSING`
 */
export async function checkPrivate(
  folder: string,
  venues: readonly VenueHistory[],
  onJudged: () => void = () => {},
): Promise<PrivateChecks> {
  const kept = recentlyUsed<ReturnType<typeof buildScenarioTree>>(TREES_KEPT);
  const treeOf: typeof buildScenarioTree = (value, published, field) =>
    kept(`${published.charter.documentHash} ${JSON.stringify(value)}`, () =>
      buildScenarioTree(value, published, field),
    );
  const findings: Finding[] = [];
  const collected = new Map<`0x${string}`, Collected>();
  let [events, unmatched, unreadable] = [0, 0, 0];
  for await (const found of readEvents(folder)) {
    if (!found.isEvent) continue;
    events += 1;
    onJudged();
    const event = found.error === undefined ? readable(found.document, treeOf) : undefined;
    if (!event) {
      unreadable += 1;
      continue;
    }
    const venue = venues.find(({ venueId }) => venueId === event.venueId);
    const state = accountCommitment(event.account);
    const liquidation = venue?.liquidations.find(({ accountBefore }) => accountBefore === state);
    if (!venue || !liquidation?.facts) {
      unmatched += 1;
      continue;
    }
    const { facts, record, sequence } = liquidation;
    const { charter, scenarioTree, surface, published } = event.model;
    const parts = [
      ['rules', facts.rulebookCommitment, rulebookCommitment(charter, scenarioTree.root)],
      ['surface', facts.surfaceCommitment, surfaceCommitment(surface)],
      ['market data', facts.snapshotCommitment, snapshotCommitment(event.snapshot)],
    ] as const;
    const other = parts.filter(([, fixed, given]) => fixed !== given).map(([name]) => name);
    const { venueId } = venue;
    const its = collected.get(venueId) ?? { scenarios: { worst: 0, milder: 0, undetermined: 0 }, surfaces: new Map() };
    collected.set(venueId, its);
    if (other.length > 0) {
      const sentence = `The material given opens the account, but not what was announced: ${other.join(', ')}.`;
      findings.push({ code: 'private-mismatch', venueId, sequence, sentence });
      continue;
    }
    its.surfaces.set(facts.surfaceCommitment, { surface, snapshot: event.snapshot, published });
    if (!record) continue;
    const used = scenarioUsed(event, record.outcomeCommitment);
    its.scenarios[used] += 1;
    if (used === 'milder') {
      const sentence = 'Proven under a scenario that was violated, and was not the worst of this account.';
      findings.push({ code: 'scenario-not-worst', venueId, sequence, sentence });
    }
  }
  if (events === 0) {
    throw new InputError('EVENTS_MISSING', `${folder} holds no event`, {
      field: '--private',
      remedy: 'Name a folder with *.json or *.jsonl files of the format fairmark.event.v1; folders in it are not read.',
    });
  }
  return {
    findings,
    venues: [...collected].map(([venueId, { scenarios, surfaces }]) => ({
      venueId,
      scenarios,
      surfaces: surfaces.size,
      moves: surfaceMoves([...surfaces.values()]),
    })),
    unmatched,
    unreadable,
  };
}

function readable(document: unknown, treeOf: typeof buildScenarioTree): LiquidationEvent | undefined {
  try {
    return readEvent(document, '', treeOf);
  } catch {
    return undefined;
  }
}
