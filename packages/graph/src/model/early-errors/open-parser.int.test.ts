import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { noRunnerSyntax } from '@nx-testmon/core';
import { expect, it } from 'vitest';

const graph = join(__dirname, '../../../dist');

/**
 * The model of a module in a process that can't load the native code of oxc-parser, and whether the process
 * writes probes.
 */
async function readWithoutParser(): Promise<unknown> {
  const script = `
    const syntax = ${JSON.stringify(noRunnerSyntax)};
    process.dlopen = () => { throw new Error('no binary'); };
    const { createModelReader } = require(${JSON.stringify(join(graph, 'model/index.js'))});
    const reader = createModelReader(syntax);
    const { openInstrumenter } = require(${JSON.stringify(join(graph, 'probes/open-instrumenter.js'))});
    const model = reader.read("import { b } from './b'; export const a = () => b;", 'a.ts');
    const probed = openInstrumenter(syntax).insertProbes('export const a = () => 1;', '/w/a.ts', 'a.ts');
    const { kind, parseError, imports } = model;
    console.log(JSON.stringify({ kind, parseError, imports, probed: probed ?? null, limitation: reader.limitation() }));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', script]);
  return JSON.parse(stdout);
}

it('without a binary for the platform, each module is one block, and the reason is given', async () => {
  expect(await readWithoutParser()).toEqual({
    kind: 'whole-file',
    parseError: expect.stringMatching(/^oxc-parser can't be loaded: /),
    imports: [{ specifier: './b', kind: 'value' }],
    probed: null,
    limitation: { kind: 'parser-not-loaded', detail: expect.stringMatching(/./) },
  });
});
