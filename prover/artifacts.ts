import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CONSTANTS } from '../circuits/constants.ts';
import { PUBLIC_SIGNALS } from '../circuits/signals.ts';
import {
  type SetupKind,
  type VerificationKey,
  type VerificationKeyRecord,
  verificationKeyHash,
} from '../verifier/verificationKey.ts';
import { ArtifactError } from './setup/artifactError.ts';
import { type LockedInstance, readLock, writeLock } from './setup/artifactsLock.ts';
import { compileInstance, compilerVersion } from './setup/compileInstance.ts';
import { makeDevelopmentKey } from './setup/developmentKey.ts';
import { DEVELOPMENT_SEED } from './setup/developmentSecrets.ts';
import { readInstances } from './setup/instances.ts';
import { KeyError } from './setup/keyError.ts';
import { checkProvingKey } from './setup/keyGate.ts';
import { R1cs } from './setup/r1cs.ts';
import { defaultWorkspace, type Workspace, writeAtomically } from './setup/workspace.ts';

/** Everything that proving with an instance needs. */
export interface InstanceArtifacts {
  readonly instance: string;
  /** Witness generator. */
  readonly wasm: Uint8Array;
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
 * The artifacts of an instance, compiled and set up if the cache does not hold them, checked by the key gate and against
 * `circuits/artifacts.lock.json`.
 *
 * @throws InputError for an unknown instance
 * @throws ArtifactError (`CIRCUIT_…`, `CACHE_DAMAGED`, `LOCK_…`)
 * @throws KeyError (`KEY_…`)
 */
export async function loadArtifacts(instance: string, options: ArtifactOptions = {}): Promise<InstanceArtifacts> {
  const workspace = options.workspace ?? defaultWorkspace();
  const locked = (await readLock(workspace))?.instances;
  const artifacts = await buildArtifacts(instance, { ...options, workspace }, (r1csHash) => {
    const entry = locked !== undefined && Object.hasOwn(locked, instance) ? locked[instance] : undefined;
    if (entry === undefined) {
      throw new ArtifactError('LOCK_MISSING', `the lock does not know the instance ${instance}`, REFRESH);
    }
    if (entry.r1csHash !== r1csHash) {
      throw new ArtifactError('LOCK_CIRCUIT_MISMATCH', `${instance}: the circuit is not the one in the lock`, REFRESH);
    }
  });
  if (!matchesLock(artifacts, locked?.[instance])) {
    throw new KeyError(
      'KEY_LOCK_MISMATCH',
      `${instance}: key does not match the circuit in the lock`,
      `Delete ${artifacts.zkeyPath} and run \`fairmark setup --dev\`.`,
    );
  }
  return artifacts;
}

const REFRESH =
  'Restore circuits/ from the package; who changed the circuit runs `fairmark setup --dev --write-lock` in the source tree.';

/**
 * As `loadArtifacts`, but for the circuit as it lies there, whatever the lock says: for set-up.
 *
 * @param checkCircuit called with the hash of the compiled circuit before a key is made
 */
export async function buildArtifacts(
  instance: string,
  { workspace = defaultWorkspace(), onProgress = () => {} }: ArtifactOptions = {},
  checkCircuit: (r1csHash: string) => void = () => {},
): Promise<InstanceArtifacts> {
  const compiled = await compileInstance(instance, workspace, onProgress);
  const r1cs = new Uint8Array(await readFile(compiled.r1cs));
  const system = new R1cs(r1cs);
  if (system.publicSignals !== PUBLIC_SIGNALS.length) {
    throw new ArtifactError(
      'CIRCUIT_PUBLIC_SIGNALS',
      `${instance} has ${system.publicSignals} public signals instead of ${PUBLIC_SIGNALS.length}`,
      'Mend the circuit, or restore circuits/ from the package.',
    );
  }
  checkCircuit(system.hash);
  const zkeyPath = provingKeyPath(workspace, system.hash);
  if (!existsSync(zkeyPath)) {
    const report = throttle(onProgress);
    report(
      `${instance}: making the DEVELOPMENT key for ${system.constraints} constraints (anyone can forge; test only)`,
    );
    const { zkey } = await makeDevelopmentKey(r1cs, {
      onProgress: (share) => report(`${instance}: DEVELOPMENT key ${Math.floor(100 * share)}%`),
    });
    await writeAtomically(zkeyPath, zkey);
  }
  const zkey = await readFile(zkeyPath);
  const { verificationKey, kind } = await checkProvingKey(zkey, {
    publicCount: PUBLIC_SIGNALS.length,
    constraintCount: system.constraints,
    r1cs,
  });
  return {
    instance,
    wasm: new Uint8Array(await readFile(compiled.wasm)),
    zkeyPath,
    zkeyBytes: zkey.length,
    r1csHash: system.hash,
    provingKeyHash: createHash('sha256').update(zkey).digest('hex'),
    constraints: system.constraints,
    wires: system.wires,
    domain: system.domain,
    publicSignals: system.publicSignals,
    verificationKey,
    verificationKeyHash: verificationKeyHash(verificationKey),
    kind,
  };
}

/** Where the development key of a constraint system lies, whether or not it has been made. */
export function provingKeyPath({ cache }: Workspace, r1csHash: string): string {
  const seed = createHash('sha256').update(DEVELOPMENT_SEED).digest('hex').slice(0, 8);
  return join(cache, 'keys', r1csHash, `development-${seed}.zkey`);
}

/** Whether artifacts are exactly those of the lock. */
export function matchesLock(artifacts: InstanceArtifacts, locked: LockedInstance | undefined): boolean {
  return locked !== undefined && JSON.stringify(lockEntry(artifacts)) === JSON.stringify(lockEntry(locked));
}

/**
 * For maintainers, in the source tree: builds every instance and writes `circuits/artifacts.lock.json` and
 * `verifier/generated/verificationKeys.ts` from the result.
 *
 * @throws ArtifactError (`SOURCE_TREE_MISSING`) in an installed package
 */
export async function refreshLock(options: ArtifactOptions = {}): Promise<InstanceArtifacts[]> {
  const workspace = options.workspace ?? defaultWorkspace();
  const generated = join(workspace.root, 'verifier/generated');
  if (!existsSync(generated)) {
    throw new ArtifactError('SOURCE_TREE_MISSING', `${generated} is missing`, 'Run this in a checkout of Fairmark.');
  }
  const built: InstanceArtifacts[] = [];
  for (const name of (await readInstances(workspace)).keys()) {
    built.push(await buildArtifacts(name, { ...options, workspace }));
  }
  await writeLock(workspace, {
    compiler: compilerVersion(),
    instances: Object.fromEntries(built.map((artifacts) => [artifacts.instance, lockEntry(artifacts)])),
  });
  await writeAtomically(join(generated, 'verificationKeys.ts'), generateVerificationKeys(built));
  return built;
}

/** The fields of the lock, in its order. */
function lockEntry(entry: LockedInstance): LockedInstance {
  const { r1csHash, constraints, domain, wires, publicSignals, provingKeyHash, verificationKeyHash, kind } = entry;
  return { r1csHash, constraints, domain, wires, publicSignals, provingKeyHash, verificationKeyHash, kind };
}

function generateVerificationKeys(built: readonly InstanceArtifacts[]): string {
  const records = built.map(
    ({ instance, kind, verificationKey, verificationKeyHash: hash }): [string, VerificationKeyRecord] => [
      hash,
      { instance, statementVersion: Number(CONSTANTS.STATEMENT_VERSION), kind, key: verificationKey },
    ],
  );
  return [
    '// Generated by `fairmark setup --dev --write-lock`; do not edit.',
    "import type { VerificationKeyRecords } from '../verificationKey.ts';",
    '',
    '/** Verification keys that this version accepts, by `verificationKeyHash`. */',
    `export const VERIFICATION_KEYS: VerificationKeyRecords = ${JSON.stringify(Object.fromEntries(records), null, 2)};`,
    '',
  ].join('\n');
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
