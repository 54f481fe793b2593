import { type Failure, failed } from '@nx-testmon/core';
import type { CoverageMap } from 'istanbul-lib-coverage';
import { createContext } from 'istanbul-lib-report';
import { create } from 'istanbul-reports';
import type { Colors } from 'picocolors/types';
import type { CoverageFormat } from './coverage-flags';

export interface CoverageReports {
  readonly map: CoverageMap;
  readonly formats: readonly CoverageFormat[];
  /** Absolute folder of the written reports. */
  readonly outDir: string;
  /** Absolute root of the workspace. Paths in reports are relative to it. */
  readonly root: string;
  readonly colors: Colors;
}

/** Writes reports, and returns the text of those that are printed. */
export function writeCoverage({
  map,
  formats,
  outDir,
  root,
  colors,
}: CoverageReports): { readonly ok: true; readonly text: string } | Failure {
  const context = createContext({ dir: outDir, coverageMap: map, defaultSummarizer: 'pkg' });
  const { writer } = context;
  const writeFile = writer.writeFile.bind(writer);
  const printed = new PrintedReport(colors);
  writer.writeFile = (file) => (file === null || file === '-' ? printed : writeFile(file));
  // Without a limit of columns, no name is cut off.
  const options: object = { projectRoot: root, maxCols: 0 };
  try {
    for (const format of formats) create(format, options).execute(context);
    return { ok: true, text: printed.text };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return failed({ kind: 'coverage-not-written', folder: outDir, detail: message });
  }
}

/** Collects the text of a printed report. */
class PrintedReport {
  text = '';

  constructor(private readonly colors: Colors) {}

  write(text: string): void {
    this.text += text;
  }

  println(line: string): void {
    this.write(`${line}\n`);
  }

  /** @param level `low`, `medium` or `high` */
  colorize(text: string, level?: string): string {
    const { red, yellow, green } = this.colors;
    return level === 'low'
      ? red(text)
      : level === 'medium'
        ? yellow(text)
        : level === 'high'
          ? green(text)
          : text;
  }

  close(): void {}
}
