import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { PUBLIC_SIGNALS } from '../circuits/signals.ts';
import { type SetupKind, type VerificationKey, verificationKeyHash } from '../verifier/verificationKey.ts';
import { ArtifactError } from './setup/artifactError.ts';
import type { LockedInstance } from './setup/artifactsLock.ts';
import { type CompiledCircuit, compileCircuit } from './setup/compiledCircuit.ts';
import { compilerVersion } from './setup/compileInstance.ts';
import { makeDevelopmentKey } from './setup/developmentKey.ts';
import { readInstances } from './setup/instances.ts';
import { KeyError } from './setup/keyError.ts';
import { checkProvingKey } from './setup/keyGate.ts';
import { checkLockedCircuit, lockedInstance } from './setup/lockedInstance.ts';
import { developmentKeyPath, lockedKeyPath } from './setup/lockedKeyPath.ts';
import { checkRepinnable, keyRecord, lockEntry, writePinnedKeys } from './setup/pinnedKeys.ts';
import { defaultWorkspace, type Workspace, writeAtomically } from './setup/workspace.ts';
import { WitnessGenerator } from './witness/witnessGenerator.ts';

/** Everything that proving with an instance needs. */
export interface InstanceArtifacts {
  readonly instance: string;
  readonly witnessGenerator: WitnessGenerator;
  readonly zkeyPath: string;
  readonly zkeyBytes: number;
  /** sha256 of the constraint system, lower-case hex. */
  readonly r1csHash: string;
  /** sha256 of the proving key, lower-case hex. */
  readonly provingKeyHash: string;
  readonly constraints: number;
  readonly wires: number;
  readonly domain: number;
  readonly publicSignals: number;
  readonly verificationKey: VerificationKey;
  readonly verificationKeyHash: `0x${string}`;
  /** `development`: anyone can forge proofs under this key. */
  readonly kind: SetupKind;
}

export interface ArtifactOptions {
  /** Default: this installation and the user's cache. */
  readonly workspace?: Workspace;
  /** Called with a line about work that takes seconds. */
  readonly onProgress?: (line: string) => void;
}

/**
 * The artifacts of an instance, checked by the key gate and against `circuits/artifacts.lock.json`. The circuit is
 * compiled if the cache does not hold it; so is the key made, if the lock pins a development key. A key of a ceremony
 * nobody can make again: it has to be installed, and no development key ever takes its place.
 *
 * @throws InputError for an unknown instance
 * Takes half a second for the small instance, most of it for the key: whoever proves more than once keeps the result
 * (`ProveOptions.artifacts`).
 *
 * @throws ArtifactError (`CIRCUIT_…`, `CACHE_DAMAGED`, `LOCK_…`, `CEREMONY_KEY_MISSING`)
 * @throws KeyError (`KEY_…`)
 */
export async function loadArtifacts(instance: string, options: ArtifactOptions = {}): Promise<InstanceArtifacts> {
  const workspace = options.workspace ?? defaultWorkspace();
  const circuit = await compileCircuit(instance, workspace, options.onProgress);
  const locked = await lockedInstance(workspace, instance);
  checkLockedCircuit(locked, instance, circuit.system.hash);
  const path = lockedKeyPath(workspace, locked);
  if (locked.kind === 'development') await makeKeyIfMissing(circuit, path, options.onProgress);
  else await checkInstalled(instance, path, locked.provingKeyHash);
  const artifacts = await readKey(circuit, path);
  if (!matchesLock(artifacts, locked)) {
    throw new KeyError(
      'KEY_LOCK_MISMATCH',
      `${instance}: key does not match the circuit in the lock`,
      `Delete ${path} and run \`fairmark setup --dev\`.`,
    );
  }
  return artifacts;
}

/**
 * As `loadArtifacts`, but for the circuit as it lies there, whatever the lock says, and always with its DEVELOPMENT key:
 * for set-up.
 *
 * @throws as `loadArtifacts`
 */
export async function buildArtifacts(instance: string, options: ArtifactOptions = {}): Promise<InstanceArtifacts> {
  const workspace = options.workspace ?? defaultWorkspace();
  const circuit = await compileCircuit(instance, workspace, options.onProgress);
  const path = developmentKeyPath(workspace, circuit.system.hash);
  await makeKeyIfMissing(circuit, path, options.onProgress);
  return readKey(circuit, path);
}

