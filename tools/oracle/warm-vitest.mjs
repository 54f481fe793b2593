// One Vitest of a project, kept between runs: started by the oracle with `--warm` in the project's folder. Each
// message names what has changed since the last run; all tests run, in workers of their own, and every answer
// says how each test file ended.
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';

const { workspace, project, config } = JSON.parse(process.argv[2]);
const fromProject = createRequire(join(process.cwd(), 'package.json'));
const { createVitest } = await import(pathToFileURL(fromProject.resolve('vitest/node')).href);

const tell = (state, path) =>
  process.send({ state, project, file: relative(workspace, path).replaceAll('\\', '/') });

const reporter = {
  onTestModuleQueued: (module) => tell('started', module.moduleId),
  onTestModuleEnd: (module) => tell(module.ok() ? 'passed' : 'failed', module.moduleId),
};

const vitest = await createVitest('test', {
  ...(config === undefined ? {} : { config }),
  watch: false,
  run: true,
  reporters: [reporter],
  cache: false,
});

async function runAll(changed) {
  for (const path of changed) vitest.invalidateFile(join(workspace, path));
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(
    await vitest.globTestSpecifications(),
    true,
  );
  for (const module of testModules) if (!module.ok()) tell('failed', module.moduleId);
  for (const { VITEST_TEST_PATH: path } of unhandledErrors) if (path) tell('failed', path);
  process.send({ ended: true, passed: unhandledErrors.length === 0 && testModules.every((one) => one.ok()) });
}

process.on('message', ({ changed }) => {
  runAll(changed).catch((error) => {
    console.error(error);
    process.send({ ended: true, passed: false });
  });
});
process.on('disconnect', () => process.exit(0));
process.send({ ready: true });
