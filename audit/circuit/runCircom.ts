import fs from 'node:fs';
import { createRequire } from 'node:module';
import { relative } from 'node:path';
import { defaultWorkspace } from '../../prover/setup/workspace.ts';

/** What is used of the package circom2, which ships no declarations. */
interface Circom2 {
  CircomRunner: new (options: {
    args: readonly string[];
    env: Record<string, string>;
    preopens: Record<string, string>;
    bindings: Record<string, unknown>;
  }) => {
    wasi: {
      getImports(module: WebAssembly.Module): WebAssembly.Imports;
      start(instance: WebAssembly.Instance): void;
    };
  };
  bindings: Record<string, unknown>;
}

const load = createRequire(import.meta.url);
let compiler: Promise<WebAssembly.Module> | undefined;

/**
 * Runs the circom compiler in this process: a fraction of the time of a process of its own, where thousands of small
 * circuits are compiled. Blocks while it runs.
 *
 * @param args of circom, paths from the repository root
 * @returns what circom says where it refuses, or undefined
 */
export async function runCircom(args: readonly string[]): Promise<string | undefined> {
  const { CircomRunner, bindings } = load('circom2') as Circom2;
  compiler ??= WebAssembly.compile(fs.readFileSync(load.resolve('circom2/circom.wasm')));
  let said = '';
  // The compiler writes its messages to the standard streams of its host.
  const writeSync = (target: number, bytes: Uint8Array, offset = 0, length = bytes.length, position?: number) => {
    if (target > 2) return fs.writeSync(target, bytes, offset, length, position);
    said += Buffer.from(bytes.subarray(offset, offset + length)).toString('utf8');
    return length;
  };
  const root = relative(process.cwd(), defaultWorkspace().root) || '.';
  const runner = new CircomRunner({
    args,
    env: {},
    preopens: { '.': root },
    bindings: { ...bindings, fs: { ...fs, writeSync } },
  });
  const module = await compiler;
  const instance = await WebAssembly.instantiate(module, runner.wasi.getImports(module));
  let code = 0;
  try {
    runner.wasi.start(instance);
  } catch (error) {
    code = (error as { code?: number }).code ?? 1;
    if (code === 1 && said === '') said = String(error);
  }
  return code === 0 ? undefined : said;
}
