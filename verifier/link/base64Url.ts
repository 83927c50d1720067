/** Base64 in the alphabet that URLs allow, without padding. */
export function base64Url(bytes: Uint8Array): string {
  let characters = '';
  // One by one: an argument list of this length could overflow the stack.
  for (const byte of bytes) characters += String.fromCharCode(byte);
  return btoa(characters).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
