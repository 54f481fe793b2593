import type { Resolution } from '@nx-testmon/core';
import type { WorkspaceFiles } from '../files/workspace-files';
import { memoByImporter } from '../memo';
import type { ResolutionContext, SpecifierResolver } from '../resolution/resolve-specifier';
import { findMocks, MockIndex } from './find-mocks';
import type { ProjectIndex } from './project-index';

export interface MockedModulesInput {
  readonly files: WorkspaceFiles;
  readonly context: ResolutionContext;
  readonly projects: ProjectIndex;
  readonly resolver: SpecifierResolver;
}

/** The files that replace modules, with or without a mock call in the test. */
export class MockedModules {
  private readonly index: MockIndex;
  private readonly mocks = memoByImporter((from, specifier) => this.findMockFiles(from, specifier));
  private readonly resolutions = memoByImporter((from, specifier) => this.resolveWithMocks(from, specifier));

  constructor(private readonly input: MockedModulesInput) {
    this.index = new MockIndex(input.files, input.context.mockRoots ?? []);
  }

  /** The target of an import, including files that replace it although no test mocks it. */
  resolve(from: string, specifier: string): Resolution {
    return this.resolutions.get(from).get(specifier);
  }

  /** Files that replace an import that a test mocks. */
  mockFilesOf(from: string, specifier: string): readonly string[] {
    return this.mocks.get(from).get(specifier);
  }

  private resolveWithMocks(from: string, specifier: string): Resolution {
    const { context, resolver } = this.input;
    const found = resolver.resolve(from, specifier);
    const mockFiles = context.automock ? this.mockFilesOf(from, specifier) : this.index.mockFiles(specifier);
    if (mockFiles.length === 0) return found;
    const modules = [...new Set([...found.modules, ...mockFiles])];
    return { ...found, modules, missing: false, unknown: false };
  }

  private findMockFiles(from: string, specifier: string): readonly string[] {
    const { files, context, projects, resolver } = this.input;
    const roots = new Set(['.', projects.ownerOf(from)?.root ?? '.', context.root]);
    const found = findMocks(files, resolver.resolve(from, specifier), specifier, [...roots]);
    return [...new Set([...found, ...this.index.mockFiles(specifier)])].sort();
  }
}
