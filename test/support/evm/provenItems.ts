import type { Hex } from 'viem';
import { PUBLIC_SIGNALS } from '../../../circuits/signals.ts';
import { type ProofWords, proofWords } from '../../../prover/chain/proofWords.ts';
import { KernelBackend } from '../../../prover/groth16/kernelBackend.ts';
import { nodePlatform } from '../../../prover/groth16/platform/nodePlatform.ts';
import { compileContracts, soliditySources } from '../../../prover/setup/contracts/compileContracts.ts';
import type { ContractArtifact } from '../../../prover/setup/contracts/contractArtifact.ts';
import { verifierContract, verifierName } from '../../../prover/setup/contracts/verifierContract.ts';
import { makeDevelopmentKey } from '../../../prover/setup/developmentKey.ts';
import { defaultWorkspace } from '../../../prover/setup/workspace.ts';
import { type SetupKind, type VerificationKey, verificationKeyHash } from '../../../verifier/verificationKey.ts';
import { ANYTHING } from '../anythingCircuit.ts';
import { compileTiny } from '../tinyCircuit.ts';

/** The flat words of one item for the verifier. */
export function itemWords({ a, b, c }: ProofWords, signals: readonly bigint[]): bigint[] {
  return [...a, ...b, ...c, ...signals];
}

/** A proof with its public signals. */
export interface Item {
  readonly proof: ProofWords;
  readonly signals: readonly bigint[];
}

/** The words of many items, as `verify` takes them. */
export function wordsOf(items: readonly Item[]): bigint[] {
  return items.flatMap(({ proof, signals }) => itemWords(proof, signals));
}

/** Proves any seven signals for real, under a small key of its own, with the project's own generated verifier. */
export class AnythingProver {
  private constructor(
    readonly key: VerificationKey,
    readonly keyHash: Hex,
    private readonly zkey: Uint8Array,
    private readonly circuit: Awaited<ReturnType<typeof compileTiny>>,
    private readonly backend: KernelBackend,
  ) {}

  /** @param seed another seed gives another key of the same circuit */
  static async create(seed?: string): Promise<AnythingProver> {
    const circuit = await compileTiny(ANYTHING);
    const options = seed === undefined ? {} : { seed };
    const { zkey, verificationKey: key } = await makeDevelopmentKey(circuit.r1cs, options);
    return new AnythingProver(key, verificationKeyHash(key), zkey, circuit, new KernelBackend(nodePlatform));
  }

  async prove(signals: readonly bigint[]): Promise<ProofWords> {
    const witness = await this.circuit.witness({ x: [...signals] });
    const { proof } = await this.backend.prove(this.zkey, witness);
    return proofWords(proof);
  }

  /** Valid items, each of signals of its own. */
  async items(count: number): Promise<Item[]> {
    const items: Item[] = [];
    for (let i = 0; i < count; i++) {
      const signals = PUBLIC_SIGNALS.map((_, j) => 1_000n * BigInt(i + 1) + BigInt(j));
      items.push({ proof: await this.prove(signals), signals });
    }
    return items;
  }

  /**
   * The compiled Solidity verifier of this key, called a key of this kind.
   *
   * @param edit changes the sources before they are compiled, to show what a line of them is there for
   */
  async verifier(
    kind: SetupKind = 'development',
    instance = 'anything',
    edit: (path: string, source: string) => string = (_, source) => source,
  ): Promise<ContractArtifact> {
    const { root } = defaultWorkspace();
    const [path, source] = verifierContract({ instance, statementVersion: 1, kind, key: this.key });
    const sources = await soliditySources(root);
    const needed = Object.entries(sources).filter(
      ([file]) =>
        file.startsWith('contracts/groth16/') ||
        /generated\/(PublicSignals|Statement)\.sol$/.test(file) ||
        file.endsWith('IGroth16Verifier.sol'),
    );
    const edited = [...needed, [path, source] as const].map(([file, text]) => [file, edit(file, text)]);
    const { contracts } = await compileContracts(Object.fromEntries(edited), root);
    const artifact = contracts[verifierName(instance)];
    if (!artifact) throw new Error('the verifier did not compile');
    return artifact;
  }

  close(): Promise<void> {
    return this.backend.close();
  }
}
