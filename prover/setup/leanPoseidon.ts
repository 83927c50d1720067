/** `ark[r] = Ark(t, C, OFFSET);` or `mixS[r] = MixS(t, S, ROW);` */
const ROUND = /^( *)(\w+\[.+\]) = (?:(Ark)\(t, C, *(.+?)|(MixS)\(t, S, (\w+)) *\);$/gm;

/**
 * circomlib's Poseidon, with each round given the constants that it uses instead of those of all rounds.
 *
 * circom compiles a template anew for each value of its parameters, and each copy first writes them all to memory: with
 * 2,244 constants in each of 68 rounds, they are four fifths of the witness generator's code and a third of its time. The
 * constraints stay the same, byte for byte; the hash in the lock would tell.
 *
 * @param source text of circomlib's `poseidon.circom`
 */
export function leanPoseidon(source: string): string {
  let rounds = 0;
  return source.replace(
    ROUND,
    (_, indent: string, target: string, ark?: string, offset?: string, mixS?: string, row?: string) => {
      const part = `round${rounds++}`;
      const [template, length, value] = ark ? [ark, 't', `C[${offset} + k]`] : [mixS, 't*2-1', `S[(t*2-1)*${row} + k]`];
      return [
        `var ${part}[${length}];`,
        `for (var k = 0; k < ${length}; k++) { ${part}[k] = ${value}; }`,
        `${target} = ${template}(t, ${part}, 0);`,
      ]
        .map((line) => indent + line)
        .join('\n');
    },
  );
}
