import type { FieldForm } from './fieldForm.ts';
import { fmaForm } from './fmaForm.ts';
import { limb29Form } from './limb29Form.ts';

/** Forms of field arithmetic, the fastest first. */
export const KERNEL_FORMS = ['fma', 'simd', 'scalar'] as const;
export type KernelForm = (typeof KERNEL_FORMS)[number];

export const FIELD_FORMS: Record<KernelForm, FieldForm> = { fma: fmaForm, simd: limb29Form, scalar: limb29Form };
