import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Serves one page on this machine. */
export interface PageServer {
  /** `http://127.0.0.1:PORT/` */
  readonly url: string;
  /** What was asked for, as the server saw it. */
  readonly asked: string[];
  close(): Promise<void>;
}

/**
 * @param headers more headers, such as those that isolate a page
 * @param files what is served beside the page, by path
 */
export async function servePage(
  html: string,
  headers: Record<string, string> = {},
  files: Readonly<Record<string, Uint8Array>> = {},
): Promise<PageServer> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.url} ${request.headers.referer ?? ''}`);
    const file = files[request.url ?? ''];
    const type = file === undefined ? 'text/html; charset=utf-8' : 'application/octet-stream';
    response.writeHead(200, { 'content-type': type, ...headers }).end(file ?? html);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
