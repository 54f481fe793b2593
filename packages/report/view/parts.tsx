import type { ComponentChildren } from 'preact';
import type { ReportTestFile } from '../src/report-schema';
import { testFileAddress } from '../src/view-model/filter-test-files';
import { formatDuration, formatNumber, splitPath } from '../src/view-model/format';
import { hrefTo } from './use-address';

/** A path with its folder in a quieter color. It may break after each slash. */
export function Path({ path, line }: { readonly path: string; readonly line?: number }) {
  const [folder, name] = splitPath(path);
  return (
    <span class="path">
      <span class="folder">
        {folder.split(/(?<=\/)/).map((part, at) => (
          <span key={at}>
            {part}
            <wbr />
          </span>
        ))}
      </span>
      {name}
      {line !== undefined && <span class="folder">:{line}</span>}
    </span>
  );
}

const outcomeTexts: Readonly<Record<string, string>> = {
  passed: 'passed',
  failed: 'failed',
  interrupted: 'interrupted',
  broken: 'did not run',
};

/** How a run or a test file ended: a mark and a word, so that the color is not needed. */
export function Outcome({ outcome }: { readonly outcome: string }) {
  return <span class={`outcome ${outcome}`}>{outcomeTexts[outcome] ?? outcome}</span>;
}

/** A part of a whole as a bar. The numbers beside it show the same. */
export function Bar({ part, whole, kind = 'part' }: { part: number; whole: number; kind?: string }) {
  const share = whole === 0 ? 0 : Math.min(1, part / whole);
  return (
    <span class={`bar ${kind}`} aria-hidden="true">
      <span style={{ width: `${share > 0 ? Math.max(2, share * 100) : 0}%` }} />
    </span>
  );
}

export function Empty({
  title,
  children,
}: {
  readonly title: string;
  readonly children?: ComponentChildren;
}) {
  return (
    <div class="empty">
      <p class="empty-title">{title}</p>
      {children}
    </div>
  );
}

/** The name of a task, without the target if it has one of the usual names. */
export function taskTitle({
  project,
  target,
}: {
  readonly project: string;
  readonly target: string;
}): string {
  return target === 'testmon' || target === 'test-affected' ? project : `${project}:${target}`;
}

const times = new Intl.DateTimeFormat('en-GB', {
  ...{ day: 'numeric', month: 'short', year: 'numeric' },
  ...{ hour: '2-digit', minute: '2-digit' },
});

/** A time as the reader's clock has it, with the full time for machines. */
export function Time({ at }: { readonly at: string | number }) {
  const date = new Date(at);
  return <time dateTime={date.toISOString()}>{times.format(date)}</time>;
}

/** A text in which backticks mark code. */
export function Prose({ text }: { readonly text: string }) {
  return <>{text.split('`').map((part, at) => (at % 2 === 1 ? <code key={at}>{part}</code> : part))}</>;
}

export function Duration({ ms }: { readonly ms: number | undefined }) {
  return <>{ms === undefined ? <span class="none">–</span> : formatDuration(ms)}</>;
}

export function TestFileLink({ file }: { readonly file: ReportTestFile }) {
  return (
    <a href={hrefTo('tests', { open: testFileAddress(file) })}>
      <Path path={file.path} />
    </a>
  );
}

/** `3 of 41`, with a bar. */
export function Ratio({ part, whole }: { readonly part: number; readonly whole: number }) {
  return (
    <span class="ratio">
      <Bar part={part} whole={whole} />
      <span>
        {formatNumber(part)} <span class="of">of {formatNumber(whole)}</span>
      </span>
    </span>
  );
}
