/** What a person needs to know of a custom error. */
export interface RefusalMessage {
  readonly message: string;
  readonly remedy?: string;
}

type Describe = (...args: string[]) => readonly [message: string, remedy?: string];

const NEXT_TICK = 'Announce again with a newer tick of the feed.';
const WAIT = 'Wait until then, and run the command again.';
const OTHER_KEY = 'Use the key file of the account that has this role.';
const DEFECT = 'This is a defect of Fairmark: report it with the command and the version.';

/** Arguments stand in the order of the ABI; times are seconds since 1970 and are written in UTC. */
const MESSAGES: Readonly<Record<string, Describe>> = {
  // Venues and charters
  VenueNameInvalid: (name) => [`${name} is no name of 1 to 200 bytes`, 'Take the venue of the charter.'],
  VenueExists: (venue) => [`venue ${venue} is registered already`, 'Its admin can opt in with --opt-in-only.'],
  VenueUnknown: (venue) => [`venue ${venue} is not registered`, 'Register it with fairmark publish venue.'],
  AccountZero: (field) => [`the venue's ${field} is the zero address`, 'Name an address that somebody holds.'],
  CharterPending: (_, index, from) => [
    `charter ${index} is pending until ${time(from)}`,
    'Wait until it is in force, or cancel it first.',
  ],
  NoCharterPending: (venue) => [`venue ${venue} has no pending charter`],
  NoCharterInForce: (venue, at) => [
    `venue ${venue} had no charter in force at ${time(at)}`,
    'A charter takes force a day or more after its proposal; announce with a tick from then on.',
  ],
  CharterUnknown: (venue, index) => [`venue ${venue} has no charter ${index}`],
  FeedNotInCharter: (_, index, feed) => [
    `charter ${index} does not name the feed ${feed}`,
    'Take a tick of one of its feeds, or publish a charter that names this one.',
  ],
  FeedsEmpty: () => ['the charter names no feed', 'Name the feeds whose snapshots may be used.'],
  DocumentEmpty: () => ['the charter has no text', DEFECT],
  TermInvalid: (term, value) => [`the charter's term ${term} is ${value}`, 'Mend `registration` in the charter.'],
  RulebookNotCanonical: () => ['the rulebook commitment is no element of the field', DEFECT],
  SignerKnown: (_, signer) => [`${signer} signs statements of the venue already`],
  SignerUnknown: (_, signer) => [`${signer} does not sign statements of the venue`],
  AccessControlUnauthorizedAccount: (account) => [`${account} does not have the role that this needs`, OTHER_KEY],
  AccessControlBadConfirmation: () => ['a role can be given up by its account only', OTHER_KEY],
  DelayTooShort: (delay, least) => [
    `a delay of ${delay} seconds is too short or out of bounds: the least is ${least}`,
    'Give a longer delay.',
  ],
  DelayTooLong: (delay, most) => [`a delay of ${delay} seconds is longer than ${most}`, 'Give a shorter delay.'],
  // Feeds and ticks
  FeedNameInvalid: (name) => [`${name} is no name of 1 to 200 bytes`],
  FeedExists: (feed) => [`feed ${feed} is registered already`, 'Its admin can propose other signers.'],
  FeedUnknown: (feed) => [`feed ${feed} is not registered`, 'Register it with fairmark publish feed.'],
  NotFeedAdmin: (feed, sender) => [`${sender} is not the admin of feed ${feed}`, OTHER_KEY],
  AdminZero: () => ['the admin is the zero address', 'Name an address that somebody holds.'],
  QuorumInvalid: (quorum, signers) => [
    `a quorum of ${quorum} among ${signers} signers is not more than half of them`,
    'Take a quorum above half of the signers, and at most all of them.',
  ],
  SignersNotIncreasing: (position, signer) => [
    `signer ${position}, ${signer}, does not follow the one before it`,
    'Every signer may stand once, by rising address.',
  ],
  SignersPending: (_, epoch, from) => [`epoch ${epoch} of the feed is pending until ${time(from)}`, WAIT],
  NoSignersPending: (feed) => [`feed ${feed} has no pending signers`],
  SignerNotOfFeed: (feed, signer) => [`${signer} never signed for feed ${feed}, or is revoked`],
  EpochNotInForce: (_, epoch, at) => [
    `epoch ${epoch} of the feed's signers is not in force at ${time(at)}`,
    'Take a tick that the signers of its own time signed.',
  ],
  QuorumMissed: (signatures, quorum) => [
    `the tick has ${signatures} signatures and needs ${quorum}`,
    'Collect signatures of further signers of the feed.',
  ],
  SignatureInvalid: (position) => [`signature ${position} of the tick is none`, 'Have the tick signed again.'],
  SignerRefused: (position, signer) => [
    `signature ${position} of the tick is by ${signer}, who is no signer of this epoch or is revoked`,
    'The signature may be for another chain or FeedRegistry; have the tick signed again.',
  ],
  TickInFuture: (at, now) => [`the tick was observed at ${time(at)}, and the chain is at ${time(now)}`, WAIT],
  TickConflict: (_, round, known) => [
    `another tick of round ${round} is known, ${known}`,
    'Two signed ticks of one round convict their signers: keep both.',
  ],
  RoundZero: () => ['rounds of a feed count from one', 'Number the ticks from one.'],
  SnapshotNotCanonical: () => ['the snapshot commitment is no element of the field', DEFECT],
  TimeNotMonotone: (_, round, at) => [
    `the tick of round ${round}, observed at ${time(at)}, is not in the order of the known ones`,
    'Take a tick that continues the feed.',
  ],
  PreviousTickWrong: (_, round) => [
    `the tick of round ${round} does not continue the known one before it`,
    'Take a tick that continues the feed.',
  ],
  // Verifiers
  NoticeTooShort: (notice, least) => [`a notice of ${notice} seconds is shorter than ${least}`],
  GuardianZero: () => ['the guardian is the zero address', 'Name an address that somebody holds.'],
  NotGuardian: (sender) => [`${sender} is not the guardian`, OTHER_KEY],
  VerifierUnknown: (id) => [`there is no verifier ${id}`, 'Use the deployment document of this registry.'],
  VerifierWithoutCode: (address) => [`there is no contract at ${address}`],
  VerifierKindWrong: (address) => [`the verifier ${address} is of another kind of key`, DEFECT],
  DevelopmentKeyRefused: (chain) => [
    `chain ${chain} is no test chain, and a development key lets anyone forge`,
    'Deploy to a test chain, or install keys of a ceremony.',
  ],
  TranscriptMissing: (key) => [`the key ${key} has no transcript`, 'Name it with --transcript.'],
  TranscriptNotExpected: (key) => [`the development key ${key} has no transcript`, 'Leave out --transcript.'],
  VerifierNotActive: (id, from) => [`verifier ${id} is active from ${time(from)} on`, WAIT],
  VerifierIsRetired: (id, at) => [
    `the guardian retired verifier ${id} at ${time(at)}`,
    'Announce under another verifier; nothing can be recorded under this one.',
  ],
  VerifierNotChosen: (venue, id) => [
    `venue ${venue} has not opted in to verifier ${id}`,
    'Its admin opts in with fairmark publish venue --opt-in-only.',
  ],
  CodeChanged: (id) => [`the code of verifier ${id} is not the one that was added`, 'Do not use this registry.'],
  OwnableUnauthorizedAccount: (account) => [`${account} is not the owner`, OTHER_KEY],
  OwnableInvalidOwner: (owner) => [`${owner} cannot be the owner`],
  // Announcements
  NothingAnnounced: () => ['nothing is announced', 'Name at least one event.'],
  BatchTooLarge: (count, most) => [`${count} liquidations are more than ${most}`, 'Announce them in parts.'],
  RootZero: () => ['the account root is zero', DEFECT],
  AccountRootUnknown: (venue, index) => [`venue ${venue} has no account root ${index}`],
  AccountRootLate: (index, published, observed) => [
    `account root ${index} was published at ${time(published)}, not before the tick of ${time(observed)}`,
    NEXT_TICK,
  ],
  AccountRootOld: (index, latest) => [
    `account root ${index} is older than root ${latest}, which was published before the tick`,
    'Name the accounts document of the latest root.',
  ],
  TickTooOld: (round, newest, behind) => [
    `round ${round} is more than ${behind} rounds behind the newest, ${newest}`,
    NEXT_TICK,
  ],
  TickExpired: (observed, now, age) => [
    `the tick of ${time(observed)} is older than ${age} seconds at ${time(now)}`,
    NEXT_TICK,
  ],
  SurfaceNotInTick: (venue) => [
    `the tick does not hold this surface of venue ${venue}`,
    'Commit to the surface before the tick; the oracle signs what it had received.',
  ],
  SurfaceLate: (received, observed) => [
    `the surface was received at ${time(received)}, not before the tick of ${time(observed)}`,
    NEXT_TICK,
  ],
  SurfaceTooOld: (received, observed, age) => [
    `the surface of ${time(received)} is older than ${age} seconds at the tick of ${time(observed)}`,
    'Commit to a new surface for every tick.',
  ],
  AccountNotInRoot: (item, handle) => [
    `liquidation ${item}: the state of ${handle} is not in the account root`,
    'Name the accounts document whose root was published, and the account as it stands there.',
  ],
  StateConsumed: (item, _, sequence) => [
    `liquidation ${item}: this state of the account was announced as number ${sequence}`,
    'Take the account as that liquidation left it, with --chained.',
  ],
  StateNotCanonical: (item) => [`liquidation ${item}: the account commitment is no element of the field`, DEFECT],
  NoPredecessor: (item, handle) => [
    `liquidation ${item}: ${handle} was never announced, so nothing can be chained to it`,
    'Announce it from the account root, without --chained.',
  ],
  ProofNotExpected: (item) => [`liquidation ${item} is chained and needs no Merkle proof`, DEFECT],
  AccountRootNotLater: (item, handle, published, last) => [
    `liquidation ${item}: ${handle} was announced at ${time(last)}, after the account root of ${time(published)}`,
    'Publish a new account root, or announce with --chained.',
  ],
  TickNotLater: (item, handle, _, last) => [
    `liquidation ${item}: ${handle} was announced at a later tick, of ${time(last)}`,
    NEXT_TICK,
  ],
  TooManyRounds: (item, handle, most) => [
    `liquidation ${item}: the charter allows ${most} liquidations of ${handle} at one tick`,
    NEXT_TICK,
  ],
  // Records
  NotAnnounced: (item) => [
    `liquidation ${item} was not announced here`,
    'Announce it first; a receipt of another registry is no use here.',
  ],
  RecordContradicts: (sequence) => [
    `number ${sequence} is recorded with another result`,
    'Keep this receipt: two valid ones for one state show that the venue proved two closes.',
  ],
  DeadlinePassed: (sequence, deadline, now) => [
    `number ${sequence} could be recorded until ${time(deadline)}, and it is ${time(now)}`,
    'It counts as overdue for ever.',
  ],
  DeadlineNotPassed: (sequence, deadline) => [`number ${sequence} can still be recorded until ${time(deadline)}`, WAIT],
  PredecessorNotRecorded: (sequence, predecessor) => [
    `number ${sequence} is chained to number ${predecessor}, which is not recorded with the state it starts from`,
    'Record the predecessor first.',
  ],
  StateProduced: (_, sequence) => [`the state after is that of number ${sequence}`, 'Prove again with a fresh salt.'],
  MixedVerifiers: (sequence, id, expected) => [
    `number ${sequence} is under verifier ${id}, the batch under ${expected}`,
    'Record them apart.',
  ],
  ProofRefused: (id) => [`verifier ${id} did not accept the proof`, 'Verify the receipt with fairmark verify.'],
  NotOpen: (sequence, status) => [
    `number ${sequence} is ${STATUSES[Number(status)] ?? `of status ${status}`}`,
    'Only what is announced and not yet recorded or overdue can be recorded or flagged.',
  ],
  ItemsMalformed: () => ['the proofs are not a whole number of items', DEFECT],
  SignalNotCanonical: (item, signal) => [`item ${item}: signal ${signal} is no element of the field`, DEFECT],
  PrecompileFailed: () => [
    'a curve operation of the chain failed: a point is not on its curve, or gas ran out',
    'Verify the receipt with fairmark verify.',
  ],
  ProofInvalid: (items) => [
    `${items === '1' ? 'the proof does' : `one of ${items} proofs does`} not hold for what was announced`,
    'Verify each receipt with fairmark verify, and compare it with the announcement.',
  ],
  // Statements
  StatementSignatureInvalid: () => ['the signature of the statement is none', 'Use the statement as it was received.'],
  StatementSignerRefused: (_, signer) => [`${signer} did not sign for the venue when the state was made`],
  StatementsAgree: () => ['the statements agree', 'Only two that differ convict anybody.'],
  StatementsOfTwoAccounts: () => ['the statements are about two accounts', 'Give two about one state of one account.'],
  StatementsOfTwoStates: () => [
    'the statements are about two states',
    'Give two about one state, or with two handles.',
  ],
  StatementsOfTwoVenues: () => ['the statements are of two venues', 'Give two of one venue.'],
  StateNotRecorded: () => ['nothing was recorded from this state'],
  StateNotNewer: () => ['the signed state is not newer than the one that was liquidated'],
  StateAfterTick: () => ['the signed state is not from before the tick'],
  // OpenZeppelin's, which no caller can cause
  StringTooLong: () => ['a name of the contract is too long', DEFECT],
  InvalidShortString: () => ['a name of the contract is damaged', DEFECT],
};

const STATUSES = ['not announced', 'announced', 'recorded', 'overdue'];

function time(seconds: string): string {
  const milliseconds = Number(seconds) * 1000;
  return milliseconds < 8.64e15 ? `${new Date(milliseconds).toISOString().slice(0, -5)}Z` : `second ${seconds}`;
}

/** What a custom error of the contracts means, and how to mend it; by its name where this version does not know it. */
export function refusalMessage(errorName: string, args: readonly unknown[]): RefusalMessage {
  const describe = Object.hasOwn(MESSAGES, errorName) ? MESSAGES[errorName] : undefined;
  if (!describe) return { message: [errorName, ...args.map(String)].join(' ') };
  const [message, remedy] = describe(...args.map(String));
  return { message, ...(remedy === undefined ? {} : { remedy }) };
}