async function makeKeyIfMissing(
  { instance, r1cs, system }: CompiledCircuit,
  path: string,
  onProgress: (line: string) => void = () => {},
): Promise<void> {
  if (existsSync(path)) return;
  const report = throttle(onProgress);
  report(`${instance}: making the DEVELOPMENT key for ${system.constraints} constraints (anyone can forge; test only)`);
  const { zkey } = await makeDevelopmentKey(r1cs, {
    onProgress: (share) => report(`${instance}: DEVELOPMENT key ${Math.floor(100 * share)}%`),
  });
  await writeAtomically(path, zkey);
}

/** Refuses an absent key of a ceremony, and one that is not the pinned one, before anything of it is read. */
async function checkInstalled(instance: string, path: string, hash: string): Promise<void> {
  const remedy = `Get the .zkey file whose sha256 is ${hash} from the ceremony's transcript, and run \`fairmark ceremony install FILE --instance ${instance}\`.`;
  if (!existsSync(path)) {
    throw new ArtifactError(
      'CEREMONY_KEY_MISSING',
      `${instance}: the lock pins a key of a ceremony, and ${path} is missing`,
      remedy,
    );
  }
  if (sha256(await readFile(path)) !== hash) {
    throw new KeyError(
      'KEY_LOCK_MISMATCH',
      `${instance}: ${path} is not the key of the ceremony that the lock pins`,
      `Delete it. ${remedy}`,
    );
  }
}

async function readKey(
  { instance, wasmPath, r1cs, system }: CompiledCircuit,
  zkeyPath: string,
): Promise<InstanceArtifacts> {
  const zkey = await readFile(zkeyPath);
  const { verificationKey, kind } = await checkProvingKey(zkey, {
    publicCount: PUBLIC_SIGNALS.length,
    constraintCount: system.constraints,
    r1cs,
  });
  return {
    instance,
    witnessGenerator: await WitnessGenerator.compile(await readFile(wasmPath)),
    zkeyPath,
    zkeyBytes: zkey.length,
    r1csHash: system.hash,
    provingKeyHash: sha256(zkey),
    constraints: system.constraints,
    wires: system.wires,
    domain: system.domain,
    publicSignals: system.publicSignals,
    verificationKey,
    verificationKeyHash: verificationKeyHash(verificationKey),
    kind,
  };
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** Whether artifacts are exactly those of the lock. */
export function matchesLock(artifacts: InstanceArtifacts, locked: LockedInstance | undefined): boolean {
  return locked !== undefined && JSON.stringify(lockEntry(artifacts)) === JSON.stringify(lockEntry(locked));
}

/**
 * For maintainers, in the source tree: builds every instance with its DEVELOPMENT key and writes
 * `circuits/artifacts.lock.json` and `verifier/generated/verificationKeys.ts` from the result.
 *
 * @param options.replaceCeremony whether a key of a ceremony may lose its place in the lock
 * @throws ArtifactError (`SOURCE_TREE_MISSING` in an installed package, `CEREMONY_KEY_LOCKED`)
 */
export async function refreshLock(
  options: ArtifactOptions & { readonly replaceCeremony?: boolean } = {},
): Promise<InstanceArtifacts[]> {
  const workspace = options.workspace ?? defaultWorkspace();
  await checkRepinnable(workspace, options.replaceCeremony === true);
  const built: InstanceArtifacts[] = [];
  for (const name of (await readInstances(workspace)).keys())
    built.push(await buildArtifacts(name, { ...options, workspace }));
  await writePinnedKeys(
    workspace,
    compilerVersion(),
    built.map((artifacts) => ({ ...artifacts, record: keyRecord(artifacts) })),
  );
  return built;
}

/** Passes the first line on, then at most one per second. */
function throttle(report: (line: string) => void): (line: string) => void {
  let last = Number.NEGATIVE_INFINITY;
  return (line) => {
    if (performance.now() - last < 1000) return;
    last = performance.now();
    report(line);
  };
}
