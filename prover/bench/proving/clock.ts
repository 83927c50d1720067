import { setTimeout } from 'node:timers/promises';

/** Where measured times come from; tests replace it. */
export interface Clock {
  /** Milliseconds since some moment. */
  wall(): number;
  /** Milliseconds of CPU time of this process so far: user and system, over all threads. */
  cpu(): number;
  /** Waits until threads have finished what they do after a proof, such as wiping memory, so that it is counted. */
  settle(): Promise<void>;
}

/** Far longer than it takes to wipe a witness, far shorter than a proof; an idle process uses no CPU time meanwhile. */
const SETTLE_MILLISECONDS = 50;

export const PROCESS_CLOCK: Clock = {
  wall: () => performance.now(),
  cpu() {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  },
  settle: () => setTimeout(SETTLE_MILLISECONDS),
};
