import type { Clock } from '../../prover/bench/proving/clock.ts';
import type { MeasuredBackend } from '../../prover/bench/proving/measuredBackend.ts';
import type { ProofResult } from '../../prover/groth16/backend.ts';

/** A clock that only moves when it is told to, in milliseconds. */
export class StandInClock implements Clock {
  private now = { cpu: 1000, wall: 5000 };
  /** CPU time that threads still take after a proof. */
  private left = 0;

  pass(cpu: number, wall: number, afterwards = 0): void {
    this.now.cpu += cpu;
    this.now.wall += wall;
    this.left += afterwards;
  }
  cpu(): number {
    return this.now.cpu;
  }
  wall(): number {
    return this.now.wall;
  }
  async settle(): Promise<void> {
    this.now.cpu += this.left;
    this.left = 0;
  }
}

/** A proof of nothing: points are the name and the number of the proof. */
export const standInResult = (name: string, number: number): ProofResult => ({
  proof: {
    a: [name, String(number)],
    b: [
      ['1', '2'],
      ['3', '4'],
    ],
    c: ['5', '6'],
  },
  publicSignals: [7n],
});

/** A back end that lets the clock pass instead of proving; `times` are those of its proofs in turn, the last repeated. */
export function standInBackend(
  name: string,
  clock: StandInClock,
  times: readonly { cpu: number; wall: number; afterwards?: number }[],
  log: string[] = [],
): MeasuredBackend {
  let made = 0;
  return {
    async prove() {
      const { cpu, wall, afterwards } = times[Math.min(made, times.length - 1)]!;
      clock.pass(cpu, wall, afterwards);
      made += 1;
      log.push(`${name} ${made}`);
      return standInResult(name, made);
    },
    async close() {
      log.push(`${name} closed`);
    },
  };
}
