/** Public surface of `fairmark/verifier`: runs in a browser and in Node. */
export type { ErrorDetails } from '../circuits/errors.ts';
export { FairmarkError, InputError } from '../circuits/errors.ts';
export { PUBLIC_SIGNALS, type PublicSignalName, type PublicSignals } from '../circuits/signals.ts';
export { ChainAnswerError } from './chain/chainAnswerError.ts';
export type { ChainReader } from './chain/chainReader.ts';
export type { ChainSource } from './chain/chainSource.ts';
export { quorumReader } from './chain/quorumReader.ts';
export {
  type LiquidationStatus,
  type RegistryCharter,
  type RegistryFacts,
  RegistryReader,
  type RegistryState,
  type RegistryVerifier,
} from './chain/registryReader.ts';
export { CHECK_IDS, CHECKS, type CheckId } from './checks.ts';
export { type AccountDocument, type PositionDocument, readAccount, writeAccount } from './formats/account.ts';
export { type CharterDocument, type PublishedCharter, readCharter, writeCharter } from './formats/charter.ts';
export { readSnapshot, type SnapshotDocument, writeSnapshot } from './formats/snapshot.ts';
export { VERIFICATION_KEYS } from './generated/verificationKeys.ts';
export { checkVerificationKey, type KeyFailure, type KeyFailureCode } from './keyGate.ts';
export { type LinkTexts, readLink } from './link/readLink.ts';
export { writeLink } from './link/writeLink.ts';
export { isInMerkleTree, MerkleTree } from './merkle/merkleTree.ts';
export { standardLeaf } from './merkle/standardLeaf.ts';
export {
  type ClosedLegDocument,
  type ClosedOutcome,
  type Disclosure,
  OPENING_FORMAT,
  type Opening,
  type OpeningDocument,
  OpeningError,
  type OutcomeDocument,
  parseOpeningText,
  readOpening,
  type WriteOpeningOptions,
  writeOpening,
} from './opening.ts';
export { type Groth16Proof, ProofFormatError, parseProof, parsePublicSignals, verifyProof } from './proof.ts';
export {
  domainPreimage,
  parseReceiptText,
  RECEIPT_FORMAT,
  type Receipt,
  type ReceiptDomain,
  ReceiptError,
  type ReceiptErrorCode,
  type ReceiptParts,
  readReceipt,
  registeredDomain,
  unregisteredDomain,
  writeReceipt,
} from './receipt.ts';
export {
  type Banner,
  type BannerCode,
  type Check,
  type CheckStatus,
  NOT_SHOWN,
  REPORT_FORMAT,
  type ReceiptSummary,
  type Report,
  type Verdict,
} from './report.ts';
export { accountHandle } from './signed/accountHandle.ts';
export {
  type AccountEntry,
  type AccountStates,
  type AccountsDocument,
  accountsTree,
  readAccounts,
  writeAccounts,
} from './signed/accountsDocument.ts';
export { compareStatement, type StatementComparison, type StatementRelation } from './signed/compareStatement.ts';
export { recoverSigner } from './signed/recoverSigner.ts';
export { OFF_CHAIN, type SigningPlace } from './signed/signingPlace.ts';
export { type Statement, statementDigest, type UnsignedStatement } from './signed/statement.ts';
export {
  parseStatementText,
  readStatement,
  type StatementDocument,
  writeStatement,
} from './signed/statementDocument.ts';
export { surfacesTree, type Tick, type TickSurface, tickDigest, tickHash, type UnsignedTick } from './signed/tick.ts';
export { parseTickText, readTick, type TickDocument, writeTick } from './signed/tickDocument.ts';
export type { TrustedOracle, TrustedSigners } from './signedChecks.ts';
export {
  parseVerificationKey,
  type SetupKind,
  type VerificationKey,
  VerificationKeyFormatError,
  type VerificationKeyRecord,
  type VerificationKeyRecords,
  verificationKeyHash,
} from './verificationKey.ts';
export {
  type VerifyChainOptions,
  type VerifyChainTextOptions,
  type VerifyOptions,
  type VerifyTextOptions,
  verifyReceipt,
  verifyReceiptText,
} from './verifyReceipt.ts';
