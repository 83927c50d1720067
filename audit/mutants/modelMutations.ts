import { maskComments } from './maskComments.ts';
import { type Mutation, mutationOf } from './mutation.ts';
import { tokenMutations } from './tokenMutations.ts';

/** Lines without arithmetic of the model; and loops that might never end. */
const SKIPPED = /^\s*(import\b|export \{|\} from\b|while\b)/;

/**
 * Every mutation of a compiled model file: relations, signs, products, logic, literals and constants by one, quotients
 * rounded up, shifts by one more, statements dropped, operands of a difference swapped.
 */
export function modelMutations(file: string, text: string): Mutation[] {
  const masked = maskComments(text)
    .split('\n')
    .map((line) => (SKIPPED.test(line) ? ' '.repeat(line.length) : line))
    .join('\n');
  const found = tokenMutations(file, text, masked, { relations: { '===': '!==', '!==': '===' } });
  const add = (operator: string, start: number, end: number, replacement: string) =>
    found.push(mutationOf(file, text, operator, start, end, replacement));

  for (const match of masked.matchAll(/\bC\.[A-Z][A-Z0-9_]+\b/g)) {
    const end = match.index + match[0].length;
    add('constant', match.index, end, `(${match[0]} + 1n)`);
    add('constant', match.index, end, `(${match[0]} - 1n)`);
  }
  // A quotient whose divisor is a name, a number or in brackets is one more than its floor; a shift goes one further,
  // because a sum binds closer.
  for (const match of masked.matchAll(/ (?:\/|>>) (?:[\w.]+(?:\([^()]*\))?|\((?:[^()]|\([^()]*\))*\))/g)) {
    const end = match.index + match[0].length;
    add('rounding', end, end, ' + 1n');
  }
  for (const match of masked.matchAll(/\bfloorShift\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)/g)) {
    if (/function\s+$/.test(masked.slice(0, match.index))) continue;
    const end = match.index + match[0].length;
    add('rounding', match.index, end, `(${text.slice(match.index, end)} + 1n)`);
  }
  // Statements that stand alone: requirements, sums, pushes.
  for (const match of masked.matchAll(
    /^[ ]*(requireClause\(|check\w+\(|ranged\(|[\w.[\]]+ [+\-*|<>]{1,2}= |[\w.]+\.push\()/gm,
  )) {
    const start = match.index + match[0].length - match[0].trimStart().length;
    const end = statementEnd(masked, start);
    if (end > start) add('dropped statement', start, end, ';');
  }
  for (const match of masked.matchAll(/([\w.]+(?:\(\))?) - ([\w.]+(?:\(\))?)(?![\w.([])/g)) {
    add('swapped', match.index, match.index + match[0].length, `${match[2]} - ${match[1]}`);
  }
  return found;
}

/** The place behind the semicolon that ends a statement, or -1. */
function statementEnd(masked: string, start: number): number {
  let depth = 0;
  for (let at = start; at < masked.length; at++) {
    const character = masked[at] as string;
    if ('([{'.includes(character)) depth++;
    if (')]}'.includes(character) && --depth < 0) return -1;
    if (character === ';' && depth === 0) return at + 1;
  }
  return -1;
}
