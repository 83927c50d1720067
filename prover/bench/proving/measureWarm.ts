import type { ProofResult } from '../../groth16/backend.ts';
import type { Clock } from './clock.ts';
import type { MeasuredBackend } from './measuredBackend.ts';
import { timeProof } from './timeProof.ts';

/** Times of the warm proofs of one contender, round by round, in milliseconds. */
export interface WarmTimes {
  readonly cpu: readonly number[];
  readonly wall: readonly number[];
  /** CPU time by stage, of the rounds in which the back end told it. */
  readonly stages: readonly Readonly<Record<string, number>>[];
}

export interface WarmOptions {
  readonly rounds: number;
  /** Rounds before them that do not count. */
  readonly warmUps: number;
  readonly clock: Clock;
  /** Proves the case of the bench. */
  prove(backend: MeasuredBackend): Promise<ProofResult>;
  /** Outside the times. @throws ProvingError */
  verify(name: string, result: ProofResult): Promise<void>;
  onRound?(round: number): void;
}

/**
 * Warm proofs of all contenders in this process. They take turns, round by round, so that a machine that becomes slower
 * or faster meanwhile does so for all.
 *
 * @returns in the order of the contenders
 * @throws what `prove` and `verify` throw
 */
export async function measureWarm(
  contenders: readonly { readonly name: string; readonly backend: MeasuredBackend }[],
  { rounds, warmUps, clock, prove, verify, onRound = () => {} }: WarmOptions,
): Promise<WarmTimes[]> {
  const measured = contenders.map(({ name, backend }) => ({
    name,
    backend,
    cpu: [] as number[],
    wall: [] as number[],
    stages: [] as Readonly<Record<string, number>>[],
  }));
  for (let round = 1 - warmUps; round <= rounds; round++) {
    onRound(round);
    for (const { name, backend, cpu, wall, stages } of measured) {
      const proof = await timeProof(() => prove(backend), clock);
      await verify(name, proof.result);
      if (round < 1) continue;
      cpu.push(proof.cpu);
      wall.push(proof.wall);
      const told = backend.stages?.();
      if (told !== undefined) stages.push(told);
    }
  }
  return measured.map(({ cpu, wall, stages }) => ({ cpu, wall, stages }));
}
