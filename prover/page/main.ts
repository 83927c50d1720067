import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { buildPage } from './buildPage.ts';

const p = await buildPage(process.cwd());
writeFileSync('/tmp/page.html', p);
console.log(Buffer.byteLength(p), gzipSync(p, { level: 9 }).length, createHash('sha256').update(p).digest('hex'));
