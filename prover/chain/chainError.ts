import { FairmarkError } from '../../circuits/errors.ts';

export type ChainErrorCode =
  | 'RPC_URL'
  | 'NODE_UNREACHABLE'
  | 'NODE_FAILED'
  | 'FUNDS_MISSING'
  | 'GAS_EXCEEDED'
  | 'TRANSACTION_PENDING'
  | 'TRANSACTION_REVERTED'
  | 'CONTRACT_MISSING'
  | 'CHAIN_OTHER'
  | 'DEPLOYMENT_MISMATCH'
  | 'DEVELOPMENT_KEY'
  | 'ANVIL_MISSING'
  | 'ANVIL_FAILED';

/** A node, a chain or a deployment that is not what is needed. Never holds a key or the address of a node. */
export class ChainError extends FairmarkError {
  constructor(code: ChainErrorCode, message: string, details: { field?: string; remedy: string }) {
    super(code, message, details);
  }
}
