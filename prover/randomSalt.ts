/** A fresh salt of 248 bits from the platform's secure source. */
export function randomSalt(): bigint {
  const bytes = crypto.getRandomValues(new Uint8Array(31));
  return bytes.reduce((salt, byte) => (salt << 8n) | BigInt(byte), 0n);
}
