import { dirname, join, posix } from 'node:path';
import { hasScope } from '@nx-testmon/core';
import { findCountKind } from '../reduce/count-kind';
import { EventTracer } from './event-tracer';
import type { FileSystemAccess } from './file-system-calls';
import { isOwnLoad } from '../is-own-load';
import { createdNamesIn, isOwn, isPackageKnown, isSettled, isUnread } from '../reduce/is-settled';
import type { PatchedFunction } from './patch-function';
import type { Caller, PathEvent, PathEventType, Target, WorkspaceTarget } from '../reduce/read-event';
import { isTraced } from '../targets/target-locator';

const unknownCaller: Caller = { by: 'other' };

/**
 * Creates events of the reads and changes of the file system. Determines only what an event needs (the
 * caller, and the state of the disk), because reading the call stack and hashing files are the main cost of
 * tracing.
 */
export class AccessTracer extends EventTracer {
  /** Most calls by far request files of packages, each several times. */
  isRecorded({ type, path }: FileSystemAccess): boolean {
    if (type === 'write' || type === 'created') return false;
    return this.hasRecorded(this.locator.knownInstalled(path));
  }

  isTraced({ path }: FileSystemAccess): boolean {
    return this.locator.locate(path)?.path !== undefined;
  }

  /**
   * Must be called before the access happens.
   *
   * @param calledBy the patched function of the access
   */
  trace(access: FileSystemAccess, calledBy: PatchedFunction | undefined): void {
    switch (access.type) {
      case 'read':
        return this.#ask('FileRead', access.path, calledBy);
      case 'stat':
        return this.#ask('FileStatsRead', access.path, calledBy);
      case 'list':
        return this.#ask('FolderListed', access.path, calledBy);
      case 'look-up':
        return this.#ask('LookupMade', access.path, calledBy);
      case 'read-tree':
        return this.#readTree(access.path, access.withContents, calledBy);
      case 'write':
        return this.#write(access.path, access.overwrites, calledBy);
      case 'created':
        return this.#created(access.path);
      default:
        return access satisfies never;
    }
  }

  #ask(type: PathEventType, given: unknown, calledBy: PatchedFunction | undefined, known?: Caller): void {
    const { policy, findCaller } = this.input;
    const target = this.locator.locate(given);
    if (target === undefined || isOwnLoad(this.input, this.locator, target, calledBy)) return;
    if (!isTraced(target)) return this.#readOutside(type, target, calledBy);
    if (isSettled(policy, this.recorder.state, type, target.path)) return;
    const caller = policy.resolveCaller(
      this.recorder.state,
      known ?? findCaller(target.absolute, { calledBy }),
    );
    if (findCountKind(policy, caller, type, target.path) === 'not') return;
    this.recorder.apply(this.#pathEvent(type, target, caller));
    if (type === 'FileRead' && caller.by === 'loader') this.#readManifestOf(target);
  }

  /**
   * The loader reads the manifest of a package without a call. Reads of installed packages are not traced.
   */
  #readManifestOf({ absolute, path }: WorkspaceTarget): void {
    const [, inPackage] = /(?:^|.*\/)node_modules\/(?:@[^/]+\/)?[^/]+\/(.*)$/.exec(path) ?? [];
    if (inPackage === undefined) return;
    const manifest: WorkspaceTarget = {
      absolute: `${absolute.slice(0, absolute.length - inPackage.length)}package.json`,
      path: `${path.slice(0, path.length - inPackage.length)}package.json`,
    };
    if (!isSettled(this.input.policy, this.recorder.state, 'FileRead', manifest.path))
      this.recorder.apply(this.#pathEvent('FileRead', manifest, { by: 'loader' }));
  }

