import type { Batch } from './batch.ts';

/** Fails batches when their signal is aborted, with one listener a signal however many batches it has. */
export class AbortGroups {
  private readonly groups = new Map<AbortSignal, { readonly batches: Set<Batch>; readonly stop: () => void }>();

  add(signal: AbortSignal, batch: Batch): void {
    let group = this.groups.get(signal);
    if (group === undefined) {
      const batches = new Set<Batch>();
      const listener = () => {
        for (const each of batches) each.fail(signal.reason);
      };
      signal.addEventListener('abort', listener);
      group = { batches, stop: () => signal.removeEventListener('abort', listener) };
      this.groups.set(signal, group);
    }
    group.batches.add(batch);
  }

  /** Of a batch that has settled. */
  remove(signal: AbortSignal, batch: Batch): void {
    const group = this.groups.get(signal);
    if (group === undefined) return;
    group.batches.delete(batch);
    if (group.batches.size > 0) return;
    group.stop();
    this.groups.delete(signal);
  }
}
