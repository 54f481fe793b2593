import * as nodePath from 'node:path';
import { toWorkspacePath } from '@nx-testmon/core';
import { callSites, fileOf } from './call-sites';
import { readOwnStack } from './own-stack-read';
import type { PatchedFunction } from './tracers/patch-function';

/** The location of workspace code that accesses something. */
export interface CodeLocation {
  /** Relative to the workspace root. */
  readonly module: string;
  /** From 1, in the source where its map is known. */
  readonly line?: number;
}

/** The nearest code of the workspace on the call stack; `undefined` where there is none. */
export type LocateCode = (calledBy?: PatchedFunction) => CodeLocation | undefined;

/** Packages may lie in between. */
const framesRead = 100;
const textFrame =
  /^\s+at (?:.*? \()?((?:file:\/\/)?\/[^()\n]*?|(?:file:\/\/\/)?[A-Za-z]:[^()\n]*?):(\d+):\d+\)?$/;

/**
 * Only for what is rare: it has the stack formatted as an error's, so that source maps of the test runner apply.
 *
 * @param root absolute path of the workspace
 * @param isSource whether a file is a source of the workspace: neither installed nor nx-testmon's own
 */
export function createCodeLocator(root: string, isSource: (absolute: string) => boolean): LocateCode {
  const isOfWorkspace = (file: string) => {
    const path = toWorkspacePath(nodePath, root, file);
    return path !== undefined && isSource(file) ? path : undefined;
  };
  return (calledBy) => {
    for (const [file, line] of formattedFrames()) {
      const module = isOfWorkspace(file);
      if (module !== undefined) return { module, line };
    }
    // Positions without a map are those of the compiled code.
    for (const site of callSites(calledBy ?? callSites, framesRead)) {
      const file = fileOf(site)?.replace(/[?#].*$/, '');
      const module = file === undefined || file.startsWith('node:') ? undefined : isOfWorkspace(file);
      if (module !== undefined) return { module };
    }
    return undefined;
  };
}

/** Files and lines of the call stack, as the process formats it: with the source maps of the test runner. */
function formattedFrames(): [file: string, line: number][] {
  return stackText()
    .split('\n')
    .flatMap((text): [string, number][] => {
      const [, file, line] = textFrame.exec(text) ?? [];
      return file === undefined
        ? []
        : [[file.replace(/^file:\/\//, '').replace(/[?#].*$/, ''), Number(line)]];
    });
}

function stackText(): string {
  const { stackTraceLimit } = Error;
  try {
    Error.stackTraceLimit = framesRead;
    const stack = readOwnStack(() => new Error('location').stack);
    return typeof stack === 'string' ? stack : '';
  } catch {
    // `Error` is frozen, or the function that formats stacks fails.
    return '';
  } finally {
    Reflect.set(Error, 'stackTraceLimit', stackTraceLimit);
  }
}
