/** How a call is treated among others. */
export interface CallOptions {
  /** Gives up: what waits is dropped, what runs is awaited, then the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Lower numbers go first; default 0. */
  readonly priority?: number;
}
