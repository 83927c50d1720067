import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { groth16 } from 'snarkjs';
import { CONSTANTS as C } from '../../circuits/constants.ts';
import { PUBLIC_SIGNALS } from '../../circuits/signals.ts';
import { witnessInputs } from '../../circuits/witnessInputs.ts';
import { writeOpening } from '../../verifier/opening.ts';
import { writeReceipt } from '../../verifier/receipt.ts';
import { verificationKeyToSnarkjs } from '../../verifier/snarkjsKey.ts';
import { encodeVerificationKey, type VerificationKeyRecords } from '../../verifier/verificationKey.ts';
import { verifyReceiptText } from '../../verifier/verifyReceipt.ts';
import { loadArtifacts } from '../artifacts.ts';
import type { ProofResult } from '../groth16/backend.ts';
import { KernelBackend } from '../groth16/kernelBackend.ts';
import { nodePlatform } from '../groth16/platform/nodePlatform.ts';
import { ProvingError } from '../groth16/provingError.ts';
import { compileInstance } from '../setup/compileInstance.ts';
import { makeDevelopmentKey } from '../setup/developmentKey.ts';
import { instanceShape } from '../setup/instances.ts';
import { defaultWorkspace, type Workspace } from '../setup/workspace.ts';
import { benchCase } from './benchCase.ts';
import type { BenchResult } from './benchResult.ts';
import { thisMachine } from './machine.ts';
import { peakMemory } from './peakMemory.ts';
import { proofToSnarkjs } from './proofToSnarkjs.ts';
import { endChecks } from './proving/checkProof.ts';
import { spread } from './spread.ts';

export interface MeasureOptions {
  /** How often witness, warm proof and verification are repeated. */
  readonly runs: number;
  readonly onProgress?: (line: string) => void;
  readonly workspace?: Workspace;
}

const PROOF_BYTES = 8 * 32;

async function timed<T>(work: () => T | Promise<T>): Promise<{ value: T; milliseconds: number }> {
  const start = performance.now();
  const value = await work();
  return { value, milliseconds: Number((performance.now() - start).toFixed(2)) };
}

/** Runs the work a number of times, one after the other. */
async function repeated<T>(runs: number, work: () => T | Promise<T>): Promise<{ last: T; times: number[] }> {
  let run = await timed(work);
  const times = [run.milliseconds];
  while (times.length < runs) {
    run = await timed(work);
    times.push(run.milliseconds);
  }
  return { last: run.value, times };
}

/**
 * Measures one instance on the made-up liquidation of the demo: proofs with the cached artifacts first, then compiling
 * and making the key anew in a temporary folder, so that memory of the proofs is not hidden by that of the key.
 *
 * @throws what `loadArtifacts` throws, ProvingError
 */
export async function measureInstance(instance: string, options: MeasureOptions): Promise<BenchResult> {
  const { runs, onProgress = () => {}, workspace = defaultWorkspace() } = options;
  const shape = await instanceShape(workspace, instance);
  onProgress(`${instance}: plan and artifacts`);
  const { value: plan, milliseconds: planTime } = await timed(() => benchCase(instance));
  // Untimed: compiles and makes the key where the cache holds none.
  await loadArtifacts(instance, { workspace, onProgress });
  const { value: artifacts, milliseconds: loadTime } = await timed(() => loadArtifacts(instance, { workspace }));

  onProgress(`${instance}: witness, ${runs} times`);
  const witness = await repeated(runs, () =>
    artifacts.witnessGenerator.generate(witnessInputs(plan.inputs, plan.result, shape)),
  );

  onProgress(`${instance}: proof, 1 cold and ${runs} warm`);
  const backend = new KernelBackend(nodePlatform);
  const prove = () => backend.prove(artifacts.zkeyPath, witness.last);
  const first = await timed(prove);
  const warm = await repeated(runs, prove);
  const proven: ProofResult = warm.last;

  const { result, inputs, rules, domain } = plan;
  const opening = writeOpening({
    published: rules.published,
    scenarioRoot: rules.scenarioTree.root,
    snapshot: inputs.snapshot,
    accountBefore: inputs.account,
    accountAfter: result.accountAfter,
    closed: result.outcome,
    outcome: result.outcome,
  });
  const receipt = writeReceipt({
    instance,
    verificationKeyHash: artifacts.verificationKeyHash,
    setup: artifacts.kind,
    domain,
    publicSignals: result.publicSignals,
    proof: proven.proof,
  });
  const receiptText = `${JSON.stringify(receipt, null, 2)}\n`;
  const openingText = `${JSON.stringify(opening, null, 2)}\n`;

  onProgress(`${instance}: verification, ${runs} times`);
  const trustedKeys: VerificationKeyRecords = {
    [artifacts.verificationKeyHash]: {
      instance,
      statementVersion: Number(C.STATEMENT_VERSION),
      kind: artifacts.kind,
      key: artifacts.verificationKey,
    },
  };
  const verify = await repeated(runs, () => verifyReceiptText(receiptText, { trustedKeys }));
  const verifyWithOpening = await repeated(runs, () => verifyReceiptText(receiptText, { openingText, trustedKeys }));
  const snarkjsKey = verificationKeyToSnarkjs(artifacts.verificationKey);
  const snarkjsProof = proofToSnarkjs(proven.proof);
  const signals = PUBLIC_SIGNALS.map((name) => receipt.publicSignals[name]);
  const snarkjs = await repeated(runs, () => groth16.verify(snarkjsKey, signals, snarkjsProof));
  await backend.close();
  await endChecks();
  if (verify.last.verdict !== 'VALID' || verifyWithOpening.last.verdict !== 'VALID' || !snarkjs.last) {
    throw new ProvingError('a proof of the bench does not verify', 'This is a defect of Fairmark: report it.');
  }
  const provingMemory = peakMemory();

  const cache = await mkdtemp(join(tmpdir(), 'fairmark-bench-'));
  try {
    const compiled = await timed(() => compileInstance(instance, { ...workspace, cache }, onProgress));
    const r1cs = new Uint8Array(await readFile(compiled.value.r1cs));
    const madeHere = artifacts.kind === 'development';
    if (madeHere) onProgress(`${instance}: making the DEVELOPMENT key anew`);
    const key = madeHere ? await timed(() => makeDevelopmentKey(r1cs)) : undefined;
    return {
      instance,
      shape,
      kind: artifacts.kind,
      constraints: artifacts.constraints,
      wires: artifacts.wires,
      domain: artifacts.domain,
      bytes: {
        provingKey: artifacts.zkeyBytes,
        verificationKey: encodeVerificationKey(artifacts.verificationKey).length,
        verificationKeyJson: JSON.stringify(snarkjsKey).length,
        witnessGenerator: artifacts.witnessGenerator.bytes,
        receipt: Buffer.byteLength(receiptText),
        opening: Buffer.byteLength(openingText),
        proof: PROOF_BYTES,
      },
      compile: compiled.milliseconds,
      developmentKey: key?.milliseconds ?? null,
      loadArtifacts: loadTime,
      plan: planTime,
      witness: spread(witness.times),
      proveFirst: first.milliseconds,
      proveWarm: spread(warm.times),
      verify: spread(verify.times),
      verifyWithOpening: spread(verifyWithOpening.times),
      snarkjsVerify: spread(snarkjs.times),
      snarkjsRatio: Number((spread(snarkjs.times).median / spread(verify.times).median).toFixed(2)),
      memory: { proving: provingMemory, withKey: madeHere ? peakMemory() : null },
      machine: thisMachine(),
    };
  } finally {
    await rm(cache, { recursive: true, force: true });
  }
}
