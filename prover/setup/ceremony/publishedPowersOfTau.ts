/** A powers-of-tau file that many parties made and whose hash is published. */
export interface PublishedPowersOfTau {
  readonly file: string;
  /** Binary logarithm of the largest domain that it serves. */
  readonly power: number;
  /** blake2b-512 of the file, lower-case hex. */
  readonly hash: string;
}

/**
 * The files of the Hermez ceremony (the Perpetual Powers of Tau with 54 contributions and a beacon, prepared for phase
 * 2) for the domains of the instances and one more. Source: the table in README.md of snarkjs 0.7.6.
 */
export const PUBLISHED_POWERS_OF_TAU: readonly PublishedPowersOfTau[] = [
  {
    file: 'powersOfTau28_hez_final_14.ptau',
    power: 14,
    hash: 'eeefbcf7c3803b523c94112023c7ff89558f9b8e0cf5d6cdcba3ade60f168af4a181c9c21774b94fbae6c90411995f7d854d02ebd93fb66043dbb06f17a831c1',
  },
  {
    file: 'powersOfTau28_hez_final_15.ptau',
    power: 15,
    hash: '982372c867d229c236091f767e703253249a9b432c1710b4f326306bfa2428a17b06240359606cfe4d580b10a5a1f63fbed499527069c18ae17060472969ae6e',
  },
  {
    file: 'powersOfTau28_hez_final_16.ptau',
    power: 16,
    hash: '6a6277a2f74e1073601b4f9fed6e1e55226917efb0f0db8a07d98ab01df1ccf43eb0e8c3159432acd4960e2f29fe84a4198501fa54c8dad9e43297453efec125',
  },
  {
    file: 'powersOfTau28_hez_final_17.ptau',
    power: 17,
    hash: '6247a3433948b35fbfae414fa5a9355bfb45f56efa7ab4929e669264a0258976741dfbe3288bfb49828e5df02c2e633df38d2245e30162ae7e3bcca5b8b49345',
  },
];
