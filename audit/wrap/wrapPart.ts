import { readInstances } from '../../prover/setup/instances.ts';
import { defaultWorkspace } from '../../prover/setup/workspace.ts';
import type { AuditPart, Figures } from '../auditPart.ts';
import { REASONS } from './explain.ts';
import { instanceWrap } from './instanceWrap.ts';
import type { WrapFigures } from './wrapFigures.ts';

export interface WrapPartFigures extends Figures {
  readonly instances: Readonly<Record<string, WrapFigures>>;
}

/** V9: whether values stay below the field modulus, in all constraints of all instances. */
export const wrapPart: AuditPart<WrapPartFigures> = {
  id: 'wrap',
  title: 'No wrap-around',

  async run(progress) {
    const instances: Record<string, WrapFigures> = {};
    for (const name of (await readInstances(defaultWorkspace())).keys()) {
      progress(`${name}: bounding every wire`);
      instances[name] = await instanceWrap(name);
    }
    return { findings: Object.values(instances).flatMap(({ findings }) => findings), instances };
  },

  describe({ findings, instances }) {
    const names = Object.keys(instances);
    const all = Object.values(instances);
    const row = (title: string, cell: (figures: WrapFigures) => number | string) =>
      `| ${title} | ${all.map(cell).join(' | ')} |`;
    const kinds: readonly (readonly [string, keyof WrapFigures['exact']])[] = [
      ['booleans', 'boolean'],
      ['ranges and one-hot entries', 'range'],
      ['products', 'product'],
      ['equations', 'equation'],
      ['products that are zero', 'zero product'],
      ['tests for zero', 'nonzero test'],
    ];
    const largest = all.at(-1);
    return [
      'A field equation is an equation between numbers only while both sides stay below the modulus (p > 2^253). For every',
      'wire of the compiled circuit this analysis derives an interval and a denominator from the constraints alone, and checks',
      'each constraint as an equation of rationals cleared of denominators, for all witnesses, honest or not. Its argument is',
      'the head of `audit/wrap/analyseWrap.ts`.',
      '',
      `| | ${names.join(' | ')} |`,
      `|---|${names.map(() => '---:').join('|')}|`,
      row('constraints', ({ constraints }) => constraints),
      ...kinds.map(([title, kind]) => row(`exact: ${title}`, ({ exact }) => exact[kind])),
      ...REASONS.map(({ id }) => row(`in the field: ${id}`, ({ explained }) => explained[id] ?? 0)),
      row('widest value, bits', ({ widestBits }) => widestBits),
      row('head room below p, bits', ({ headRoomBits }) => headRoomBits),
      row('inputs taken as in a used slot', ({ assumedInputs }) => assumedInputs),
      '',
      'These hold in the field only, and why that is enough; the sizes named in a reason are checked for each constraint:',
      '',
      ...REASONS.map(({ id, text }) => `- **${id}**: ${text}`),
      '',
      ...(largest === undefined
        ? []
        : [
            `The widest values of \`${names.at(-1)}\`, cleared of denominators (bits): ${largest.widest.map(({ signal, bits }) => `\`${signal}\` ${bits}`).join(', ')}.`,
            '',
            `Inputs without a range, all of which only enter hashes or selections (FM-03): ${largest.unranged.map((input) => `\`${input}\``).join(', ')}.`,
            `In some instance simplification replaced an input by a constant or a linear form of other signals: ${[...new Set(all.flatMap(({ removed }) => removed))].map((input) => `\`${input}\``).join(', ')}.`,
            '',
          ]),
      'f and c of an unused underlying slot have no range. For them the analysis takes the bounds that it proves for a used',
      'slot; that nothing else depends on their values is the argument of `circuits/margin/UnderlyingTerms.circom`, and the',
      'analysis checks only in which constraints they stand.',
      '',
      'Not covered: Poseidon itself; whether the bounds are the *intended* ones (the ranges of the inputs are in the figures);',
      'widths are upper bounds, not widths that some witness reaches.',
      '',
      findings.length === 0
        ? 'No constraint is neither exact nor explained, and no input lacks a range that FM-03 asks for.'
        : `Findings: ${findings.length}.`,
    ].join('\n');
  },
};
