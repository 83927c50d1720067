import type { MeasuredBackend } from './measuredBackend.ts';

/** A prover that the bench compares. */
export interface Contender {
  readonly name: string;
  /** How many times less CPU and wall time than the reference a warm proof is to take. */
  readonly leastRatio: number;
  /** Loads the code of the back end too: it is a part of the first call. */
  open(): Promise<MeasuredBackend>;
}

/** Provers on the same key and witness. */
export interface Contest {
  /** What the others are compared with. */
  readonly reference: Omit<Contender, 'leastRatio'>;
  readonly challengers: readonly Contender[];
}
