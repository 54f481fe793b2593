import { isSystemFailure } from '@nx-testmon/core';
import { accessesOfCall, accessesOfResult, type FileSystemAccess } from './file-system-calls';
import { type FunctionOwner, type Observer, patchFunction, type PatchedFunction } from './patch-function';

/** Code recognizes the listener of a watched file, which therefore can't be replaced. None of these reports an error. */
const withoutErrors = new Set(['exists', 'watch', 'watchFile']);

/**
 * Reports every call that reads or changes the file system, by whatever name it is called.
 *
 * @param reportFailure receives the accesses of a call that fails for lack of resources, or because of a device
 */
export function patchFileSystem(
  report: (access: FileSystemAccess, calledBy?: PatchedFunction) => void,
  reportFailure: (access: FileSystemAccess, error: unknown) => void,
): void {
  const fs = require('node:fs') as FunctionOwner;
  const promises = require('node:fs/promises') as FunctionOwner;
  const patch = (name: string, observer: Observer) => {
    for (const suffix of ['', 'Sync']) patchFunction(fs, name + suffix, observer);
    patchFunction(promises, name, observer);
  };
  for (const [name, accessesOf] of Object.entries(accessesOfCall))
    patch(name, {
      before(args, calledBy) {
        for (const access of accessesOf(args)) report(access, calledBy);
      },
      ...(withoutErrors.has(name)
        ? {}
        : {
            failed(error, args) {
              // Most calls that fail ask for a path that does not exist.
              if (!isSystemFailure(error)) return;
              for (const access of accessesOf(args)) reportFailure(access, error);
            },
          }),
    });
  for (const [name, accessesOf] of Object.entries(accessesOfResult))
    patch(name, {
      after(result) {
        for (const access of accessesOf(result)) report(access);
      },
    });
}
