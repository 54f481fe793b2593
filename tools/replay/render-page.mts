import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { renderSteps, shareOf } from './render-steps.mts';
import { isTried, type ReplayedStep } from './replayed-step.mts';

const chart = join(dirname(createRequire(import.meta.url).resolve('uplot/package.json')), 'dist');

const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (one) => `&#${one.charCodeAt(0)};`);
/** A value as text that can't end a script element. */
const inScript = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');

const draw = `
const { steps } = data;
const numbers = steps.map((_, index) => index);
const share = { label: 'selected', scale: '%', stroke: '#0969da', fill: '#0969da22', points: { show: true } };
const missed = { label: 'missed', scale: 'files', stroke: '#cf222e', paths: () => null, points: { show: true, size: 9 } };
new uPlot(
  {
    title: 'Test files selected, by commit',
    width: Math.min(1200, window.innerWidth - 40),
    height: 320,
    scales: { x: { time: false }, '%': { range: [0, 100] }, files: { range: (u, min, max) => [0, Math.max(4, max)] } },
    series: [
      { label: 'commit', value: (u, at) => (at === null ? '' : steps[at]?.name) },
      { ...share, value: (u, value) => (value === null ? 'skipped' : value.toFixed(1) + ' %') },
      missed,
    ],
    axes: [
      { values: (u, ticks) => ticks.map((at) => steps[at]?.commit ?? '') },
      { scale: '%', values: (u, ticks) => ticks.map((tick) => tick + ' %') },
      { scale: 'files', side: 1, grid: { show: false } },
    ],
  },
  [numbers, steps.map((step) => step.share), steps.map((step) => step.missed)],
  document.getElementById('chart'),
);
`;

/** A self-contained HTML page with the selected share by commit, and the table. */
export function renderPage(title: string, steps: readonly ReplayedStep[]): string {
  const data = {
    steps: steps.map((step) => ({
      commit: step.commit.slice(0, 8),
      name: `${step.commit.slice(0, 8)} ${step.subject}`,
      share: isTried(step) ? 100 * shareOf(step) : null,
      missed: isTried(step) && step.full !== undefined ? step.full.missed.length : null,
    })),
  };
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>${escapeHtml(title)}</title>
<style>${readFileSync(join(chart, 'uPlot.min.css'), 'utf8')}
body { font: 14px sans-serif; margin: 20px; } pre { overflow-x: auto; line-height: 1.2; }</style>
<h1>${escapeHtml(title)}</h1>
<div id="chart"></div>
<pre>${escapeHtml(renderSteps(steps))}</pre>
<script>${readFileSync(join(chart, 'uPlot.iife.min.js'), 'utf8')}</script>
<script>const data = ${inScript(data)};${draw}</script>
</html>
`;
}
