import { InputError } from '../../circuits/errors.ts';

/**
 * Checks the address of a node.
 *
 * @throws InputError `RPC_URL`; the message never holds the address, which may carry an access key
 */
export function readRpcUrl(text: string, field: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && ['http:', 'https:'].includes(url.protocol)) return url;
  throw new InputError('RPC_URL', `${field} is not the address of a node`, {
    field,
    remedy: 'Give an address such as https://node.example/ or http://127.0.0.1:8545.',
  });
}
