import { browserThreads } from '../../../prover/groth16/pool/browserThreads.ts';
import { KernelPool } from '../../../prover/groth16/pool/kernelPool.ts';

/** What a page found out about a pool of its own. */
export interface PoolReport {
  readonly isolated: boolean;
  readonly shared: boolean;
  readonly workers: number;
  /** The results of `echo`. */
  readonly echoes: number[];
  /** What was written far behind the first page of memory, after a kernel has added to it. */
  readonly far: number[];
  /** The scratch area before and after it was wiped: the sums of its bytes. */
  readonly wiped: readonly [before: number, after: number];
  /** Codes (or else names) and messages of errors: of a trap, of an abort, of a closed pool, of a page that forbids workers. */
  readonly errors: string[];
  /** The result of a call after all errors but the last. */
  readonly after: number;
}

/** Does with a pool what the tests in Node do, once. */
export async function usePool(kernels: string): Promise<PoolReport> {
  const bytes = Uint8Array.from(atob(kernels), (letter) => letter.charCodeAt(0));
  const options = { kernels: { form: 'fma', bytes }, threads: browserThreads, workers: 2, scratch: 1000 } as const;
  const pool = await KernelPool.open(options);
  const errors: string[] = [];
  const expectError = (work: Promise<unknown>) =>
    work.then(
      () => errors.push('none'),
      ({ code, name, message }) => errors.push(`${typeof code === 'string' ? code : name}: ${message}`),
    );
  const sum = async (at: number) => (await pool.read(at, 1000)).reduce((total, byte) => total + byte, 0);

  const echoes = await pool.all([1, 2, 3, 4, 5].map((value) => ({ name: 'echo', args: [value] })));
  const at = pool.arena.allocate(1 << 20) + (1 << 20) - 4;
  await pool.write(at, Uint8Array.of(6, 7));
  await pool.call({ name: 'count', args: [at] });
  const far = [...(await pool.read(at, 2))];

  const scratch = await pool.call({ name: 'scratch', args: [] });
  await pool.call({ name: 'fill', args: [scratch, 1, 1000] });
  const before = await sum(scratch);
  await pool.wipe();
  const wiped = [before, await sum(scratch)] as const;

  await expectError(pool.call({ name: 'unreachable', args: [] }));
  const controller = new AbortController();
  const given = expectError(pool.all(Array(100).fill({ name: 'count', args: [at] }), controller));
  controller.abort();
  await given;
  const after = await pool.call({ name: 'echo', args: [8] });
  await pool.close();
  await expectError(pool.call({ name: 'echo', args: [9] }));
  const policy = document.createElement('meta');
  policy.httpEquiv = 'Content-Security-Policy';
  policy.content = "worker-src 'none'";
  document.head.append(policy);
  await expectError(KernelPool.open(options));
  return {
    isolated: crossOriginIsolated,
    shared: pool.shared,
    workers: pool.workers,
    echoes,
    far,
    wiped,
    errors,
    after,
  };
}
