import { type Mutation, mutationOf } from './mutation.ts';

const TOKENS =
  /<==|<--|===|!==|==>|-->|=>|<<=|>>=|<<|>>|<=|>=|==|!=|&&|\|\||\?\?|\+\+|--|\+=|-=|\*=|\*\*|[<>+\-*/\\]|(?<![\w.$])\d+n?(?![\w.])/g;
const RELATIONS: Record<string, string> = {
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '==': '!=',
  '!=': '==',
};
const LOGIC: Record<string, string> = { '&&': '||', '||': '&&' };
const SIGNS: Record<string, string> = { '+': '-', '-': '+', '+=': '-=', '-=': '+=' };

export interface TokenMutationOptions {
  /** Relations of the language beyond the common ones. */
  relations?: Record<string, string>;
}

/** Mutations of single tokens, as both languages have them: relations, signs, products, logic, literals. */
export function tokenMutations(
  file: string,
  text: string,
  masked: string,
  { relations = {} }: TokenMutationOptions = {},
): Mutation[] {
  const found: Mutation[] = [];
  const turned: Record<string, string> = { ...RELATIONS, ...relations };
  for (const match of masked.matchAll(TOKENS)) {
    const [token] = match;
    const start = match.index;
    const add = (operator: string, replacement: string, end = start + token.length) =>
      found.push(mutationOf(file, text, operator, start, end, replacement));
    const before = masked.slice(0, start).trimEnd().at(-1) ?? '';
    const isBinary = /[\w)\]]/.test(before);
    if (turned[token]) add('relation', turned[token]);
    else if (LOGIC[token]) add('logic', LOGIC[token]);
    else if (SIGNS[token]) add('sign', token === '-' && !isBinary ? '' : SIGNS[token]);
    else if (token === '*' && isBinary) add('product', '+');
    else if (/^\d/.test(token)) {
      const suffix = token.endsWith('n') ? 'n' : '';
      const value = BigInt(token.replace('n', ''));
      add('constant', `${value + 1n}${suffix}`);
      if (value > 0n) add('constant', `${value - 1n}${suffix}`);
    }
  }
  return found;
}
