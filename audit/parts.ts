import type { AuditPart } from './auditPart.ts';
import { boundaryPart } from './boundary/boundaryPart.ts';
import { errorPart } from './error/errorPart.ts';
import { keysPart } from './keys/keysPart.ts';
import { wrapPart } from './wrap/wrapPart.ts';

/** All parts, in the order of SOUNDNESS.md. */
export const PARTS: readonly AuditPart[] = [errorPart, boundaryPart, wrapPart, keysPart];
