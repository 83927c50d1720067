import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PUBLIC_SIGNALS } from '../../../circuits/signals.ts';
import { witnessInputs } from '../../../circuits/witnessInputs.ts';
import { loadArtifacts } from '../../../prover/artifacts.ts';
import { benchCase } from '../../../prover/bench/benchCase.ts';
import { checkProof, endChecks } from '../../../prover/bench/proving/checkProof.ts';
import type { ProvingCase } from '../../../prover/bench/proving/provingCase.ts';
import { KERNEL_FORMS, type KernelForm } from '../../../prover/groth16/forms/kernelForm.ts';
import { chooseForm } from '../../../prover/groth16/load/chooseForm.ts';
import { kernelFile } from '../../../prover/groth16/load/kernelFile.ts';
import { nodePlatform } from '../../../prover/groth16/platform/nodePlatform.ts';
import { compileInstance } from '../../../prover/setup/compileInstance.ts';
import { instanceShape } from '../../../prover/setup/instances.ts';
import { defaultWorkspace } from '../../../prover/setup/workspace.ts';
import { openBrowser } from '../../support/browser/browser.ts';
import { bundleScript } from '../../support/browser/bundleScript.ts';
import { ISOLATION } from '../../support/browser/isolation.ts';
import { servePage } from '../../support/browser/pageServer.ts';
import type * as ProveInPage from '../../support/browser/proveInPage.ts';

const INSTANCE = 'liquidation_small';
/** The least that the prover needs: the inline script stands for the page's own. */
const POLICY = {
  'content-security-policy':
    "default-src 'none'; script-src 'unsafe-inline' 'wasm-unsafe-eval'; worker-src blob:; connect-src 'self'; img-src data:",
};

let browser: Browser;
let html: string;
let files: Record<string, Uint8Array>;
let expected: Pick<ProvingCase, 'verificationKey' | 'publicSignals'>;
let fastest: KernelForm;

beforeAll(async () => {
  const workspace = defaultWorkspace();
  const entry = join(import.meta.dirname, '../../support/browser/proveInPage.ts');
  [browser, html] = await Promise.all([openBrowser(), bundleScript(entry)]);
  const { inputs, result } = await benchCase(INSTANCE);
  const signals = witnessInputs(inputs, result, await instanceShape(workspace, INSTANCE));
  const { witnessGenerator, zkeyPath, verificationKey } = await loadArtifacts(INSTANCE, { workspace });
  const text = JSON.stringify(signals, (_, value) => (typeof value === 'bigint' ? String(value) : value));
  files = {
    '/key.zkey': await readFile(zkeyPath),
    '/circuit.wasm': await readFile((await compileInstance(INSTANCE, workspace)).wasm),
    '/witness.wtns': await witnessGenerator.generate(signals),
    '/inputs.json': new TextEncoder().encode(text),
  };
  for (const form of KERNEL_FORMS) files[`/${form}.wasm`] = await readFile(kernelFile(form));
  expected = { verificationKey, publicSignals: PUBLIC_SIGNALS.map((name) => result.publicSignals[name]) };
  // The engine in Node is the one in Chromium, and the processor is the same.
  fastest = (await chooseForm(nodePlatform.loadKernels)).form;
});
afterAll(async () => {
  await browser.close();
  await endChecks();
});

test.each<[string, Record<string, string>, readonly KernelForm[]]>([
  ['with cross-origin isolation', ISOLATION, KERNEL_FORMS],
  ['without', {}, KERNEL_FORMS],
  ['without, with the scalar kernels alone', {}, ['scalar']],
])('a page %s makes a witness and proves the small instance', async (_, headers, forms) => {
  const isolated = headers === ISOLATION;
  const server = await servePage(html, { ...POLICY, ...headers }, files);
  try {
    const page = await browser.newPage();
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => problems.push(message.text()));
    page.on('requestfailed', (request) => problems.push(`failed: ${request.url()}`));
    page.on('request', (request) => {
      const url = request.url().replace(/^blob:/, '');
      if (!url.startsWith(server.url) && url !== 'data:,') problems.push(`request: ${url}`);
    });
    // Not `/`: vitest would read the file of that name for the stack of an error.
    await page.goto(`${server.url}page`);
    const report = await page.evaluate(
      (offered) => (globalThis as unknown as { underTest: typeof ProveInPage }).underTest.prove(offered),
      forms,
    );
    const form = forms === KERNEL_FORMS ? fastest : 'scalar';
    expect(report).toMatchObject({
      isolated,
      use: { form, workers: isolated ? 2 : 1, shared: isolated },
      asked: KERNEL_FORMS.slice(0, KERNEL_FORMS.indexOf(form) + 1),
      sameWitness: true,
      givenUp: 'AbortError',
    });
    for (const proof of report.proofs) await checkProof('the page', proof, expected);
    expect(new Set(report.proofs.map(({ proof }) => JSON.stringify(proof))).size).toBe(3);
    expect(problems).toEqual([]);
    await page.close();
  } finally {
    await server.close();
  }
});
