import { availableParallelism, cpus, totalmem } from 'node:os';
import { bytes } from './units.ts';

/** What a bench ran on. Memory in bytes. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memory: number;
  readonly node: string;
  readonly platform: string;
}

export function thisMachine(): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memory: totalmem(),
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
  };
}

/** A machine as a line of text. */
export function describeMachine({ cpu, cores, memory, node, platform }: Machine): string {
  return `${cpu}, ${cores} cores, ${bytes(memory)}, Node ${node}, ${platform}`;
}
