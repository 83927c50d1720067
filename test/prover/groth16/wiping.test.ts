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
  // snarkjs, which checks proofs, makes memories too.
  let used: WebAssembly.Memory | undefined;
  const memory = () => Buffer.from(used!.buffer);
  return {
    backend,
    memory,
    /** A proof, and its check: from then on `memory` is the one that it was made in. */
    async prove(witness: ReturnType<typeof drawWitness>): Promise<ProofResult> {
      const result = await backend.prove(zkey, witness.bytes);
      const largest = Math.max(...memories.map(({ buffer }) => buffer.byteLength));
      used = memories.filter(({ buffer }) => buffer.byteLength === largest).at(-1);
      await check(result, witness.values);
      return result;
    },
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
    const { backend, memory, prove, found, when, random } = open(threads, tables);
    const [one, other] = [drawWitness(), drawWitness()];
    try {
      await prove(one);
      const before = Buffer.from(memory());
      let during: bigint[] = [];
      when('assemble', 0, () => {
        during = found(other.long);
      });
      const { proof } = await prove(other);
      // The search finds what there is before it is wiped.
      expect(during).toEqual(expect.arrayContaining([...other.long, ...random.slice(-2)]));
      expect(found(other.long)).toEqual([]);
      const after = Buffer.from(memory());
      expect(after.length).toBe(before.length);
      const proofAt = after.indexOf(word(BigInt(proof.a[0])));
      const points = [...proof.a, ...proof.b.flat(), ...proof.c].map((text) => word(BigInt(text)));
      expect(after.subarray(proofAt, proofAt + PROOF_BYTES).equals(Buffer.concat(points))).toBe(true);
      /** The memory without the proof that was made last. */
      const rest = () => Buffer.from(memory()).fill(0, proofAt, proofAt + PROOF_BYTES);
      expect(before.fill(0, proofAt, proofAt + PROOF_BYTES).equals(rest())).toBe(true);

      // The same of proofs that come to nothing.
      const expectWiped = async (why: string, attempt: () => Promise<unknown>) => {
        await prove(other);
        const clean = rest();
        await attempt();
        expect(found(one.long), why).toEqual([]);
        expect(rest().equals(clean), why).toBe(true);
      };
      for (const [kernel, n] of [
        ['importWires', 0],
        ['g1SumWindows', 3],
        ['g2CombineWindows', 0],
        ['blind', 0],
      ] as const) {
        await expectWiped(`aborted at ${kernel}`, async () => {
          const controller = new AbortController();
          when(kernel, n, () => setImmediate(() => controller.abort()));
          const result = backend.prove(zkey, one.bytes, { signal: controller.signal });
          await expect(result).rejects.toMatchObject({ name: 'AbortError' });
        });
      }
      await expectWiped('a false witness', async () => {
        const wrong = one.values.map((value, wire) => (wire === circuit.wires - 1 ? value ^ 1n : value));
        await expect(backend.prove(zkey, encodeWitness(wrong))).rejects.toMatchObject({ name: 'ProvingError' });
      });
      if (threads instanceof MortalThreads) {
        for (const [kernel, n] of [
          ['importWires', 0],
          ['evaluateRows', 0],
          ['g1SumWindows', 1],
          ['g2SumWindows', 0],
        ] as const) {
          await expectWiped(`death at ${kernel}`, async () => {
            let death: Promise<void> | undefined;
            when(kernel, n, (thread) => {
              death = threads.kill(thread, 'terminate');
            });
            await backend.prove(zkey, one.bytes).catch(({ name }) => expect(name).toBe('ProvingError'));
            expect(death).toBeDefined();
            await death;
          });
        }
      } else {
        const writes = threads.received.flatMap((request) => (request[0] === 'write' ? [request[3]] : []));
        expect(writes.length).toBeGreaterThan(20);
        // Neither are there copies in the messages.
        expect(writes.every((bytes) => bytes.every((byte) => byte === 0))).toBe(true);
      }
      await prove(one);
    } finally {
      await backend.close();
    }
  });
});
