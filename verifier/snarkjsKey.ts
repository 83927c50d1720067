import { parseVerificationKey, type VerificationKey, VerificationKeyFormatError } from './verificationKey.ts';

/** The verification key of snarkjs: projective coordinates with a last coordinate of one. */
export interface SnarkjsVerificationKey {
  protocol: 'groth16';
  curve: 'bn128';
  nPublic: number;
  vk_alpha_1: string[];
  vk_beta_2: string[][];
  vk_gamma_2: string[][];
  vk_delta_2: string[][];
  IC: string[][];
}

/**
 * Reads the JSON that `snarkjs zkey export verificationkey` writes; the redundant `vk_alphabeta_12` is ignored.
 *
 * @throws VerificationKeyFormatError
 */
export function verificationKeyFromSnarkjs(value: unknown): VerificationKey {
  const json = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  if (json.protocol !== 'groth16' || json.curve !== 'bn128') {
    throw new VerificationKeyFormatError('protocol', 'is not Groth16 over BN254 (bn128)');
  }
  const affine = (point: unknown, one: string, field: string) => {
    if (!Array.isArray(point) || point.length !== 3 || JSON.stringify(point[2]) !== one) {
      throw new VerificationKeyFormatError(field, 'is not a finite point with a last coordinate of one');
    }
    return point.slice(0, 2) as unknown;
  };
  const g1 = (point: unknown, field: string) => affine(point, '"1"', field);
  const g2 = (point: unknown, field: string) => affine(point, '["1","0"]', field);
  const ic = json.IC;
  if (!Array.isArray(ic)) throw new VerificationKeyFormatError('IC', 'is not an array');
  if (json.nPublic !== ic.length - 1)
    throw new VerificationKeyFormatError('nPublic', 'does not match the length of IC');
  return parseVerificationKey({
    alpha: g1(json.vk_alpha_1, 'vk_alpha_1'),
    beta: g2(json.vk_beta_2, 'vk_beta_2'),
    gamma: g2(json.vk_gamma_2, 'vk_gamma_2'),
    delta: g2(json.vk_delta_2, 'vk_delta_2'),
    ic: ic.map((point, index) => g1(point, `IC[${index}]`)),
  });
}

/** The key as `snarkjs groth16 verify` takes it. */
export function verificationKeyToSnarkjs(key: VerificationKey): SnarkjsVerificationKey {
  const g1 = (point: readonly string[]) => [...point, '1'];
  const g2 = (point: readonly (readonly string[])[]) => [...point.map((coordinate) => [...coordinate]), ['1', '0']];
  return {
    protocol: 'groth16',
    curve: 'bn128',
    nPublic: key.ic.length - 1,
    vk_alpha_1: g1(key.alpha),
    vk_beta_2: g2(key.beta),
    vk_gamma_2: g2(key.gamma),
    vk_delta_2: g2(key.delta),
    IC: key.ic.map(g1),
  };
}
