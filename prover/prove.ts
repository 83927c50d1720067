import { WitnessCalculatorBuilder } from 'circom_runtime';
import { ClauseViolation } from '../circuits/clauseViolation.ts';
import { isBeyondHelp } from '../circuits/closing/amountClauses.ts';
import { shortfallToTarget } from '../circuits/closing/shortfallToTarget.ts';
import { type Close, type LiquidationInputs, type LiquidationResult, runLiquidation } from '../circuits/liquidation.ts';
import type { AccountMargin } from '../circuits/margin/evaluateAccount.ts';
import { equityGap, marginGap } from '../circuits/margin/trigger.ts';
import type { Account, ScenarioOpening } from '../circuits/objects.ts';
import { PUBLIC_SIGNALS } from '../circuits/signals.ts';
import { type InstanceShape, neededShape, ShapeError, witnessInputs } from '../circuits/witnessInputs.ts';
import { type Disclosure, type OpeningDocument, writeOpening } from '../verifier/opening.ts';
import { type Receipt, unregisteredDomain, writeReceipt } from '../verifier/receipt.ts';
import { verifyReceipt } from '../verifier/verifyReceipt.ts';
import { type InstanceArtifacts, loadArtifacts } from './artifacts.ts';
import type { LiquidationEvent, VenueModel } from './event.ts';
import type { Groth16Backend } from './groth16/backend.ts';
import { ProvingError } from './groth16/provingError.ts';
import { SnarkjsBackend } from './groth16/snarkjsBackend.ts';
import { planLegs } from './plan/planLegs.ts';
import { scenarioCandidates } from './plan/scenarioCandidates.ts';
import { planLiquidation } from './plan.ts';
import { randomSalt } from './randomSalt.ts';
import { instanceShape, readInstances } from './setup/instances.ts';
import { defaultWorkspace, type Workspace } from './setup/workspace.ts';

export interface ProveOptions {
  /** Called as each stage begins: plan, statement, keys, witness, proof, verification. Never with secrets. */
  readonly onProgress?: (line: string) => void;
  /** Gives up; the promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** How much of the outcome the opening shows; default `full`. */
  readonly disclosure?: Disclosure;
  /** Name of the circuit size; default: the smallest that fits. A larger one hides how many legs there are. */
  readonly instance?: string;
  /** Default: snarkjs. A given backend is left open for the next proof. */
  readonly backend?: Groth16Backend;
  /** Default: the instance's artifacts from this installation and the user's cache. */
  readonly workspace?: Workspace;
}

export interface ProvenLiquidation {
  /** Public. */
  readonly receipt: Receipt;
  /** The account owner's: holds the account, never scenarios or surface. */
  readonly opening: OpeningDocument;
}

/** The liquidation of an event without the domain, which depends on the instance. */
type Draft = Omit<LiquidationInputs, 'domain'>;

const run = (draft: Draft): LiquidationResult => runLiquidation({ ...draft, domain: 0n });

/** The event under the binding scenario with the planned close, or with its own under the worst that proves it. */
function drafted(
  event: Omit<LiquidationEvent, 'model'>,
  model: VenueModel,
  planned: (evaluated: number) => void,
): { draft: Draft; preview: LiquidationResult } {
  const { account, snapshot, salts } = event;
  const { charter, surface, scenarioTree } = model;
  const market = { charter, snapshot, surface, account, scenarios: scenarioTree.leaves };
  const shared = {
    charter,
    snapshot,
    surface,
    account,
    accountAfterSalt: salts.accountAfter ?? randomSalt(),
    outcomeSalt: salts.outcome ?? randomSalt(),
  };
  const openings = (positions: ReadonlyMap<number, number>): Map<number, ScenarioOpening> =>
    new Map([...positions].map(([underlying, position]) => [underlying, scenarioTree.open(position)]));

  if (event.close === undefined) {
    const plan = planLiquidation({ ...market, onProgress: (_, evaluated) => planned(evaluated) });
    const draft = { ...shared, scenarios: openings(plan.scenario), close: plan.close };
    return { draft, preview: run(draft) };
  }
  const attempt = (
    scenario: ReadonlyMap<number, number>,
    close: NonNullable<typeof event.close>,
    terminal: boolean,
  ) => {
    const draft = { ...shared, scenarios: openings(scenario), close: { ...close, terminal } };
    return { draft, preview: run(draft) };
  };
  let refusal: unknown;
  for (const { scenario, margin } of scenarioCandidates(market, planned)) {
    // The binding scenario's refusal is the one to report; milder ones are tried while they are violated themselves.
    if (refusal !== undefined && marginGap(margin) <= 0n) continue;
    try {
      return attempt(scenario, event.close, closesAll(account, event.close) && isTerminal(margin, model));
    } catch (error) {
      if (!(error instanceof ClauseViolation)) throw error;
      refusal ??= error;
    }
  }
  // Says by how much, where no scenario is violated at all.
  if (refusal instanceof ClauseViolation && refusal.clause === 'FM-09') planLiquidation(market);
  throw refusal;
}

