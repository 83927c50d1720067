import { PAIR } from '../field/layout';
import { transformBlock } from '../transform/transformBlock';
import { FIRST, FORWARD, INNERMOST, INVERSE, PARTS, POLYNOMIALS, VECTORS } from './plan';

/** The layers of both transforms within one part of A (0), B (1) or C (2). */
export function transformPart(plan: usize, polynomial: usize, part: usize): void {
  const vectors = <usize>load<u32>(plan, VECTORS);
  const length = vectors / <usize>load<u32>(plan, PARTS);
  transformBlock(
    <usize>load<u32>(plan, POLYNOMIALS) + (polynomial * vectors + part * length) * PAIR,
    length,
    part,
    <usize>load<u32>(plan, INVERSE),
    <usize>load<u32>(plan, INNERMOST),
    <usize>load<u32>(plan, FORWARD),
    <usize>load<u32>(plan, FIRST),
  );
}
