import { useEffect, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';
import { formatCount, formatDuration, formatNumber, formatTick } from '../src/view-model/format';
import type { ExecutionSums } from '../src/view-model/sum-execution';
import { themeEvent } from './theme-switch';

interface ChartContent {
  /** Newest first. */
  readonly executions: readonly ExecutionSums[];
  /** In pixels. */
  readonly height: number;
}

/** The duration of each execution, with the saved time above it; the oldest on the left. */
export function SavedChart({ executions, height }: ChartContent) {
  const holder = useRef<HTMLDivElement>(null);
  const [shown, setShown] = useState<number | null>(null);
  const oldestFirst = [...executions].reverse();
  useEffect(() => {
    const element = holder.current;
    if (!element) return;
    let chart = draw(element, oldestFirst, height, setShown);
    const again = () => {
      chart.destroy();
      chart = draw(element, oldestFirst, height, setShown);
    };
    const resized = new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height }));
    resized.observe(element);
    const dark = matchMedia('(prefers-color-scheme: dark)');
    dark.addEventListener('change', again);
    addEventListener(themeEvent, again);
    return () => {
      resized.disconnect();
      dark.removeEventListener('change', again);
      removeEventListener(themeEvent, again);
      chart.destroy();
    };
  }, [executions.map(({ id }) => id).join(), height]);
  return (
    <figure class="chart">
      <figcaption>
        <span class="key saved">Saved</span>
        <span class="key ran">Run time</span>
        <span class="at">{describe(shown === null ? undefined : oldestFirst[shown])}</span>
      </figcaption>
      <div ref={holder} role="img" aria-label={summarize(executions)} />
    </figure>
  );
}

function summarize(executions: readonly ExecutionSums[]): string {
  const saved = executions.reduce((sum, { savedMs }) => sum + savedMs, 0);
  return `Chart of ${formatCount(executions.length, 'execution')} that saved ${formatDuration(saved)} together. The table of executions holds the same numbers.`;
}

function describe(execution: ExecutionSums | undefined): string {
  if (!execution) return '';
  const { endedAt, selected, total, savedMs, durationMs } = execution;
  return `${days.format(endedAt)}, ${timesOfDay.format(endedAt)}: ${formatNumber(selected)} of ${formatNumber(total)} run in ${formatDuration(durationMs)}, ${formatDuration(savedMs)} saved`;
}

const days = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const timesOfDay = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

const [second, minute, hour] = [1000, 60_000, 3_600_000];
/** Distances between the lines of the chart, in ms. */
const distances = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((value) => value * second),
  ...[1, 2, 5, 10, 15, 30].map((value) => value * minute),
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].map((value) => value * hour),
];

function draw(
  element: HTMLElement,
  executions: readonly ExecutionSums[],
  height: number,
  show: (index: number | null) => void,
): uPlot {
  const color = (name: string) => resolveColor(element, name);
  const { bars } = uPlot.paths;
  const paths = bars?.({ size: [0.66, 36], radius: 0.12 });
  const series = (fill: string): uPlot.Series => ({
    fill: color(fill),
    width: 0,
    points: { show: false },
    ...(paths ? { paths } : {}),
  });
  const axis = { stroke: color('--chart-text'), font: '12px system-ui, sans-serif', ticks: { show: false } };
  return new uPlot(
    {
      ...{ width: element.clientWidth, height },
      legend: { show: false },
      cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
      // Half a bar at both ends, so that a single bar does not fill the chart.
      scales: {
        x: { time: false, range: (_chart, min, max) => [min - 0.6, Math.max(max + 0.6, min + 9.4)] },
        y: { range: (_chart, _min, max) => [0, (max || 1) * 1.08] },
      },
      axes: [
        { ...axis, grid: { show: false }, values: (_chart, splits) => labelsAt(executions, splits) },
        {
          ...axis,
          size: 64,
          grid: { stroke: color('--chart-grid'), width: 1 },
          incrs: distances,
          values: (_chart, splits) => splits.map(formatTick),
        },
      ],
      series: [{}, series('--chart-saved'), series('--chart-ran')],
      hooks: { setCursor: [({ cursor }) => show(cursor.idx ?? null)] },
    },
    [
      executions.map((_, index) => index),
      executions.map(({ savedMs, durationMs }) => savedMs + durationMs),
      executions.map(({ durationMs }) => durationMs),
    ],
    element,
  );
}

/** A canvas can't use CSS variables, or colors that depend on the theme. */
function resolveColor(element: HTMLElement, name: string): string {
  element.style.color = `var(${name})`;
  const { color } = getComputedStyle(element);
  element.style.color = '';
  return color;
}

/** The day of each execution, once; the times of day if all are on one day. */
function labelsAt(executions: readonly ExecutionSums[], indexes: readonly number[]): string[] {
  const [first, last] = [executions[0], executions.at(-1)];
  const isOneDay = first && last && days.format(first.endedAt) === days.format(last.endedAt);
  const format = isOneDay ? timesOfDay : days;
  const labels = indexes.map((index) => {
    const execution = executions[index];
    return execution ? format.format(execution.endedAt) : '';
  });
  return labels.map((label, at) => (label === labels[at - 1] ? '' : label));
}
