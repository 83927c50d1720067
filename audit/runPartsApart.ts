import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { createInterface } from 'node:readline';
import type { Progress } from './auditPart.ts';
import type { PartOutcome } from './runAudit.ts';

/**
 * Runs each part in a process of its own, as many at a time as there are cores, the longest first: parts are computations
 * on one core.
 *
 * @param main the compiled command line, which a process runs with `--part ID --json`
 * @param ids parts; outcomes come in this order
 * @param options passed on, such as `--check`
 * @throws Error where a process fails; its messages have gone to `onProgress`
 */
export async function runPartsApart(
  main: string,
  ids: readonly string[],
  options: readonly string[],
  onProgress: Progress,
): Promise<PartOutcome[]> {
  const outcomes = new Map<string, PartOutcome>();
  const queue = [...ids].sort((a, b) => weight(b) - weight(a));
  const work = async () => {
    for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
      outcomes.set(id, await spawnPart(main, id, options, onProgress));
    }
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), ids.length) }, work));
  return ids.map((id) => outcomes.get(id) as PartOutcome);
}

/** Parts that take minutes begin first, so that the cores end together. */
const LONG = ['determinism', 'deletion', 'mutants', 'forgery'];
const weight = (id: string) => LONG.indexOf(id);

async function spawnPart(main: string, id: string, options: readonly string[], onProgress: Progress) {
  const child = spawn(process.execPath, [main, '--part', id, '--json', ...options], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  createInterface({ input: child.stderr }).on('line', onProgress);
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject).on('close', resolve);
  });
  // 1 is an answer too: findings, or a difference from the record.
  if (code !== 0 && code !== 1) throw new Error(`the part ${id} ended with exit code ${code}`);
  return (JSON.parse(printed) as [PartOutcome])[0];
}
