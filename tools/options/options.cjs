// Writes the task's options, which packages/core and packages/engine list, into the executor's schema and the README.
// usage: npm run options
const { readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const prettier = require('prettier');
const { optionRows, replaceTable, schemaProperties } = require('./render-options.cjs');

const root = join(__dirname, '../..');

async function writeJson(file, value) {
  const options = { ...(await prettier.resolveConfig(file)), filepath: file };
  writeFileSync(file, await prettier.format(JSON.stringify(value, undefined, 2), options));
}

async function main() {
  const { variableOf } = require('@nx-testmon/core');
  const { taskOptions } = require('@nx-testmon/engine/test-runners');
  const schemaFile = join(root, 'packages/nx/schemas/testmon.json');
  const schema = JSON.parse(readFileSync(schemaFile, 'utf8'));
  const properties = { ...schemaProperties(taskOptions), env: schema.properties.env };
  await writeJson(schemaFile, { ...schema, properties });
  const readmeFile = join(root, 'README.md');
  const rows = optionRows(taskOptions, variableOf);
  writeFileSync(readmeFile, replaceTable(readFileSync(readmeFile, 'utf8'), rows));
}

main();
