// Generates documentation from code: the task options in the executor's schema, README.md and
// docs/options.md, the problems and fallbacks in docs/messages.md and docs/fallbacks.md, and the layers of
// the packages in docs/architecture.md.
// usage: npm run options [-- --check]; with --check it writes nothing, and fails if a file is not up to date
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { taskOptions } from '@nx-testmon/engine/test-runners';
import { format, resolveConfig } from 'prettier';
import { fallbacksPage, messagesPage } from './render-messages.mts';
import { readPackages } from '../read-packages.mts';
import { layerRows } from './render-layers.mts';
import { optionRows, schemaProperties } from './render-options.mts';
import { replaceTable } from './replace-table.mts';

const root = join(import.meta.dirname, '../..');
const schemaFile = join(root, 'packages/nx/schemas/testmon.json');
const readmeFile = join(root, 'README.md');

/** The part of the executor's schema that is used here. */
interface ExecutorSchema {
  readonly properties: { readonly env: object };
}

async function renderSchema(before: string): Promise<string> {
  const schema = JSON.parse(before) as ExecutorSchema;
  const properties = { ...schemaProperties(taskOptions), env: schema.properties.env };
  const style = { ...(await resolveConfig(schemaFile)), filepath: schemaFile };
  return format(JSON.stringify({ ...schema, properties }, undefined, 2), style);
}

const renderReadme = (before: string): string => replaceTable(before, 'options', optionRows(taskOptions));
const renderArchitecture = (before: string): string =>
  replaceTable(before, 'layers', layerRows(readPackages(root)));

const page = (name: string): string => join(root, 'docs', name);

const { check } = parseArgs({ options: { check: { type: 'boolean', default: false } } }).values;
for (const [file, render] of [
  [schemaFile, renderSchema],
  [readmeFile, renderReadme],
  [page('messages.md'), messagesPage],
  [page('fallbacks.md'), fallbacksPage],
  [page('options.md'), renderReadme],
  [page('architecture.md'), renderArchitecture],
] as const) {
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const after = await render(before);
  if (after === before) continue;
  if (check) {
    console.error(`options: ${relative(root, file)} is not up to date; run npm run options`);
    process.exitCode = 1;
  } else {
    writeFileSync(file, after);
    console.log(`options: updated ${relative(root, file)}`);
  }
}
