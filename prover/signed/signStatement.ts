import type { PrivateKeyAccount } from 'viem/accounts';
import { type Statement, statementDigest, type UnsignedStatement } from '../../verifier/signed/statement.ts';

/** A statement with the signature of the venue's statement signer (RG-13). */
export async function signStatement(statement: UnsignedStatement, account: PrivateKeyAccount): Promise<Statement> {
  return {
    ...statement,
    signer: account.address.toLowerCase() as `0x${string}`,
    signature: await account.sign({ hash: statementDigest(statement) }),
  };
}
