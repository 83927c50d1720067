import { readFileSync } from 'node:fs';
import { PROCESS_CLOCK } from '../clock.ts';
import { CONTEST } from '../contenders.ts';
import type { FreshJob } from './job.ts';
import { runJob } from './runJob.ts';

const job: FreshJob = JSON.parse(process.argv[2] ?? '');
const contender = [CONTEST.reference, ...CONTEST.challengers].find(({ name }) => name === job.contender);
if (contender === undefined) throw new RangeError(`there is no contender ${job.contender}`);
const witness = new Uint8Array(readFileSync(job.witnessPath));
const answer = await runJob(job, contender, witness, PROCESS_CLOCK);
process.stdout.write(JSON.stringify(answer, (_, value) => (typeof value === 'bigint' ? value.toString() : value)));
