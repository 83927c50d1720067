import { NO_CONTRACT, type SigningPlace } from '../../verifier/signed/signingPlace.ts';
import { argumentError } from '../io/readArguments.ts';

/**
 * An address that stands in an option, in any case.
 *
 * @returns in lower case
 * @throws InputError `ARGUMENTS`
 */
export function addressOption(command: string, text: string, field: string): `0x${string}` {
  if (/^0x[0-9a-f]{40}$/i.test(text)) return text.toLowerCase() as `0x${string}`;
  throw argumentError(command, `${field} is not an address: 0x and 40 hex digits`, field);
}

/**
 * Addresses of signers, without repetitions.
 *
 * @throws InputError `ARGUMENTS`
 */
export function signerOptions(command: string, texts: readonly string[], field: string): ReadonlySet<`0x${string}`> {
  const signers = new Set(texts.map((text) => addressOption(command, text, field)));
  if (signers.size === texts.length) return signers;
  throw argumentError(command, `${field} names an address twice`, field);
}

/**
 * A whole number in an option.
 *
 * @throws InputError `ARGUMENTS` unless it is written in its one spelling and from `least` to `most`
 */
export function naturalOption(command: string, text: string, field: string, least: bigint, most: bigint): bigint {
  const natural = /^(?:0|[1-9]\d{0,77})$/.test(text) ? BigInt(text) : undefined;
  if (natural !== undefined && natural >= least && natural <= most) return natural;
  throw argumentError(command, `${field} is not a whole number from ${least} to ${most}`, field);
}

/** How many signatures a tick needs, at most as many as signers are named. */
export function quorumOption(command: string, text: string, signers: number): number {
  return Number(naturalOption(command, text, '--quorum', 1n, BigInt(signers)));
}

/**
 * Where signatures count, from the options of a command: off chain where both are left out.
 *
 * @throws InputError `ARGUMENTS`
 */
export function placeOptions(
  command: string,
  chainId: string | undefined,
  contract: string | undefined,
  contractField: string,
): SigningPlace {
  const place: SigningPlace = {
    chainId: naturalOption(command, chainId ?? '0', '--chain-id', 0n, (1n << 256n) - 1n),
    verifyingContract: addressOption(command, contract ?? NO_CONTRACT, contractField),
  };
  if ((place.chainId === 0n) === (place.verifyingContract === NO_CONTRACT)) return place;
  throw argumentError(
    command,
    `--chain-id and ${contractField} go together: off chain both are zero, on chain neither is`,
    '--chain-id',
  );
}
