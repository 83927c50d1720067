import { PUBLIC_SIGNALS } from '../../circuits/signals.ts';
import { readLock } from '../../prover/setup/artifactsLock.ts';
import { defaultWorkspace } from '../../prover/setup/workspace.ts';
import { VERIFICATION_KEYS } from '../../verifier/generated/verificationKeys.ts';
import { checkVerificationKey } from '../../verifier/keyGate.ts';
import { verificationKeyHash } from '../../verifier/verificationKey.ts';
import type { AuditPart, Figures } from '../auditPart.ts';
import { KEY_CASES } from './keyCases.ts';

export interface KeysFigures extends Figures {
  readonly cases: number;
  /** Tests that the cases name, each counted once. */
  readonly tests: number;
  /** The shipped keys: kind, hash and the codes of what the gate refuses. */
  readonly keys: readonly {
    readonly instance: string;
    readonly kind: string;
    readonly verificationKeyHash: string;
    readonly failures: readonly string[];
  }[];
}

/** The shipped keys, and the table of what is refused as a key and by which test. */
export const keysPart: AuditPart<KeysFigures> = {
  id: 'keys',
  title: 'Keys and ceremony',

  async run() {
    const locked = (await readLock(defaultWorkspace()))?.instances ?? {};
    const findings: string[] = [];
    const keys = Object.entries(VERIFICATION_KEYS).map(([hash, { instance, kind, key }]) => {
      const failures = checkVerificationKey(key, PUBLIC_SIGNALS.length).map(({ code }) => code);
      if (failures.length > 0) findings.push(`The shipped key of ${instance} is refused: ${failures.join(', ')}.`);
      if (verificationKeyHash(key) !== hash)
        findings.push(`The shipped key of ${instance} has another hash than its name.`);
      const entry = locked[instance];
      if (entry?.verificationKeyHash !== hash || entry.kind !== kind) {
        findings.push(`Lock and verifier pin different keys for ${instance}.`);
      }
      return { instance, kind, verificationKeyHash: hash, failures };
    });
    const tests = new Set(KEY_CASES.flatMap((row) => row.tests.map(({ file, title }) => `${file}: ${title}`)));
    return { findings, cases: KEY_CASES.length, tests: tests.size, keys };
  },

  describe({ cases, tests, keys }) {
    const development = keys.filter(({ kind }) => kind === 'development').length;
    return [
      `${keys.length} keys are shipped, ${development} of them DEVELOPMENT keys, under which anyone can forge.`,
      'Each passes the key gate, and lock and verifier pin the same.',
      '',
      '| instance | kind | verification key |',
      '| --- | --- | --- |',
      ...keys.map((key) => `| ${key.instance} | ${key.kind} | \`${key.verificationKeyHash}\` |`),
      '',
      `A key of kind ceremony comes only from \`fairmark ceremony finish\`. ${cases} cases are shown by ${tests} tests:`,
      '',
      '| case | what is refused, or holds | tests | open |',
      '| --- | --- | --- | --- |',
      ...KEY_CASES.map(({ id, sentence, tests: shownBy, open }) => {
        const files = [...new Set(shownBy.map(({ file }) => `\`${file}\``))].join(', ');
        return `| ${id} | ${sentence} | ${files} | ${open ?? ''} |`;
      }),
      '',
      'Not covered: the contributions to the powers of tau (trusted by the published hash of the file); whether the',
      'names of contributors stand for different people; the secrecy of their machines. That every point of a key',
      'follows from circuit and powers of tau is verified by snarkjs; the chain of contributions and the gate are',
      "Fairmark's own code.",
    ].join('\n');
  },
};
