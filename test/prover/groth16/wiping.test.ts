import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { checkProof, endChecks } from '../../../prover/bench/proving/checkProof.ts';
import type { ProofResult } from '../../../prover/groth16/backend.ts';
import { KernelBackend } from '../../../prover/groth16/kernelBackend.ts';
import { nodePlatform } from '../../../prover/groth16/platform/nodePlatform.ts';
import type { WorkerRequest } from '../../../prover/groth16/pool/runWorker.ts';
import { writeWord } from '../../../prover/setup/binaryFile.ts';
import { makeDevelopmentKey } from '../../../prover/setup/developmentKey.ts';
import { viewOf } from '../../../prover/setup/zkey.ts';
import { SCALAR_FIELD } from '../../../verifier/points.ts';
import { InlineThreads } from '../../support/inlineThreads.ts';
import { MortalThreads } from '../../support/mortalThreads.ts';
import { Draws, encodeWitness, randomCircuit } from '../../support/randomCircuit.ts';
import { watchMemories } from '../../support/watchedMemories.ts';
import { watchThreads } from '../../support/watchedThreads.ts';

const draws = new Draws(7);
const circuit = randomCircuit(draws, 300, 3);
const { zkey, verificationKey } = await makeDevelopmentKey(circuit.r1cs);
const PROOF_BYTES = 256;

afterEach(() => vi.restoreAllMocks());
afterAll(endChecks);

function word(value: bigint): Uint8Array {
  const bytes = new Uint8Array(32);
  writeWord(viewOf(bytes), 0, value);
  return bytes;
}

/** A backend whose memory and random values are seen. */
function open(threads: InlineThreads | MortalThreads, tables: boolean) {
  const memories = watchMemories();
  const random: bigint[] = [];
  const real = crypto.getRandomValues.bind(crypto);
  vi.spyOn(crypto, 'getRandomValues').mockImplementation((bytes) => {
    real(bytes);
    const drawn = BigInt.asUintN(254, BigInt(`0x${Buffer.from(bytes as unknown as Uint8Array).toString('hex')}`));
    if (drawn < SCALAR_FIELD) random.push(drawn);
    return bytes;
  });
  let sent = (_request: WorkerRequest, _thread: number): void => {};
  const watched = watchThreads(threads, (request, thread) => sent(request, thread));
  const backend = new KernelBackend({ ...nodePlatform, threads: watched }, { tables, workers: 2 });
  let used: WebAssembly.Memory | undefined;
  const memory = () => {
    // snarkjs, which checks proofs, makes others later.
    used ??= memories.at(-1)!;
    return Buffer.from(used.buffer);
  };
  return {
    backend,
    memory,
    /** What of these values, or of the blinding ones of the last proof, is in the memory. */
    found: (values: readonly bigint[]) => {
      const now = memory();
      return [...values, ...random.slice(-2)].filter((value) => now.includes(Buffer.from(word(value))));
    },
    random,
    /** Calls the function once, when the kernel is sent for the n-th time. */
    when(name: string, n: number, act: (thread: number) => void) {
      sent = (request, thread) => {
        if (request[0] === 'call' && request[2] === name && n-- === 0) act(thread);
      };
    },
  };
}

/** A witness of full-size values, which stand in no memory by chance. */
function drawWitness() {
  const values = circuit.solve(() => draws.full());
  const long = values.filter((value) => value > 1n << 200n);
  expect(long.length).toBeGreaterThan(100);
  // A few are looked for, over the whole circuit: the search takes time.
  return { values, long: long.filter((_, i) => i % 20 === 0), bytes: encodeWitness(values) };
}

const check = (result: ProofResult, values: readonly bigint[]) =>
  checkProof('fairmark', result, { verificationKey, publicSignals: values.slice(1, 4) });

describe.each([
  ['shared memory', () => new MortalThreads(true), false],
  ['shared memory, tables', () => new MortalThreads(true), true],
  ['memory of one worker', () => new InlineThreads(), false],
  ['memory of one worker, tables', () => new InlineThreads(), true],
] as const)('%s', (_, makeThreads, tables) => {
  test('after a proof, nothing in it depends on witness and blinding but the proof', async () => {
    const threads = makeThreads();
    const { backend, memory, found, when, random } = open(threads, tables);
    const [one, other] = [drawWitness(), drawWitness()];
    try {
      const first = await backend.prove(zkey, one.bytes);
      expect(memory().length).toBeGreaterThan(1 << 20);
      await check(first, one.values);
      const before = Buffer.from(memory());
      let during: bigint[] = [];
      when('assemble', 0, () => {
        during = found(other.long);
      });
      const result = await backend.prove(zkey, other.bytes);
      await check(result, other.values);
      // The search finds what there is before it is wiped.
      expect(during).toEqual(expect.arrayContaining([...other.long, ...random.slice(-2)]));
      expect(found(other.long)).toEqual([]);
      const after = Buffer.from(memory());
      expect(after.length).toBe(before.length);
      const proofAt = after.indexOf(word(BigInt(result.proof.a[0])));
      const proof = [...result.proof.a, ...result.proof.b.flat(), ...result.proof.c].map((text) => word(BigInt(text)));
      expect(after.subarray(proofAt, proofAt + PROOF_BYTES).equals(Buffer.concat(proof))).toBe(true);
      for (const bytes of [before, after]) bytes.fill(0, proofAt, proofAt + PROOF_BYTES);
      expect(before.equals(after)).toBe(true);
      const same = (snapshot: Buffer) => {
        const now = Buffer.from(snapshot);
        now.fill(0, proofAt, proofAt + PROOF_BYTES);
        return now.equals(after);
      };

      // The same of proofs that come to nothing.
      for (const [kernel, n] of [
        ['importWires', 0],
        ['recode', 1],
        ['transformPart', 2],
        ['g1SumWindows', 3],
        ['g2CombineWindows', 0],
        ['blind', 0],
      ] as const) {
        const controller = new AbortController();
        when(kernel, n, () => setImmediate(() => controller.abort()));
        await expect(backend.prove(zkey, one.bytes, { signal: controller.signal })).rejects.toMatchObject({
          name: 'AbortError',
        });
        expect(found(one.long)).toEqual([]);
        expect(same(memory())).toBe(true);
      }
      const wrong = encodeWitness(one.values.map((value, wire) => (wire === circuit.wires - 1 ? value ^ 1n : value)));
      when('none', 0, () => {});
      await expect(backend.prove(zkey, wrong)).rejects.toMatchObject({ name: 'ProvingError' });
      expect(found(one.long)).toEqual([]);
      expect(same(memory())).toBe(true);

      if (threads instanceof MortalThreads) {
        for (const [kernel, n] of [
          ['importWires', 0],
          ['evaluateRows', 0],
          ['g1SumWindows', 1],
          ['g2SumWindows', 0],
        ] as const) {
          let death: Promise<void> | undefined;
          when(kernel, n, (thread) => {
            death = threads.kill(thread, 'terminate');
          });
          await backend.prove(zkey, one.bytes).catch(({ name }) => expect(name).toBe('ProvingError'));
          await death;
          expect(death).toBeDefined();
          expect(found(one.long)).toEqual([]);
          expect(same(memory())).toBe(true);
        }
      } else {
        const writes = threads.received.flatMap((request) => (request[0] === 'write' ? [request[3]] : []));
        expect(writes.length).toBeGreaterThan(20);
        // Neither are there copies in the messages.
        expect(writes.every((bytes) => bytes.every((byte) => byte === 0))).toBe(true);
      }
      await check(await backend.prove(zkey, other.bytes), other.values);
    } finally {
      await backend.close();
    }
  });
});
