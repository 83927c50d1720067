/**
 * The body of an answer. The length that it declares may be a lie: bytes are counted as they come.
 *
 * @param tooLarge makes the error for an answer of more than `maximumBytes`
 */
export async function readLimited(
  response: Response,
  maximumBytes: number,
  tooLarge: () => Error,
): Promise<Uint8Array> {
  const reader = response.body?.getReader();
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > maximumBytes) {
      await reader.cancel();
      throw tooLarge();
    }
    chunks.push(value);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}
