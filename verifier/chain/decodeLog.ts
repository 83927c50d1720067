import { ChainAnswerError } from './chainAnswerError.ts';
import { decodeView } from './decodeView.ts';
import type { ChainLog } from './nodeReader.ts';
import type { EventLayout, ViewResult } from './viewLayout.ts';

/**
 * Decodes an event: exactly the topics and words of the layout, each inside its type. Who emitted it is not looked at.
 *
 * @param name of the event, for the error
 * @throws ChainAnswerError
 */
export function decodeLog<const E extends EventLayout>(
  name: string,
  event: E,
  [, [topic, ...indexed], data]: ChainLog,
): ViewResult<E> {
  if (topic !== event.topic || indexed.length !== event.indexed) throw new ChainAnswerError(name, 'has other topics');
  return decodeView(name, event, `0x${[...indexed, data].map((digits) => digits.slice(2)).join('')}`);
}
