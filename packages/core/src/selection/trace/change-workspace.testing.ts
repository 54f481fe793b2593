import type { Random } from '@nx-testmon/testing/random';
import { digest } from '../../model/digest';
import type { BlockModel, ModuleModel } from '../../model/module-model';
import { paths, randomModel, type RandomWorkspace, tests, withDigest } from './random-workspace.testing';

type Change = (workspace: RandomWorkspace, random: Random) => void;

function changeModel(change: (model: ModuleModel, random: Random) => ModuleModel): Change {
  return ({ models }, random) => {
    const known = [...models.keys()];
    const path = known[random(known.length)]!;
    models.set(path, withDigest(change(models.get(path)!, random)));
  };
}

function changeBlock(
  isMeant: (block: BlockModel) => boolean,
  change: (block: BlockModel, random: Random) => BlockModel,
) {
  return changeModel((model, random) => {
    const meant = model.blocks.filter(isMeant);
    const one = meant[random(meant.length)];
    return { ...model, blocks: model.blocks.map((block) => (block === one ? change(block, random) : block)) };
  });
}

const isBody = ({ parent }: BlockModel) => parent !== undefined;
const edited = (block: BlockModel, random: Random) => ({ ...block, hash: digest(`edited ${random(1000)}`) });

/** All changes that a person, a package manager or a configuration can make. */
const changes: readonly Change[] = [
  changeBlock(isBody, edited),
  changeBlock(isBody, edited),
  changeBlock(isBody, (block, random) => ({ ...edited(block, random), references: [] })),
  changeBlock((block) => !isBody(block), edited),
  changeBlock(isBody, (block) => ({ ...block, references: [{ name: 'g', use: 'value' }] })),
  changeBlock(isBody, (block, random) => ({
    ...edited(block, random),
    dependencies: [{ kind: 'mock', specifier: 'q/d.ts' }],
  })),
  changeBlock(isBody, (block, random) => ({
    ...edited(block, random),
    dependencies: [{ kind: 'import', specifier: random(2) === 0 ? 'nowhere.ts' : 'package:right' }],
  })),
  changeBlock(
    () => true,
    (block, random) => ({ ...edited(block, random), eager: 'yes' }),
  ),
  changeModel((model, random) => ({
    ...model,
    imports: [...model.imports, { specifier: paths[random(paths.length)]!, kind: 'value' }],
  })),
  changeModel((model) => ({ ...model, imports: model.imports.map((one) => ({ ...one, kind: 'value' })) })),
  changeModel((model) => ({ ...model, imports: model.imports.slice(1) })),
  changeModel((model) => ({ ...model, stars: ['q/e.ts'] })),
  changeModel((model) => ({ ...model, exports: { ...model.exports, f: { kind: 'local', name: 'g' } } })),
  changeModel((model) => ({ ...model, exports: {} })),
  changeModel((model) => ({ ...model, pragmas: ['@environment y'] })),
  changeModel((model) => ({ ...model, readsFiles: !model.readsFiles })),
  changeModel((model) => ({ ...model, commonJs: !model.commonJs })),
  changeModel(({ receivesConfiguration, ...model }) =>
    receivesConfiguration ? model : { ...model, receivesConfiguration: true },
  ),
  changeModel((model) => ({ ...model, blocks: model.blocks.slice(1) })),
  changeModel((_, random) => randomModel(random)),
  // Changes a comment.
  ({ models }, random) => {
    const path = paths[random(paths.length)]!;
    const model = models.get(path);
    if (model) models.set(path, withDigest(model, 'comment'));
  },
  ({ models }, random) => void models.delete(paths[random(paths.length)]!),
  ({ models }, random) => void models.set(`shadow/${paths[random(paths.length)]}`, randomModel(random)),
  ({ models }, random) => void models.set(`mocks/${paths[random(paths.length)]}`, randomModel(random)),
  ({ models }, random) => void models.set('p/new.ts', randomModel(random)),
  ({ packages }) => void packages.set('left', '2'),
  ({ packages }, random) => void packages.set('right', random(2) === 0 ? 'gone' : 'smaller'),
  (workspace) => void (workspace.compileContext = 'loose'),
  (workspace) => void (workspace.keepsTypeImports = !workspace.keepsTypeImports),
  ({ files }) => void files.set('p/data.txt', '2'),
  ({ files }) => void files.set('p/read.txt', '2'),
  ({ files }) => void files.delete('p/read.txt'),
  ({ files }) => void files.set('p/found.txt', '1'),
  ({ files }) => void files.set(`p/__snapshots__/${tests[0]!.slice(2)}.snap`, '1'),
];

/** Changes a workspace in one to three ways; some change nothing. */
export function changeWorkspace(workspace: RandomWorkspace, random: Random): void {
  for (let left = 1 + random(3); left > 0; left--) changes[random(changes.length)]!(workspace, random);
}
