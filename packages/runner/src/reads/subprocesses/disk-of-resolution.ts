import * as fileSystem from 'node:fs';
import * as nodeModule from 'node:module';
import { parseLookup, rethrowUnlessPathError } from '@nx-testmon/core';
import type { Disk } from '../targets/disk';
import type { ResolutionDisk } from './resolution-lookups';

/** Saved before other code can replace them. */
const { readFileSync } = fileSystem;

const { Module } = nodeModule as unknown as {
  readonly Module: { readonly _extensions: Readonly<Record<string, unknown>> };
};

/** The real disk. Each manifest is read once. */
export class DiskOfResolution implements ResolutionDisk {
  readonly extensions = Object.keys(Module._extensions);
  readonly #disk: Disk;
  readonly #manifests = new Map<string, ReturnType<ResolutionDisk['manifest']>>();

  constructor(disk: Disk) {
    this.#disk = disk;
  }

  kindOf(absolute: string): ReturnType<ResolutionDisk['kindOf']> {
    return parseLookup(this.#disk.lookUp(absolute))?.kind;
  }

  real(absolute: string): string {
    return this.#disk.real(absolute);
  }

  manifest(absolute: string): ReturnType<ResolutionDisk['manifest']> {
    if (!this.#manifests.has(absolute)) this.#manifests.set(absolute, readManifest(absolute));
    return this.#manifests.get(absolute);
  }
}

function readManifest(absolute: string): ReturnType<ResolutionDisk['manifest']> {
  try {
    const content: unknown = JSON.parse(readFileSync(absolute, 'utf8'));
    return typeof content === 'object' && content !== null ? (content as Record<string, unknown>) : undefined;
  } catch (error) {
    if (!(error instanceof SyntaxError)) rethrowUnlessPathError(error);
    return undefined;
  }
}
