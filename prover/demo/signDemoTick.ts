import type { PrivateKeyAccount } from 'viem/accounts';
import { type Tick, tickDigest, type UnsignedTick } from '../../verifier/signed/tick.ts';

/** A tick with signatures of some of its signers, by rising address as the registry takes them. */
export async function signDemoTick(tick: UnsignedTick, signers: readonly PrivateKeyAccount[]): Promise<Tick> {
  const signatures = [];
  for (const account of signers) {
    const signer = account.address.toLowerCase() as `0x${string}`;
    signatures.push({ signer, signature: await account.sign({ hash: tickDigest(tick) }) });
  }
  return { ...tick, signatures: signatures.sort((x, y) => (x.signer < y.signer ? -1 : 1)) };
}
