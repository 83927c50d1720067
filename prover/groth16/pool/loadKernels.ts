import { FIELD_FORMS, type KernelForm } from '../forms/kernelForm.ts';
import { writeConstants } from '../forms/writeConstants.ts';
import { ProvingError } from '../provingError.ts';
import { markShared } from './markShared.ts';

/** Compiled kernels: bytes and not a module, for they are changed where memory is shared (`markShared`). */
export interface CompiledKernels {
  readonly form: KernelForm;
  readonly bytes: Uint8Array;
}

/** Kernels that workers can be given. */
export interface LoadedKernels {
  readonly module: WebAssembly.Module;
  /** The memory that all workers share, or nothing. */
  readonly memory: WebAssembly.Memory | undefined;
  /** Pages of 64 KiB that the memory can grow to: what was asked for, or what could be had. */
  readonly maximumPages: number;
  /** The kernel that fills bytes of the shared memory with zeros, in the calling thread. */
  readonly zero: (address: number, bytes: number) => void;
  /** Names of the exported functions. */
  readonly names: ReadonlySet<string>;
  /** Exported globals: addresses and sizes. */
  readonly layout: Readonly<Record<string, number>>;
  /** What belongs at address `layout.FORM_CONSTANTS`; the heap follows. */
  readonly constants: Uint8Array;
}

/**
 * Compiles the kernels and learns their layout from an instance in the calling thread.
 *
 * @param maximumPages most memory, in pages of 64 KiB
 * @throws ProvingError if they are no kernels, or the memory cannot be had
 */
export async function loadKernels(
  { form, bytes }: CompiledKernels,
  shared: boolean,
  maximumPages: number,
): Promise<LoadedKernels> {
  const module = await compile(shared ? markShared(bytes) : bytes);
  const { memory, maximum } = reserve(shared, maximumPages);
  const { exports } = await instantiate(module, memory);
  const exported = Object.entries(exports);
  const layout = Object.fromEntries(
    exported.flatMap(([name, item]) => (item instanceof WebAssembly.Global ? [[name, Number(item.value)]] : [])),
  );
  const names = new Set(exported.flatMap(([name, item]) => (typeof item === 'function' ? [name] : [])));
  const { FORM_CONSTANTS, BASE_FIELD, SCALAR_FIELD, CURVE_B3, HEAP } = layout;
  if (
    FORM_CONSTANTS === undefined ||
    BASE_FIELD === undefined ||
    SCALAR_FIELD === undefined ||
    CURVE_B3 === undefined ||
    HEAP === undefined ||
    !names.has('setScratch') ||
    !names.has('zero')
  ) {
    throw unusable('they lack an export');
  }
  const constants = new Uint8Array(HEAP);
  writeConstants(new DataView(constants.buffer), FIELD_FORMS[form], {
    FORM_CONSTANTS,
    BASE_FIELD,
    SCALAR_FIELD,
    CURVE_B3,
  });
  return {
    module,
    memory: shared ? memory : undefined,
    maximumPages: maximum,
    zero: exports.zero as LoadedKernels['zero'],
    names,
    layout,
    constants: constants.subarray(FORM_CONSTANTS),
  };
}

async function compile(bytes: Uint8Array): Promise<WebAssembly.Module> {
  try {
    return await WebAssembly.compile(bytes as Uint8Array<ArrayBuffer>);
  } catch (error) {
    throw unusable((error as Error).message);
  }
}

async function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory): Promise<WebAssembly.Instance> {
  try {
    return await WebAssembly.instantiate(module, { env: { memory } });
  } catch (error) {
    throw unusable((error as Error).message);
  }
}

/**
 * A memory of one page. Engines that set address space aside for the whole maximum of shared memory may have less of it:
 * Safari on phones refuses 2 GiB (emscripten issue 19144). Then half of it is asked for, and so on.
 */
function reserve(shared: boolean, most: number): { memory: WebAssembly.Memory; maximum: number } {
  for (let maximum = most; maximum >= 1; maximum = Math.floor(maximum / 2)) {
    try {
      return { memory: new WebAssembly.Memory({ initial: 1, maximum, shared }), maximum };
    } catch {}
  }
  throw new ProvingError('The memory for kernels cannot be reserved.', 'See that there is free memory.');
}

function unusable(reason: string): ProvingError {
  return new ProvingError(`The kernels cannot be used: ${reason}.`, 'Run npm run build, which compiles them.');
}
