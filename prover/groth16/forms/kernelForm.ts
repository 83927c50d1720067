import type { FieldForm } from './fieldForm.ts';
import { fmaForm } from './fmaForm.ts';

/** Forms of field arithmetic, the fastest first. */
export const KERNEL_FORMS = ['fma'] as const;
export type KernelForm = (typeof KERNEL_FORMS)[number];

export const FIELD_FORMS: Record<KernelForm, FieldForm> = { fma: fmaForm };
