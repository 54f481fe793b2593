// Prints the test files that `vitest related <files> --run` would run in the working directory, without running
// them: related-test-files.mjs <workspace> <files relative to it>
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';

const [workspace, ...files] = process.argv.slice(2);
const fromProject = createRequire(join(process.cwd(), 'package.json'));
const { createVitest } = await import(pathToFileURL(fromProject.resolve('vitest/node')).href);
const related = files.map((file) => join(workspace, file));
const vitest = await createVitest('test', { related, watch: false, run: true });
const specifications = await vitest.getRelevantTestSpecifications();
const testFiles = specifications.map(({ moduleId }) => relative(workspace, moduleId).replaceAll('\\', '/'));
console.log(`related: ${JSON.stringify([...new Set(testFiles)])}`);
await vitest.close();
process.exit(0);
