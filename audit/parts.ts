import type { AuditPart } from './auditPart.ts';
import { boundaryPart } from './boundary/boundaryPart.ts';
import { deletionPart } from './deletion/deletionPart.ts';
import { determinismPart } from './determinism/determinismPart.ts';
import { errorPart } from './error/errorPart.ts';
import { forgeryPart } from './forgery/forgeryPart.ts';
import { keysPart } from './keys/keysPart.ts';
import { mutantsPart } from './mutants/mutantsPart.ts';
import { wrapPart } from './wrap/wrapPart.ts';

/** All parts, in the order of SOUNDNESS.md. */
export const PARTS: readonly AuditPart[] = [
  errorPart,
  boundaryPart,
  determinismPart,
  wrapPart,
  forgeryPart,
  deletionPart,
  mutantsPart,
  keysPart,
];
