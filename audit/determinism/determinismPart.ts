import type { AuditPart, Figures, Progress } from '../auditPart.ts';
import { instanceCircuit, leafCircuit, leafEntries } from './circuits.ts';
import { FREE_VALUES, type FreeValue } from './freeValues.ts';
import { type Judgement, judge, VerdictBook } from './judge.ts';
import { installedSolvers } from './solvers.ts';
import { POSEIDON_SOURCES } from './trustedHashes.ts';
import { proves, storedVerdicts, type Verdict } from './verdicts.ts';

/** The instance that is judged as a whole. */
const INSTANCE = 'liquidation_small';

/** What the determinism checker found. */
export interface DeterminismFigures extends Figures {
  /** sha256 of the sources of Poseidon that are trusted. */
  readonly poseidon: string;
  readonly freeValues: readonly FreeValue[];
  /** The leaf templates, then the instance. */
  readonly circuits: readonly Judgement[];
  /** Solver queries in use, by sha256 of their text. */
  readonly queries: Readonly<Record<string, Verdict>>;
}

/** What is wrong with a circuit's judgement, given the record. */
export function findingsOf(judgement: Judgement): string[] {
  const { name, undetermined, needless } = judgement;
  const findings: string[] = [];
  if (undetermined.length > 0) {
    findings.push(
      `${name}: inputs and free values do not determine ${undetermined.length} wires, among them ${undetermined.slice(0, 3).join(', ')}.`,
    );
  }
  for (const key of needless) findings.push(`${name}: ${key} is listed as free, and nothing needs it to be.`);
  const { circuits } = storedVerdicts();
  const stored = circuits[name];
  if (stored?.r1cs !== judgement.r1cs || String(stored.queries) !== String(judgement.queries)) {
    findings.push(`${name}: the verdicts on record are about another constraint system.`);
  }
  return findings;
}

/** Shows that a witness has no freedom beyond its inputs and the listed values. */
export const determinismPart: AuditPart<DeterminismFigures> = {
  id: 'determinism',
  title: 'Determinism',
  run: runDeterminism,
  describe,
};

async function runDeterminism(progress: Progress): Promise<DeterminismFigures> {
  const stored = storedVerdicts().queries;
  const solvers = installedSolvers();
  progress(
    solvers.length > 0 ? `solvers: ${solvers.map(({ name }) => name).join(', ')}` : 'no solver: verdicts on record',
  );
  const book = new VerdictBook(stored, solvers);
  const circuits: Judgement[] = [];
  const findings: string[] = [];
  for (const entry of leafEntries()) circuits.push(judge(await leafCircuit(entry), book));
  circuits.push(judge(await instanceCircuit(INSTANCE), book));
  for (const judgement of circuits) {
    progress(`${judgement.name}: ${judgement.undetermined.length} undetermined of ${judgement.wires}`);
    findings.push(...findingsOf(judgement));
  }
  const queries: Record<string, Verdict> = {};
  for (const hash of [...new Set(circuits.flatMap((judgement) => judgement.queries))].sort()) {
    const [kept, asked] = [stored[hash], book.queries.get(hash)];
    if (kept === undefined) findings.push(`The verdict of query ${hash} is not on record.`);
    else if (asked === undefined || !proves(asked) || !proves(kept)) findings.push(`Query ${hash} is not proven.`);
    // The record, so that the figures are the same on a machine without solvers.
    queries[hash] = (kept ?? asked) as Verdict;
  }
  return { findings, poseidon: POSEIDON_SOURCES, freeValues: FREE_VALUES, circuits, queries };
}

const LEMMAS = ['linear', 'linearSystem', 'bits', 'oneHot', 'inverse', 'zeroTest', 'hash', 'solver'] as const;

function describe({ poseidon, freeValues, circuits, queries }: DeterminismFigures): string {
  const leaves = circuits.slice(0, -1);
  const [instance] = circuits.slice(-1) as [Judgement];
  const unique = leaves.filter(({ free }) => free.length === 0);
  const verdict = ({ undetermined, free }: Judgement) =>
    undetermined.length > 0 ? `**${undetermined.length} wires open**` : free.length === 0 ? 'unique' : 'unique given';
  return [
    `A circuit is determined if two witnesses that agree on the inputs are equal. The checker starts from the inputs of a circuit, private ones too, and the free values listed below, and derives one wire after the other from the shipped constraints by lemmas that are stated and proven in \`audit/determinism/propagate.ts\`: linear equations and systems of them, bits with super-increasing coefficients, one-hot selectors, quotients by what is shown not to be zero, zero tests. Where these end, an SMT solver is asked whether two witnesses can differ; the query holds for every value of the known wires in the field, not only for those in range.`,
    '',
    `${leaves.length} templates were judged, and the whole of \`${instance.name}\` (${instance.constraints} constraints, ${instance.wires} wires, ${instance.undetermined.length} of them open). ${unique.length} templates are unique outright, the others given their free values; ${leaves.filter(({ undetermined }) => undetermined.length > 0).length} have an open wire. Every listed free value is needed: without it the derivation does not close.`,
    '',
    `Idle values are not given to the derivation: every other wire follows without them. The others are given, and what follows from them moves with them, within the bound named.`,
    '',
    '| free value | why it cannot matter |',
    '|---|---|',
    ...freeValues.map(
      ({ template, signals, because, idle }) =>
        `| ${template}: ${signals.join(', ')}${idle ? ' (idle)' : ''} | ${because} |`,
    ),
    '',
    `| circuit | constraints | wires | verdict | free values | ${LEMMAS.join(' | ')} |`,
    `|---|--:|--:|---|---|${LEMMAS.map(() => '--:').join('|')}|`,
    ...circuits.map(
      (circuit) =>
        `| ${circuit.name} | ${circuit.constraints} | ${circuit.wires} | ${verdict(circuit)} | ${circuit.free.join(', ')} | ${LEMMAS.map((lemma) => circuit.lemmas[lemma] ?? 0).join(' | ')} |`,
    ),
    '',
    '| solver lemma | template | query (sha256) | answers |',
    '|---|---|---|---|',
    ...Object.entries(queries).map(
      ([hash, { lemma, template, answers }]) =>
        `| ${lemma} | ${template} | \`${hash.slice(0, 16)}\` | ${Object.entries(answers)
          .map(([solver, answer]) => `${solver}: ${answer}`)
          .join(', ')} |`,
    ),
    '',
    `\`unsat\` means that no two witnesses differ. A query counts as proven if a solver answers \`unsat\` and none \`sat\`. The answers are on record in \`audit/determinism/verdicts.json\` by the sha256 of the query, which is built from the constraints again in every run, and with the sha256 of each r1cs; with solvers on the machine they are asked again.`,
    '',
    `Trusted: circomlib's Poseidon as a function of its inputs, at the sha256 \`${poseidon.slice(0, 16)}…\` of its sources, if the number of its constraints is that of its rounds; the compiler's record of which signal it replaced by which form of others; the solvers. Not covered: that free values stay within what is said of them, which is the certified error's; the larger instances as a whole, which are made of the same templates.`,
    '',
  ].join('\n');
}
