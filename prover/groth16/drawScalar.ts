import { SCALAR_FIELD } from '../../verifier/points.ts';
import { ProvingError } from './provingError.ts';

/** Bits of the order of the scalar field. */
const BITS = 254;

/**
 * A uniformly random scalar from the platform's secure source.
 *
 * @throws ProvingError where there is no such source: a proof that is blinded with less would give its witness away
 */
export function drawScalar(): bigint {
  const { crypto } = globalThis;
  if (crypto?.getRandomValues === undefined) {
    throw new ProvingError('there is no secure source of random numbers', 'Prove where crypto.getRandomValues exists.');
  }
  for (;;) {
    const bytes = crypto.getRandomValues(new Uint8Array(32));
    let value = 0n;
    for (const byte of bytes) value = (value << 8n) | BigInt(byte);
    value = BigInt.asUintN(BITS, value);
    bytes.fill(0);
    if (value < SCALAR_FIELD) return value;
  }
}
