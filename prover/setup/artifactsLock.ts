import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SetupKind } from '../../verifier/verificationKey.ts';
import { ArtifactError } from './artifactError.ts';
import { type Workspace, writeAtomically } from './workspace.ts';

/** What the lock pins for one instance. */
export interface LockedInstance {
  /** sha256 of the `.r1cs` file, lower-case hex. */
  readonly r1csHash: string;
  readonly constraints: number;
  readonly domain: number;
  readonly wires: number;
  readonly publicSignals: number;
  /** sha256 of the `.zkey` file, lower-case hex. */
  readonly provingKeyHash: string;
  /** `verificationKeyHash`: 0x and 64 hex digits. */
  readonly verificationKeyHash: `0x${string}`;
  readonly kind: SetupKind;
}

/** `circuits/artifacts.lock.json`: what every instance compiles to, and its key. */
export interface ArtifactsLock {
  readonly compiler: string;
  readonly instances: Readonly<Record<string, LockedInstance>>;
  readonly contracts?: LockedContracts;
}

/** What the lock pins of the contracts. */
export interface LockedContracts {
  readonly compiler: string;
  /** keccak-256 of each contract's creation code. */
  readonly bytecode: Readonly<Record<string, `0x${string}`>>;
}

const PATH = 'circuits/artifacts.lock.json';
const HASH = /^[0-9a-f]{64}$/;
const COUNTS = ['constraints', 'domain', 'wires', 'publicSignals'] as const;

/**
 * Reads the lock; undefined if there is none.
 *
 * @throws ArtifactError (`LOCK_FORMAT`)
 */
export async function readLock({ root }: Workspace): Promise<ArtifactsLock | undefined> {
  const text = await readFile(join(root, PATH), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  try {
    const lock = JSON.parse(text) as ArtifactsLock;
    if (typeof lock.compiler !== 'string') throw new Error('compiler');
    for (const [name, entry] of Object.entries(lock.instances)) {
      const sound =
        HASH.test(entry.r1csHash) &&
        HASH.test(entry.provingKeyHash) &&
        HASH.test(entry.verificationKeyHash.slice(2)) &&
        COUNTS.every((key) => Number.isSafeInteger(entry[key])) &&
        (entry.kind === 'development' || entry.kind === 'ceremony');
      if (!sound) throw new Error(name);
    }
    const hashes = Object.values(lock.contracts?.bytecode ?? {});
    if (!hashes.every((hash) => HASH.test(hash.slice(2)))) throw new Error('contracts');
    return lock;
  } catch {
    throw new ArtifactError('LOCK_FORMAT', `${join(root, PATH)} is malformed`, 'Restore the file from the package.');
  }
}

/** Writes the lock, instances in alphabetical order. */
export async function writeLock({ root }: Workspace, { compiler, instances, contracts }: ArtifactsLock): Promise<void> {
  const sorted = Object.fromEntries(Object.entries(instances).sort(([a], [b]) => (a < b ? -1 : 1)));
  await writeAtomically(join(root, PATH), `${JSON.stringify({ compiler, instances: sorted, contracts }, null, 2)}\n`);
}
