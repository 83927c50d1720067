import { readFile, stat } from 'node:fs/promises';
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
    read: async (path) => new Uint8Array(await readFile(path)),
    async version(path) {
      const { dev, ino, size, mtimeMs } = await stat(path);
      return [dev, ino, size, mtimeMs].join();
    },
  },
};
