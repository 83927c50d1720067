import type { AuditPart, Figures } from './auditPart.ts';

/** All parts, in the order of SOUNDNESS.md. */
export const PARTS: readonly AuditPart<Figures>[] = [];
