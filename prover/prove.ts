import { InputError } from '../circuits/errors.ts';
import type { LiquidationInputs } from '../circuits/liquidation.ts';
import type { Account } from '../circuits/objects.ts';
import { PUBLIC_SIGNALS } from '../circuits/signals.ts';
import { type InstanceShape, neededShape, witnessInputs } from '../circuits/witnessInputs.ts';
import { type Disclosure, type OpeningDocument, writeOpening } from '../verifier/opening.ts';
import { type Receipt, registeredDomain, unregisteredDomain, writeReceipt } from '../verifier/receipt.ts';
import type { Statement } from '../verifier/signed/statement.ts';
import type { Tick } from '../verifier/signed/tick.ts';
import type { VerificationKeyRecords } from '../verifier/verificationKey.ts';
import { verifyReceipt } from '../verifier/verifyReceipt.ts';
import { type InstanceArtifacts, loadArtifacts } from './artifacts.ts';
import { draftLiquidation } from './draftLiquidation.ts';
import type { LiquidationEvent, VenueModel } from './event.ts';
import type { Groth16Backend } from './groth16/backend.ts';
import { KernelBackend } from './groth16/kernelBackend.ts';
import { nodePlatform } from './groth16/platform/nodePlatform.ts';
import { ProvingError } from './groth16/provingError.ts';
import { instanceShape, readInstances } from './setup/instances.ts';
import { smallestInstance } from './setup/smallestInstance.ts';
import { defaultWorkspace, type Workspace } from './setup/workspace.ts';

export interface ProveOptions {
  /** Called as each stage begins: plan, statement, keys, witness, proof, verification. Never with secrets. */
  readonly onProgress?: (line: string) => void;
  /** Gives up; the promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** How much of the outcome the opening shows; default `full`. */
  readonly disclosure?: Disclosure;
  /** What the venue signed for the owner on the account before; goes into the opening. */
  readonly statement?: Statement;
  /** The signed tick of the event's snapshot; goes into the opening. */
  readonly tick?: Tick;
  /** Name of the circuit size; default: the smallest that fits. A larger one hides how many legs there are. */
  readonly instance?: string;
  /**
   * What `loadArtifacts` gave, kept for many proofs. It is used as it is: lock, circuit and key are not looked at again.
   * An instance that is not among them is loaded and checked for this one proof.
   */
  readonly artifacts?: readonly InstanceArtifacts[];
  /** Default: a `KernelBackend` of its own. A given backend is left open, and keeps the key for the next proof. */
  readonly backend?: Groth16Backend;
  /** Default: the instance's artifacts from this installation and the user's cache. */
  readonly workspace?: Workspace;
  /** Keys under which the finished receipt has to be VALID; default: those that are built in. */
  readonly trustedKeys?: VerificationKeyRecords;
}

export interface ProvenLiquidation {
  /** Public. */
  readonly receipt: Receipt;
  /** The account owner's: holds the account, never scenarios or surface. */
  readonly opening: OpeningDocument;
}

/** The named instance if the account fits it, or the smallest that it fits. */
async function chooseInstance(
  workspace: Workspace,
  account: Account,
  named: string | undefined,
): Promise<[string, InstanceShape]> {
  const instances =
    named === undefined ? await readInstances(workspace) : new Map([[named, await instanceShape(workspace, named)]]);
  return smallestInstance(instances, neededShape(account));
}

/** The size that the options name, or the one under which the liquidation was announced. */
function namedInstance({ registration }: Pick<LiquidationEvent, 'registration'>, options: ProveOptions) {
  const announced = registration?.instance;
  if (options.instance === undefined || announced === undefined || options.instance === announced) {
    return options.instance ?? announced;
  }
  throw new InputError('INSTANCE_ANNOUNCED', `the liquidation was announced for ${announced}`, {
    field: 'instance',
    remedy: `Prove it in ${announced}: no other proof can be recorded.`,
  });
}

/**
 * Proves one liquidation.
 *
 * Without a close in the event the least-notional close is planned. The statement is run on integers first, so that a
 * violation names its clause before any proving; the proof is verified, with its opening, before it is returned.
 *
 * With a registration in the event, the receipt is bound to chain, registry and the number that was announced.
 *
 * @throws ClauseViolation and other FairmarkErrors with `clause`, NotLiquidatableError, ShapeError, ArtifactError,
 *   KeyError, ProvingError, InputError `INSTANCE_ANNOUNCED`
 */
export async function proveLiquidation(
  event: Omit<LiquidationEvent, 'model'>,
  model: VenueModel,
  options: ProveOptions = {},
): Promise<ProvenLiquidation> {
  const { onProgress = () => {}, signal, disclosure = 'full', workspace = defaultWorkspace() } = options;
  signal?.throwIfAborted();
  const [instance, shape] = await chooseInstance(workspace, event.account, namedInstance(event, options));
  onProgress(
    event.close === undefined ? 'plan: the binding scenario and the least close' : 'scenario: the binding one',
  );
  const { draft, preview } = draftLiquidation(event, model, (evaluated) =>
    onProgress(`scenarios: ${evaluated} evaluated`),
  );
  onProgress('statement: every clause holds on integers');
  const { venue } = model.charterDocument;
  const { domain, domainValue } = event.registration
    ? registeredDomain(venue, event.sequence, instance, event.registration)
    : unregisteredDomain(venue, event.sequence, instance);
  const inputs: LiquidationInputs = { ...draft, domain: domainValue };
  const result = { ...preview, publicSignals: { ...preview.publicSignals, domain: domainValue } };

  signal?.throwIfAborted();
  onProgress(`keys: ${instance}`);
  const kept = options.artifacts?.find((artifacts) => artifacts.instance === instance);
  const artifacts = kept ?? (await loadArtifacts(instance, { workspace, onProgress }));
  signal?.throwIfAborted();
  onProgress(`witness: ${artifacts.wires} wires`);
  const witness = await artifacts.witnessGenerator.generate(witnessInputs(inputs, result, shape));
  onProgress(`proof: ${artifacts.constraints} constraints`);
  const backend = options.backend ?? new KernelBackend(nodePlatform);
  try {
    const proving = backend.prove(artifacts.zkeyPath, witness, signal ? { signal } : {});
    const { proof, publicSignals } = await proving.finally(() => witness.fill(0));
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
        ...(options.statement === undefined ? {} : { statement: options.statement }),
        ...(options.tick === undefined ? {} : { tick: options.tick }),
      },
      { disclosure },
    );
    onProgress('verification: the receipt with its opening');
    const { trustedKeys } = options;
    const report = verifyReceipt(receipt, { opening, ...(trustedKeys === undefined ? {} : { trustedKeys }) });
    if (report.verdict !== 'VALID') {
      const failed = report.checks.filter(({ status }) => status === 'failed').map(({ title }) => title);
      throw new ProvingError(
        `the proof does not verify and is not given out: ${failed.join('; ')}`,
        'Check the installation with fairmark instances; otherwise report this defect.',
      );
    }
    return { receipt, opening };
  } finally {
    if (options.backend === undefined) await backend.close();
  }
}
