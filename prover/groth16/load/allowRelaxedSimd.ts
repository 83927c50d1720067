import { setFlagsFromString } from 'node:v8';

/**
 * Switches on the relaxed vector instructions of WebAssembly for this process, where the engine knows them but hides
 * them: Node 20. Later versions have them on. Call it before kernels are compiled.
 */
export function allowRelaxedSimd(): void {
  if (process.versions.node.startsWith('20.')) setFlagsFromString('--experimental-wasm-relaxed-simd');
}
