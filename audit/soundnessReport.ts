import type { AuditPart } from './auditPart.ts';
import type { FiguresFile } from './figuresFile.ts';
import type { Threat } from './threats/threat.ts';

export interface SoundnessInputs {
  /** Parts with what is on record for them, in the order of the document. */
  readonly parts: readonly { readonly part: AuditPart; readonly file: FiguresFile | undefined }[];
  readonly threats: readonly Threat[];
  /** Instances with the hash of their constraint system and the kind of their key. */
  readonly instances: readonly { readonly name: string; readonly r1csHash: string; readonly kind: string }[];
}

/** A cell of a table: a bar would end it. */
const cell = (text: string) => text.replaceAll('|', '\\|');

/** SOUNDNESS.md: a pure function of the figures on record and of the tables in this folder. */
export function soundnessReport({ parts, threats, instances }: SoundnessInputs): string {
  const lines = [
    '# Soundness',
    '',
    'Written by `npm run audit` from `audit/figures/`; do not edit. A test compares it, and computes the fast figures again.',
    '',
    'The venue writes the witness. So what a proof means rests on the constraints alone: that **every** assignment which',
    'satisfies them makes the statement of STATEMENT.md true. This page says how that is measured, what is trusted, and what',
    'is not covered.',
    '',
    '| instance | constraint system (sha256) | key |',
    '|---|---|---|',
    ...instances.map(({ name, r1csHash, kind }) => `| ${name} | \`${r1csHash}\` | ${kind} |`),
    '',
  ];
  parts.forEach(({ part, file }, index) => {
    lines.push(`## ${index + 1}. ${part.title}`, '');
    if (file === undefined) lines.push('Not measured.', '');
    else {
      lines.push(part.describe(file.figures).trim(), '');
      if (file.figures.findings.length > 0) {
        lines.push('**Findings:**', '', ...file.figures.findings.map((finding) => `- ${finding}`), '');
      }
    }
  });
  lines.push('## What is trusted', '', ...TRUSTED.map((item) => `- ${item}`), '');
  lines.push('## What is not covered', '', ...NOT_COVERED.map((item) => `- ${item}`), '');
  lines.push('## Threats', '', 'Each named test file has a test with the id in its title.', '');
  lines.push('| id | attack | defence | tests | open |', '|---|---|---|---|---|');
  for (const { id, attack, defence, tests, open } of threats) {
    const left = open === undefined ? '' : `**${open.places.join(', ')}**: ${open.reason}`;
    lines.push(
      `| ${id} | ${cell(attack)} | ${cell(defence)} | ${tests.map((test) => `\`${test}\``).join(' ')} | ${cell(left)} |`,
    );
  }
  lines.push('');
  return lines.join('\n');
}

const TRUSTED = [
  'The curve BN254, Groth16 and its set-up: a **development key has a public secret, and anyone can forge under it**.',
  "Poseidon with circomlib's parameters, at the hash that the determinism check pins; keccak-256.",
  'circom2 as a compiler: what is analysed is the constraint system that it wrote, not the source.',
  '`@noble/curves` for the pairing.',
  'The programs of this folder, and mpmath, cvc5 and z3 where a section names them.',
];

const NOT_COVERED = [
  'Slices steeper than section 1 says, or with a root below 2^-14, and the bound there: nothing in this version refuses them; a proof that a surface is well formed would.',
  'What no proof can show: that the oracle told the truth, that the surface is sensible, that nothing was left unrecorded (STATEMENT.md, section 7).',
  'Contracts, the page and a proving service, which do not exist yet: their threats stand below as open.',
  'Several rounds at one snapshot: each step is least, their sum is not (README, figures on dishonest venues).',
];
