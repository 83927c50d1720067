import { SCALAR_FIELD } from '../../verifier/points.ts';
import { readWord } from './binaryFile.ts';

/** The highest 32 bits of the order: a number whose highest bits are less is below it. */
const HIGHEST = Number(SCALAR_FIELD >> 224n);

/** Whether the 32 little-endian bytes at an offset are a number below the order of the scalar field. */
export function isScalar(view: DataView, at: number): boolean {
  return view.getUint32(at + 28, true) < HIGHEST || readWord(view, at) < SCALAR_FIELD;
}
