import { createHash } from 'node:crypto';
import { SCALAR_FIELD } from '../../verifier/points.ts';
import { BinaryFile, readWord } from './binaryFile.ts';
import { KeyError } from './keyError.ts';

/** Which side of `A · B = C` a term stands on. */
export type Matrix = 0 | 1 | 2;

/** What a constraint system's header says. */
export interface R1csHeader {
  /** Wires, the constant one included. */
  readonly wires: number;
  /** Public signals: outputs and public inputs. */
  readonly publicSignals: number;
  readonly constraints: number;
  /** Size of the evaluation domain of the key that belongs to it: a power of two. */
  readonly domain: number;
}

const fail = (reason: string) =>
  new KeyError('R1CS_FORMAT', `the constraint system cannot be read: ${reason}`, 'Compile the circuit again.');

/** A compiled constraint system: the `.r1cs` file of circom, over the BN254 scalar field. */
export class R1cs implements R1csHeader {
  readonly wires: number;
  readonly publicSignals: number;
  readonly constraints: number;
  readonly domain: number;
  /** sha256 of the file, as lower-case hex: the circuit's identity. */
  readonly hash: string;
  private readonly terms: DataView;

  /** @throws KeyError (`R1CS_FORMAT`) */
  constructor(bytes: Uint8Array) {
    const file = BinaryFile.parse(bytes, 'r1cs', fail);
    const [header, constraints] = [file.section(1), file.section(2)];
    if (header === undefined || constraints === undefined) throw fail('a section is missing');
    if (file.section(4)?.some((byte) => byte !== 0)) throw fail('it uses custom gates');
    const view = viewOf(header);
    if (header.length !== 64 || view.getUint32(0, true) !== 32 || readWord(view, 4) !== SCALAR_FIELD) {
      throw fail('it is not over the BN254 scalar field');
    }
    this.wires = view.getUint32(36, true);
    this.publicSignals = view.getUint32(40, true) + view.getUint32(44, true);
    this.constraints = view.getUint32(60, true);
    this.domain = domainFor(this.constraints, this.publicSignals);
    if (this.publicSignals >= this.wires) throw fail('it has more public signals than wires');
    this.terms = viewOf(constraints);
    this.hash = createHash('sha256').update(bytes).digest('hex');
  }

  /**
   * Visits every term in file order: by constraint, then A, B, C.
   *
   * @throws KeyError (`R1CS_FORMAT`)
   */
  forEachTerm(visit: (matrix: Matrix, constraint: number, wire: number, coefficient: bigint) => void): void {
    this.forEachPlace((matrix, constraint, wire, at) => {
      const coefficient = readWord(this.terms, at);
      if (coefficient >= SCALAR_FIELD) throw fail('a coefficient is not below the field order');
      visit(matrix, constraint, wire, coefficient);
    });
  }

  /**
   * Number of terms in each matrix, without a look at their coefficients.
   *
   * @throws KeyError (`R1CS_FORMAT`)
   */
  countTerms(): Record<Matrix, number> {
    const counts = { 0: 0, 1: 0, 2: 0 };
    this.forEachPlace((matrix) => {
      counts[matrix]++;
    });
    return counts;
  }

  /** Visits every term as `forEachTerm`, with the place of its coefficient. */
  private forEachPlace(visit: (matrix: Matrix, constraint: number, wire: number, at: number) => void): void {
    const { terms, wires } = this;
    let at = 0;
    const next = () => {
      if (at + 4 > terms.byteLength) throw fail('its constraints are truncated');
      at += 4;
      return terms.getUint32(at - 4, true);
    };
    for (let constraint = 0; constraint < this.constraints; constraint++) {
      for (const matrix of [0, 1, 2] as const) {
        for (let left = next(); left > 0; left--) {
          const wire = next();
          if (wire >= wires || at + 32 > terms.byteLength) throw fail('a term is malformed');
          visit(matrix, constraint, wire, at);
          at += 32;
        }
      }
    }
    if (at !== terms.byteLength) throw fail('it has bytes after its last constraint');
  }
}

/** Domain that snarkjs gives a circuit: the least power of two above constraints + public signals, at least 2. */
export function domainFor(constraints: number, publicSignals: number): number {
  return 2 ** (Math.floor(Math.log2(Math.max(1, constraints + publicSignals))) + 1);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
