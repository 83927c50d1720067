/**
 * Long names of properties that no document, node or browser knows: the build of the page shortens them. A name may stand
 * here only if nothing looks it up by its text.
 */
const NAMES = [
  ...['addRecoveryBit', 'assertValidity', 'bucketHours', 'denominator', 'demand', 'developmentKey', 'discountGap'],
  ...['documentHash', 'facts', 'feeRate', 'fromAffine', 'fromBytes', 'hasCofactor', 'hasFailed', 'hasHighS'],
  ...['hasSurface', 'isLong', 'isProven', 'isListed', 'isSettled', 'isSigned', 'isSigner', 'jointScenarios'],
  ...['linearRate', 'lotFactor', 'multiplyUnsafe', 'numerator', 'ofEquivocator', 'omitted', 'onFiles'],
  ...['onTexts', 'openingText', 'oracleSigners', 'pairingBatch', 'penaltyBaseRate', 'penaltyMarkRate'],
  ...['penaltyNotionalRate', 'perWord', 'published', 'quotient', 'recoverPublicKey', 'recovery', 'remainder'],
  ...['shortOptionRate', 'statusOf', 'strikeTickExponent', 'strikeTickUnits'],
  ...['toBytes', 'trustedKeys', 'unconfirm', 'underDevelopmentKey', 'wordsPerChunk'],
];

/**
 * The names that may be shortened in a script, as a pattern.
 *
 * @throws Error where the script has one of them as a text, so that something may look it up
 */
export function internalNames(script: string): RegExp {
  const texts = NAMES.filter((name) => new RegExp(`[\`'"]${name}[\`'"]`).test(script));
  if (texts.length > 0) throw new Error(`names of the page stand in it as texts too: ${texts.join(', ')}`);
  return new RegExp(`^(?:${NAMES.join('|')})$`);
}