function closesAll(account: Account, close: Omit<Close, 'terminal'>): boolean {
  return (['options', 'linears'] as const).every((list) =>
    account[list].every((position, i) => (position?.quantity ?? 0n) === (close[list][i]?.quantityClosed ?? 0n)),
  );
}

/** FM-17: whether a close of everything counts as terminal. */
function isTerminal(margin: AccountMargin, { charter }: VenueModel): boolean {
  const legs = planLegs(margin, charter.targetBuffer);
  return equityGap(margin) > 0n || isBeyondHelp(legs, margin, shortfallToTarget(margin, charter.targetBuffer));
}

/** The named instance, or the smallest that fits: they stand in the order of constraints. */
async function chooseInstance(
  workspace: Workspace,
  account: Account,
  named: string | undefined,
): Promise<[string, InstanceShape]> {
  const needed = neededShape(account);
  const instances: [string, InstanceShape][] =
    named === undefined ? [...(await readInstances(workspace))] : [[named, await instanceShape(workspace, named)]];
  const sizes = Object.keys(needed) as (keyof InstanceShape)[];
  const fitting = instances.find(([, shape]) => sizes.every((key) => needed[key] <= shape[key]));
  if (fitting) return fitting;
  throw new ShapeError(needed, (instances.at(-1) as [string, InstanceShape])[1]);
}

async function makeWitness(
  artifacts: InstanceArtifacts,
  inputs: LiquidationInputs,
  result: LiquidationResult,
  shape: InstanceShape,
) {
  const calculator = await WitnessCalculatorBuilder(artifacts.wasm, {});
  return calculator.calculateWTNSBin(witnessInputs(inputs, result, shape), true).catch(() => {
    // The message of the generator may quote values.
    throw new ProvingError(
      'the circuit refuses a witness that the integer model accepts',
      'This is a defect of Fairmark: report it with the instance and the version.',
    );
  });
}

/**
 * Proves one liquidation.
 *
 * Without a close in the event the least-notional close is planned. The statement is run on integers first, so that a
 * violation names its clause before any proving; the proof is verified, with its opening, before it is returned.
 *
 * @throws ClauseViolation and other FairmarkErrors with `clause`, NotLiquidatableError, ShapeError, ArtifactError,
 *   KeyError, ProvingError
 */
export async function proveLiquidation(
  event: Omit<LiquidationEvent, 'model'>,
  model: VenueModel,
  options: ProveOptions = {},
): Promise<ProvenLiquidation> {
  const { onProgress = () => {}, signal, disclosure = 'full', workspace = defaultWorkspace() } = options;
  signal?.throwIfAborted();
  const [instance, shape] = await chooseInstance(workspace, event.account, options.instance);
  onProgress(
    event.close === undefined ? 'plan: the binding scenario and the least close' : 'scenario: the binding one',
  );
  const { draft, preview } = drafted(event, model, (evaluated) => onProgress(`scenarios: ${evaluated} evaluated`));
  onProgress('statement: every clause holds on integers');
  const { domain, domainValue } = unregisteredDomain(model.charterDocument.venue, event.sequence, instance);
  const inputs: LiquidationInputs = { ...draft, domain: domainValue };
  const result = { ...preview, publicSignals: { ...preview.publicSignals, domain: domainValue } };

  signal?.throwIfAborted();
  onProgress(`keys: ${instance}`);
  const artifacts = await loadArtifacts(instance, { workspace, onProgress });
  signal?.throwIfAborted();
  onProgress(`witness: ${artifacts.wires} wires`);
  const witness = await makeWitness(artifacts, inputs, result, shape);
  onProgress(`proof: ${artifacts.constraints} constraints`);
  const backend = options.backend ?? new SnarkjsBackend();
  try {
    const { proof, publicSignals } = await backend.prove(artifacts.zkeyPath, witness, signal ? { signal } : {});
    const agrees = PUBLIC_SIGNALS.every((name, i) => publicSignals[i] === result.publicSignals[name]);
    if (!agrees) {
      throw new ProvingError(
        'the circuit’s public signals are not those of the integer model',
        'This is a defect of Fairmark: report it with the instance and the version.',
      );
    }
    const receipt = writeReceipt({
      instance,
      verificationKeyHash: artifacts.verificationKeyHash,
      setup: artifacts.kind,
      domain,
      publicSignals: result.publicSignals,
      proof,
    });
    const opening = writeOpening(
      {
        published: model.published,
        scenarioRoot: model.scenarioTree.root,
        snapshot: event.snapshot,
        accountBefore: event.account,
        accountAfter: result.accountAfter,
        closed: result.outcome,
        outcome: result.outcome,
      },
      { disclosure },
    );
    onProgress('verification: the receipt with its opening');
    const report = verifyReceipt(receipt, { opening });
    if (report.verdict !== 'VALID') {
      const failed = report.checks.filter(({ status }) => status === 'failed').map(({ title }) => title);
      throw new ProvingError(
        `the proof does not verify and is not given out: ${failed.join('; ')}`,
        'Check the proving key with fairmark setup --dev; otherwise report this defect.',
      );
    }
    return { receipt, opening };
  } finally {
    if (options.backend === undefined) await backend.close();
  }
}
