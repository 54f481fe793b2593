/**
 * Publishes the tarballs that `npm run pack` wrote, in the order of their dependencies. Versions that the
 * registry already has are skipped, so that the command can be repeated after a failure.
 *
 * usage: node tools/start.cjs publish.mts DIR [arguments of npm publish]
 *
 * `nx release publish` is not used, because it packs the folders of the packages as they are: the tarballs
 * have other manifests and READMEs.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { isPublished, publishTarball } from './npm-registry.mts';
import { publishOrder, type PublishedPackage } from './publish-order.mts';

const packagesFolder = join(dirname(import.meta.dirname), 'packages');
const [folder, ...npmArguments] = process.argv.slice(2);

if (folder === undefined) {
  console.error('publish: name the folder of the tarballs');
  process.exitCode = 2;
} else {
  const packages = readdirSync(packagesFolder).map(
    (name) =>
      JSON.parse(readFileSync(join(packagesFolder, name, 'package.json'), 'utf8')) as PublishedPackage,
  );
  try {
    for (const one of publishOrder(packages)) {
      if (await isPublished(one, npmArguments)) {
        console.log(`publish: ${one.name}@${one.version} is published already`);
        continue;
      }
      const tarball = `${one.name.replace('@', '').replace('/', '-')}-${one.version}.tgz`;
      await publishTarball(resolve(folder, tarball), npmArguments);
    }
  } catch (error) {
    console.error(`publish: ${error instanceof Error ? error.message : String(error)}`);
    console.error('publish: run it again when the cause is gone; published packages are left out');
    process.exitCode = 1;
  }
}
