#!/usr/bin/env node
import { processOutput } from './io/processOutput.ts';
import { runCli } from './runCli.ts';

process.exitCode = await runCli(process.argv.slice(2), processOutput());
