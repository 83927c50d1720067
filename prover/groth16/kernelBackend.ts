import { FairmarkError } from '../../circuits/errors.ts';
import { parseProvingKey } from '../setup/zkey.ts';
import type { Groth16Backend, ProofResult } from './backend.ts';
import type { KernelForm } from './forms/kernelForm.ts';
import { fillTables, type PreparedKey, prepareKey } from './key/preparedKey.ts';
import { makeProof } from './makeProof.ts';
import type { Platform } from './platform/platform.ts';
import type { KernelPool } from './pool/kernelPool.ts';
import { openPool } from './pool/openPool.ts';
import { ProvingError } from './provingError.ts';
import { readWitness } from './readWitness.ts';
import { stageTimes } from './stageTimes.ts';

export interface KernelBackendOptions {
  /** Keep a table of a key's points for every window of digits: faster proofs for more memory. Default: no. */
  readonly tables?: boolean;
  /** Default: one for every core, at most 16; one where memory cannot be shared. */
  readonly workers?: number;
}

/** How proofs are made here. */
export interface KernelUse {
  /** The fastest form that gave right results. */
  readonly form: KernelForm;
  readonly workers: number;
  /** Whether all workers share one memory; without, there is one. */
  readonly shared: boolean;
}

/** Keys that are kept prepared; with one more, all are let go, since their memory cannot be given back one by one. */
const MOST_KEYS = 4;

/** A pool with the keys that are prepared in its memory. */
interface Session {
  readonly pool: KernelPool;
  readonly generation: number;
  readonly keys: Map<string | Uint8Array, PreparedKey>;
}

/**
 * Proves with kernels in WebAssembly on all cores.
 *
 * A key is prepared at its first proof and kept: a file as long as it does not change, bytes as long as they are the
 * same object, which must not be changed. Proofs run one after the other, each on all workers.
 */
export class KernelBackend implements Groth16Backend {
  private session: Session | undefined;
  private last: Promise<unknown> = Promise.resolve();
  private lastStages: Readonly<Record<string, number>> = {};

  constructor(
    private readonly platform: Platform,
    private readonly options: KernelBackendOptions = {},
  ) {}

  prove(
    provingKey: Uint8Array | string,
    witness: Uint8Array,
    { signal }: { readonly signal?: AbortSignal } = {},
  ): Promise<ProofResult> {
    return this.afterLast(async () => {
      signal?.throwIfAborted();
      try {
        const { pool, key } = await this.prepare(provingKey, signal);
        const wires = readWitness(witness, key.wires);
        pool.takeTimes();
        const { result, verification } = await makeProof(pool, key, wires, signal);
        this.lastStages = { ...stageTimes(pool.takeTimes()), verification };
        return result;
      } catch (error) {
        if (error instanceof FairmarkError || signal?.aborted) throw error;
        throw new ProvingError('the proof could not be made', 'Report this defect with the version and the platform.');
      }
    });
  }

  /** Undefined before the first proof and after `close`. */
  get use(): KernelUse | undefined {
    if (this.session === undefined) return undefined;
    const { form, workers, shared } = this.session.pool;
    return { form, workers, shared };
  }

  /** Bytes of memory that tables of windows take, of all keys that are prepared. */
  get tableBytes(): number {
    return [...(this.session?.keys.values() ?? [])].reduce((sum, key) => sum + key.tableBytes, 0);
  }

  close(): Promise<void> {
    return this.afterLast(() => this.end());
  }

  /** Milliseconds that each stage of the last proof took, over all workers. */
  stages(): Readonly<Record<string, number>> {
    return this.lastStages;
  }

  private afterLast<T>(work: () => Promise<T>): Promise<T> {
    const result = this.last.then(work);
    this.last = result.catch(() => {});
    return result;
  }

  /** The key in the memory of the kernels. */
  private async prepare(
    provingKey: Uint8Array | string,
    signal: AbortSignal | undefined,
  ): Promise<{ pool: KernelPool; key: PreparedKey }> {
    const { files } = this.platform;
    if (typeof provingKey === 'string' && files === undefined) {
      throw new ProvingError('there are no files here', 'Give the content of the proving key.');
    }
    const name = typeof provingKey === 'string' ? `${await files?.version(provingKey)} ${provingKey}` : provingKey;
    const { pool, keys } = await this.open(name);
    const known = keys.get(name);
    if (known !== undefined) return { pool, key: known };
    const bytes = typeof provingKey === 'string' ? await files!.read(provingKey) : provingKey;
    const tables = this.options.tables === true;
    const key = await prepareKey(pool, parseProvingKey(bytes), { tables });
    await pool.reserveScratch(key.scratch);
    if (tables) await fillTables(pool, key, signal);
    keys.set(name, key);
    return { pool, key };
  }

  /** The session, a new one if the memory of the last was lost or is full of other keys. */
  private async open(name: string | Uint8Array): Promise<Session> {
    if (this.session !== undefined) {
      const { pool, generation, keys } = this.session;
      if (pool.generation === generation && (keys.has(name) || keys.size < MOST_KEYS)) return this.session;
      await this.end();
    }
    const pool = await openPool(this.platform, this.options.workers);
    this.session = { pool, generation: pool.generation, keys: new Map() };
    return this.session;
  }

  private async end(): Promise<void> {
    const { session } = this;
    this.session = undefined;
    await session?.pool.close();
  }
}
