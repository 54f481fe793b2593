import { EventTracer } from './event-tracer';
import { isOwnLoad } from '../is-own-load';
import { isLoadKnown } from '../reduce/is-settled';
import { locateSpecifier, type TracedImport } from '../targets/locate-specifier';
import { isTraced } from '../targets/target-locator';

/**
 * Creates events of the modules that Node or a test runner loads, and of the specifiers that lead to them.
 */
export class LoadTracer extends EventTracer {
  isRecorded(url: string): boolean {
    return this.hasRecorded(this.locator.knownModule(url));
  }

  moduleLoaded(url: string): void {
    const target = this.locator.locateModule(url);
    if (target === undefined || isOwnLoad(this.input, this.locator, target)) return;
    const { policy, disk } = this.input;
    if (!isTraced(target)) {
      this.recorder.apply({ type: 'PackageLoaded', target });
      if (!policy.attributesByCaller) this.setRecorded(target);
      return;
    }
    const isKnown = !policy.countsModuleLoads || isLoadKnown(policy, this.recorder.state, target.path);
    const digest = isKnown ? '' : disk.content(target.absolute);
    this.recorder.apply({ type: 'ModuleLoaded', target, digest });
  }

  /** @param isForTest true for the loader that the test runner has for a test file */
  specifierUsed(load: TracedImport, isForTest: boolean): void {
    if (load.found !== undefined) this.#countLoadByPackage(load.from, load.found);
    const used = locateSpecifier(this.input.root, this.locator, load);
    if (used === undefined) return;
    this.recorder.apply({ type: 'SpecifierUsed', ...used, caller: { by: isForTest ? 'runner' : 'loader' } });
  }

  /**
   * A package that loads a module of the workspace may use any of its exports, and no code of the workspace
   * shows which. The module therefore counts by its content, like a file that is read. Packages of the test
   * runner load modules that other code names.
   */
  #countLoadByPackage(from: string, found: string): void {
    const { isLoader, isOwnCode, disk } = this.input;
    const asking = this.locator.locateModule(from);
    if (asking === undefined || isTraced(asking)) return;
    if (isLoader(asking.absolute) || isOwnCode(asking.absolute)) return;
    const target = this.locator.locateModule(found);
    if (target === undefined || !isTraced(target) || isOwnCode(target.absolute)) return;
    const caller = { by: 'other', file: asking.absolute } as const;
    const digest = disk.content(target.absolute);
    this.recorder.apply({ type: 'FileRead', target, caller, digest });
  }
}