  #pathEvent(type: PathEventType, target: WorkspaceTarget, caller: Caller): PathEvent {
    const { policy, disk } = this.input;
    const { absolute, path } = target;
    switch (type) {
      case 'FileRead':
      case 'FileStatsRead': {
        const digest = disk.content(absolute);
        const isFolder = digest === 'folder' && caller.by === 'other';
        return { type, target, caller, digest, ...(isFolder ? { lookup: disk.lookUp(absolute) } : {}) };
      }
      case 'FolderListed': {
        const digest = disk.listing(absolute, createdNamesIn(policy, this.recorder.state, path));
        return { type, target, caller, digest };
      }
      case 'LookupMade':
        return { type, target, caller, lookup: disk.lookUp(absolute) };
      default:
        return type satisfies never;
    }
  }

  /** Traces a read in a package, or outside of the workspace, where packages may be in a shared store. */
  #readOutside(type: PathEventType, target: Target, calledBy: PatchedFunction | undefined): void {
    const { policy, findCaller } = this.input;
    const isContent = type === 'FileRead';
    if (target.path === undefined) {
      if (isContent && policy.attributesByCaller)
        this.recorder.apply({
          type: 'OutsideFileRead',
          target,
          caller: findCaller(target.absolute, { calledBy }),
        });
      return;
    }
    if (target.package === undefined) return;
    const isKnown = isPackageKnown(policy, this.recorder.state, target.package);
    if (policy.attributesByCaller) {
      if (!isContent && isKnown) return;
      const caller = findCaller(target.absolute, { calledBy });
      this.recorder.apply({ type: 'PackageRead', target, caller, isContent });
      return;
    }
    if (!isKnown) this.recorder.apply({ type: 'PackageRead', target, caller: unknownCaller, isContent });
    this.setRecorded(target);
  }

  #write(given: unknown, overwrites: boolean, calledBy: PatchedFunction | undefined): void {
    const { policy, disk, findCaller } = this.input;
    const target = this.locator.locate(given);
    if (target?.path === undefined) return;
    if (target.isInstalled === true) this.locator.installedChanged();
    if (isOwn(policy, this.recorder.state, 'FileRead', target.path)) return;
    const caller = policy.resolveCaller(this.recorder.state, findCaller(target.absolute, { calledBy }));
    if (caller.by === 'own') return;
    if (!disk.exists(target.absolute))
      this.recorder.apply({ type: 'FileCreated', path: this.#topmostMissing(target.absolute, target.path) });
    else if (overwrites && isUnread(policy, this.recorder.state, target.path))
      this.recorder.apply({ type: 'FileOverwritten', path: target.path });
    else {
      this.#ask('FileRead', given, calledBy, caller);
      this.recorder.apply({ type: 'FileChanged', path: target.path });
    }
  }

  #created(given: unknown): void {
    const target = this.locator.locate(given);
    if (target?.isInstalled === true) this.locator.installedChanged();
    if (target?.path !== undefined) this.recorder.apply({ type: 'FileCreated', path: target.path });
  }

  /** `mkdir` also creates the folders above. */
  #topmostMissing(absolute: string, path: string): string {
    const [above, pathAbove] = [dirname(absolute), posix.dirname(path)];
    return pathAbove === '.' || this.input.disk.exists(above) ? path : this.#topmostMissing(above, pathAbove);
  }

  #readTree(given: unknown, withContents: boolean, calledBy: PatchedFunction | undefined): void {
    const { policy, disk, findCaller } = this.input;
    const target = this.locator.locate(given);
    if (target === undefined || !isTraced(target)) return;
    const asking = policy.resolveCaller(this.recorder.state, findCaller(target.absolute, { calledBy }));
    if (asking.by === 'own' || asking.by === 'search') return;
    if (asking.by === 'runner' && !policy.countsRunnerLookups) return;
    const caller: Caller = { ...asking, by: 'other' };
    const open = [target.absolute];
    for (let at = open.pop(); at !== undefined && !this.#isLost(); at = open.pop()) {
      this.#ask('FolderListed', at, calledBy, caller);
      if (withContents)
        for (const name of disk.filesIn(at)) this.#ask('FileRead', join(at, name), calledBy, caller);
      for (const name of disk.foldersIn(at)) open.push(join(at, name));
    }
  }

  #isLost(): boolean {
    const { fallbacks } = this.recorder.state.observations[this.input.policy.currentOwner];
    return hasScope([...fallbacks.values()], 'data');
  }
}
