import * as nodePath from 'node:path';
import { toWorkspacePath } from '@nx-testmon/core';
import { callSites, fileOf } from './call-sites';
import { readOwnStack } from './own-stack-read';
import type { PatchedFunction } from './tracers/patch-function';

/** The location of workspace code that accesses something. */
export interface CodeLocation {
  /** Relative to the workspace root. */
  readonly module: string;
  /** 1-based, in the source if its source map is known. */
  readonly line?: number;
}

/** Finds the nearest code of the workspace on the call stack; `undefined` if there is none. */
export type LocateCode = (calledBy?: PatchedFunction) => CodeLocation | undefined;

/** Enough to skip packages in between. */
const framesRead = 100;
const textFrame =
  /^\s+at (?:.*? \()?((?:file:\/\/)?\/[^()\n]*?|(?:file:\/\/\/)?[A-Za-z]:[^()\n]*?):(\d+):\d+\)?$/;

/**
 * Only for rare accesses: it formats the stack as that of an error, so that source maps of the test runner
 * apply.
 *
 * @param root absolute path of the workspace
 * @param isSource whether a file is a source of the workspace: neither installed nor part of nx-testmon
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
    // Without a source map, positions are those of the compiled code.
    for (const site of callSites(calledBy ?? callSites, framesRead)) {
      const file = fileOf(site)?.replace(/[?#].*$/, '');
      const module = file === undefined || file.startsWith('node:') ? undefined : isOfWorkspace(file);
      if (module !== undefined) return { module };
    }
    return undefined;
  };
}

/** Files and lines of the call stack, formatted by the process with the source maps of the test runner. */
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
    // `Error` is frozen, or the function that formats stacks throws.
    return '';
  } finally {
    Reflect.set(Error, 'stackTraceLimit', stackTraceLimit);
  }
}
