import { maskComments } from './maskComments.ts';
import { type Mutation, mutationOf } from './mutation.ts';
import { tokenMutations } from './tokenMutations.ts';

/** Sizes of declarations, whose change gives another circuit or none; and loops that might never end. */
const SKIPPED =
  /^\s*(pragma|include|template|function|while|signal\s+(input|output)\b[^;=]*;|(signal|component|var)\s[^;=]*;)/;
/** Two names, numbers or elements of arrays with a minus between. */
const DIFFERENCE = /(?<![\w.\]])([\w.]+(?:\[[^[\]]*\])*(?:\(\))?) - ([\w.]+(?:\[[^[\]]*\])*(?:\(\))?)/g;

/**
 * Every mutation of a circom file: relations, signs, products, literals and constants by one, constraints dropped,
 * `<==` turned into `<--`, range checks turned away, operands of a difference swapped.
 */
export function circuitMutations(file: string, text: string): Mutation[] {
  const masked = maskComments(text)
    .split('\n')
    .map((line) => (SKIPPED.test(line) ? ' '.repeat(line.length) : line))
    .join('\n');
  const found = tokenMutations(file, text, masked);
  const add = (operator: string, start: number, end: number, replacement: string) =>
    found.push(mutationOf(file, text, operator, start, end, replacement));

  for (const match of masked.matchAll(/\b[A-Z][A-Z0-9_]+\(\)/g)) {
    const end = match.index + match[0].length;
    add('constant', match.index, end, `(${match[0]} + 1)`);
    add('constant', match.index, end, `(${match[0]} - 1)`);
  }
  for (const match of masked.matchAll(/[^;{}]*===[^;{}]*;/g)) {
    const start = match.index + (match[0].length - match[0].trimStart().length);
    add('dropped constraint', start, match.index + match[0].length, '');
  }
  for (const match of masked.matchAll(/<==/g)) add('unconstrained', match.index, match.index + 3, '<--');
  const ranges = new Set([...masked.matchAll(/(\w+)(?:\[\w+\])? = (?:RangeCheck|Bits)\(/g)].map((match) => match[1]));
  for (const match of masked.matchAll(/(\w+)(?:\[\w+\])?\.in <== ([^;]*);/g)) {
    if (!ranges.has(match[1])) continue;
    const end = match.index + match[0].length - 1;
    add('dropped range', end - (match[2] as string).length, end, '0');
  }
  for (const match of masked.matchAll(DIFFERENCE)) {
    add('swapped', match.index, match.index + match[0].length, `${match[2]} - ${match[1]}`);
  }
  return found;
}
