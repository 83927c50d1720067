import { readFile, stat } from 'node:fs/promises';
import { unreadable } from '../../io/unreadable.ts';
import { allowRelaxedSimd } from '../load/allowRelaxedSimd.ts';
import { kernelFile } from '../load/kernelFile.ts';
import { nodeThreads } from '../pool/nodeThreads.ts';
import type { Platform } from './platform.ts';

/** Node: worker threads, and the kernels of this installation. */
export const nodePlatform: Platform = {
  threads: nodeThreads,
  async loadKernels(form) {
    allowRelaxedSimd();
    return new Uint8Array(await readFile(kernelFile(form)));
  },
  files: {
    read: (path) => readable(path, async () => new Uint8Array(await readFile(path))),
    version: (path) =>
      readable(path, async () => {
        const { dev, ino, size, mtimeMs, ctimeMs } = await stat(path);
        // The time of the last change too: copying may keep that of the last modification.
        return [dev, ino, size, mtimeMs, ctimeMs].join();
      }),
  },
};

async function readable<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw unreadable(path, error, { remedy: 'Give the path of a proving key; fairmark setup makes them.' });
  }
}
