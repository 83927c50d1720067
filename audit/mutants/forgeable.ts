import { maskComments } from './maskComments.ts';

/** How many assignments one forgery moves at most. */
export const FORGED_AT_ONCE = 3;

/** Name of the output that counts the assignments of a forgeable template. */
export const SITE_COUNT = 'auditSites';

/** Name of the outputs that tell what each assignment would be if it were not moved. */
export const SITE_VALUES = 'auditSeen';

/** Most assignments of a template with small parameters. */
const RECORDED = 400;

/**
 * A template whose assignments can be moved from outside. Input `auditAt` names up to three of them by their number in
 * order of execution, input `auditBy` says what is added to each, or, with 1 in `auditSet`, what it becomes: so a prover
 * deviates there and goes on honestly. The constraints are those of the template: `a <== b` becomes
 * `a <-- b + moved; a === b`.
 *
 * @param text source of the file
 * @param template which one
 * @param names of the signals of the compiled template: they tell scalars from arrays
 * @param byStatement all rounds of a statement in a loop move together, numbered by its place in the text
 */
export function forgeable(text: string, template: string, names: readonly string[], byStatement = false): string {
  const masked = maskComments(text);
  const open = masked.indexOf('{', masked.search(new RegExp(`template\\s+${template}\\b`)));
  let depth = 0;
  let close = open;
  for (; close < masked.length; close++) {
    if (masked[close] === '{') depth++;
    if (masked[close] === '}' && --depth === 0) break;
  }
  const known = namesByPattern(names);
  let statements = 0;
  const body = masked.slice(open + 1, close).replace(/([^;{}]*?)(<==|<--)([^;{}]*);/g, (whole, left, arrow, right) => {
    const site = byStatement ? String(statements) : 'auditSite';
    const places = Array.from({ length: FORGED_AT_ONCE }, (_, i) => i);
    const moved = places.map((i) => `(auditAt[${i}] == ${site} ? auditBy[${i}] : 0)`).join(' + ');
    const kept = places.map((i) => `(auditAt[${i}] == ${site} ? auditSet[${i}] : 0)`).join(' - ');
    const declared = /^\s*signal\s+/.exec(left);
    const target = (declared ? left.slice(declared[0].length) : left).trim();
    const size = sizeOf(target, known);
    if (size === undefined) return whole;
    statements++;
    const step = byStatement ? '' : 'auditSite++;';
    const head = declared ? `signal ${target};` : '';
    const [to, from] = size === 1 ? [target, `(${right})`] : [`${target}[auditI]`, `${right.trim()}[auditI]`];
    const bound = arrow === '<==' ? `${to} === ${from};` : '';
    const value = `auditValues[${site}] = ${from};`;
    const assign = `${value} ${to} <-- (1 - ${kept}) * ${from} + ${moved}; ${bound} ${step}`;
    return `\n${head}${size === 1 ? assign : `for (var auditI = 0; auditI < ${size}; auditI++) { ${assign} }`}`;
  });
  const start = `signal input auditAt[${FORGED_AT_ONCE}]; signal input auditBy[${FORGED_AT_ONCE}];
    signal input auditSet[${FORGED_AT_ONCE}];
    signal output ${SITE_COUNT}; signal output ${SITE_VALUES}[${RECORDED}];
    var auditSite = 0; var auditValues[${RECORDED}];`;
  const end = `${SITE_COUNT} <-- ${byStatement ? statements : 'auditSite'};
    for (var auditI = 0; auditI < ${RECORDED}; auditI++) { ${SITE_VALUES}[auditI] <-- auditValues[auditI]; }`;
  return `${masked.slice(0, open + 1)}${start}${body}${end}${text.slice(close)}`.replace(
    /^[\s\S]*?(?=template|function)/,
    text.slice(0, text.search(/^(template|function)\b/m)),
  );
}

/** The most elements behind each name, places left open: 0 for a scalar. */
function namesByPattern(names: readonly string[]): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const name of names) {
    if (!name.startsWith('main.')) continue;
    const pattern = name.slice(5).replace(/\[\d+\]/g, '[]');
    sizes.set(pattern, Math.max(sizes.get(pattern) ?? 0, 0));
    const last = /^(.*)\[(\d+)\]$/.exec(name.slice(5));
    if (last) {
      const outer = `${(last[1] as string).replace(/\[\d+\]/g, '[]')}…`;
      sizes.set(outer, Math.max(sizes.get(outer) ?? 0, Number(last[2]) + 1));
    }
  }
  return sizes;
}

/** 1 for a scalar, the length of an array, undefined where the target is neither. */
function sizeOf(target: string, known: ReadonlyMap<string, number>): number | undefined {
  let depth = 0;
  let pattern = '';
  for (const character of target) {
    if (character === ']') depth--;
    if (depth === 0) pattern += character;
    if (character === '[') depth++;
  }
  if (known.has(pattern)) return 1;
  const size = known.get(`${pattern}…`);
  return size !== undefined && size > 1 && known.has(`${pattern}[]`) ? size : undefined;
}
