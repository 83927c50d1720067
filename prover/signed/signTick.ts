import type { PrivateKeyAccount } from 'viem/accounts';
import { type TickSignature, tickDigest, type UnsignedTick } from '../../verifier/signed/tick.ts';

/** An oracle signer's signature of a tick (RG-04). */
export async function signTick(tick: UnsignedTick, account: PrivateKeyAccount): Promise<TickSignature> {
  return {
    signer: account.address.toLowerCase() as `0x${string}`,
    signature: await account.sign({ hash: tickDigest(tick) }),
  };
}
