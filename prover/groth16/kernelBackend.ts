import { FairmarkError } from '../../circuits/errors.ts';
import { KeyError } from '../setup/keyError.ts';
import { type ProvingKey, parseProvingKey } from '../setup/zkey.ts';
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

interface Prepared {
  readonly pool: KernelPool;
  readonly key: PreparedKey;
}

/**
 * Proves with kernels in WebAssembly on all cores.
 *
 * A key is prepared at its first proof and kept: a file as long as it does not change, bytes as long as they are the
 * same object, which must not be changed. Proofs run one after the other, each on all workers; one that still waits is
 * given up at once when its signal is aborted.
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
    return this.inTurn(async () => {
      const { pool, key } = await this.keyOf(provingKey, signal);
      const wires = readWitness(witness, key.wires);
      pool.takeTimes();
      const { result, verification } = await makeProof(pool, key, wires, signal).catch(async (error) => {
        // Whatever was wrong, it may be in the memory: the next proof begins anew.
        if (!signal?.aborted) await this.end();
        throw error;
      });
      this.lastStages = { ...stageTimes(pool.takeTimes()), verification };
      return result;
    }, signal);
  }

  /**
   * Prepares a key ahead of its first proof: a service does it when it starts, above all with tables, which take seconds.
   *
   * @throws as `prove`
   */
  prepare(provingKey: Uint8Array | string, { signal }: { readonly signal?: AbortSignal } = {}): Promise<void> {
    return this.inTurn(async () => {
      await this.keyOf(provingKey, signal);
    }, signal);
  }

  /** Undefined before the first proof, after one that failed, and after `close`. */
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

  /** Runs after what was asked for before; what goes wrong is a typed error. */
  private inTurn<T>(work: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    return this.afterLast(async () => {
      signal?.throwIfAborted();
      try {
        return await work();
      } catch (error) {
        signal?.throwIfAborted();
        if (error instanceof FairmarkError) throw error;
        throw new ProvingError('the proof could not be made', 'Report this defect with the version and the platform.');
      }
    }, signal);
  }

  private afterLast<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const turn = this.last;
    const result = turn.then(work);
    this.last = result.catch(() => {});
    return signal ? Promise.race([abortedBefore(turn, signal), result]) : result;
  }

  /** The key in the memory of the kernels. */
  private async keyOf(provingKey: Uint8Array | string, signal: AbortSignal | undefined): Promise<Prepared> {
    const { files } = this.platform;
    if (typeof provingKey === 'string' && files === undefined) {
      throw new ProvingError('there are no files here', 'Give the content of the proving key.');
    }
    const name = typeof provingKey === 'string' ? `${await files!.version(provingKey)} ${provingKey}` : provingKey;
    if (this.session !== undefined && this.session.pool.generation !== this.session.generation) await this.end();
    const known = this.session?.keys.get(name);
    if (this.session !== undefined && known !== undefined) return { pool: this.session.pool, key: known };
    const parsed = parseProvingKey(typeof provingKey === 'string' ? await files!.read(provingKey) : provingKey);
    for (;;) {
      const { pool, keys } = await this.open();
      try {
        const key = await this.load(pool, parsed, signal);
        keys.set(name, key);
        return { pool, key };
      } catch (error) {
        // The memory that it took cannot be given back otherwise.
        await this.end();
        // Beside other keys there may not have been enough of it.
        if (keys.size === 0 || error instanceof KeyError || signal?.aborted) throw error;
      }
    }
  }

  private async load(pool: KernelPool, parsed: ProvingKey, signal: AbortSignal | undefined): Promise<PreparedKey> {
    const tables = this.options.tables === true;
    const key = await prepareKey(pool, parsed, { tables });
    await pool.reserveScratch(key.scratch);
    if (tables) await fillTables(pool, key, signal);
    return key;
  }

  /** The session, with room for another key. */
  private async open(): Promise<Session> {
    if (this.session !== undefined) {
      if (this.session.keys.size < MOST_KEYS) return this.session;
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

/** Rejects with the signal's reason if that is aborted before the turn has come; otherwise stays pending. */
function abortedBefore(turn: Promise<unknown>, signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const listener = () => reject(signal.reason);
    if (signal.aborted) listener();
    signal.addEventListener('abort', listener);
    turn.then(() => signal.removeEventListener('abort', listener));
  });
}
