import type { FileHandle } from 'node:fs/promises';

/** The first bytes of an open file, at most `maximum`: a pipe gives them piece by piece. */
export async function readBytes(file: FileHandle, maximum: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(maximum);
  let length = 0;
  while (length < bytes.length) {
    const { bytesRead } = await file.read(bytes, length, bytes.length - length, null);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return bytes.subarray(0, length);
}
