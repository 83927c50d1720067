import type { SnarkjsLogger } from 'snarkjs';
import { sparseProgress } from '../../io/sparseProgress.ts';

/** A logger for snarkjs: its steps become sparse lines of progress, and its last complaint can be asked for. */
export function snarkjsLogger(
  task: string,
  onProgress: (line: string) => void,
): SnarkjsLogger & { complaint: () => string } {
  const say = sparseProgress(onProgress);
  let complaint = 'it gives no reason';
  const step = (line: string) => say((seconds) => `${task}: ${seconds} s, ${line.split('\n')[0]}`);
  const complain = (line: string) => {
    complaint = line.replace(/\s+/g, ' ').trim();
  };
  return { debug: step, info: step, warn: complain, error: complain, complaint: () => complaint };
}
