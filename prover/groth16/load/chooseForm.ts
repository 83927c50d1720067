import { FIELD_FORMS, KERNEL_FORMS, type KernelForm } from '../forms/kernelForm.ts';
import { ProvingError } from '../provingError.ts';
import { selfTest } from './selfTest.ts';

/** A form that does not work here. */
export interface RefusedForm {
  readonly form: KernelForm;
  /** For people: the engine's message, or what the self-test found. */
  readonly reason: string;
}

/** The fastest form that works here. */
export interface ChosenForm {
  readonly form: KernelForm;
  readonly bytes: Uint8Array;
  /** The same, compiled. */
  readonly module: WebAssembly.Module;
  /** Faster forms that were tried before. */
  readonly refused: readonly RefusedForm[];
}

/**
 * Tries the forms of the kernels, the fastest first, and takes the first one that this engine compiles and that passes
 * the self-test. Runs wherever WebAssembly does.
 *
 * @param bytesOf the compiled kernels of a form; where it fails, the next form is tried
 * @throws ProvingError if no form works, with every reason
 */
export async function chooseForm(bytesOf: (form: KernelForm) => Promise<Uint8Array>): Promise<ChosenForm> {
  const refused: RefusedForm[] = [];
  for (const form of KERNEL_FORMS) {
    try {
      const bytes = await bytesOf(form);
      const module = await WebAssembly.compile(bytes as Uint8Array<ArrayBuffer>);
      const reason = await selfTest(module, FIELD_FORMS[form]);
      if (reason === undefined) return { form, bytes, module, refused };
      refused.push({ form, reason });
    } catch (error) {
      refused.push({ form, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  const reasons = refused.map(({ form, reason }) => `${form}: ${reason}`).join('; ');
  throw new ProvingError(
    `No form of the kernels works here: ${reasons}.`,
    'Run npm run build, which compiles them, or use an engine with WebAssembly.',
  );
}
