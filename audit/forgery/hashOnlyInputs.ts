/**
 * Private inputs that are field elements and enter nothing but a hash whose value is public (FM-03): another value is
 * another commitment. Of lists, the elements that the account does not open.
 */
export const HASH_ONLY_INPUTS: readonly string[] = [
  'accountAfterSalt',
  'accountNumber',
  'accountSalt',
  'charterWords',
  'documentHash',
  'domainValue',
  'outcomeSalt',
  'ownerTag',
  'quotesRoot',
  'snapshotFeed',
  'snapshotPrevious',
  'snapshotRound',
  'snapshotRows',
  'surfaceNumber',
  'surfacePrevious',
  'surfaceRows',
  'surfaceSalt',
  'treeRoot',
];
