// Prints the test files that `vitest related <files> --run` would run in the working directory, without
// running them.
// usage: node related-test-files.mts <workspace> <files relative to it>
import { join, relative } from 'node:path';
import { loadVitest } from './load-vitest.mts';

const [workspace = '', ...files] = process.argv.slice(2);
const { createVitest } = await loadVitest(process.cwd());
const related = files.map((file) => join(workspace, file));
const vitest = await createVitest('test', { related, watch: false, run: true });
const specifications = await vitest.getRelevantTestSpecifications();
const testFiles = specifications.map(({ moduleId }) => relative(workspace, moduleId).replaceAll('\\', '/'));
console.log(`related: ${JSON.stringify([...new Set(testFiles)])}`);
await vitest.close();
process.exit(0);
