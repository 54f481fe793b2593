import { parse } from 'yaml';

/**
 * How a test file runs. The modes with a function are our own: most test files consist of top-level code,
 * which has no probes, and behave the same as the body of a function.
 */
export const modes = ['sloppy', 'strict', 'sloppy function', 'strict function', 'module', 'raw'] as const;

export type ScenarioMode = (typeof modes)[number];

/** A test file in one mode. */
export interface Scenario {
  readonly mode: ScenarioMode;
  readonly text: string;
  /** Scripts of the folder `harness` that run first. */
  readonly includes: readonly string[];
  readonly isAsync: boolean;
  /** The error that makes the test pass. */
  readonly negative: NegativeResult | undefined;
}

/** An error that ends a test. */
export interface NegativeResult {
  readonly phase: 'parse' | 'resolution' | 'runtime';
  /** Name of the error's constructor. */
  readonly type: string;
}

interface FrontMatter {
  readonly flags?: readonly string[];
  readonly includes?: readonly string[];
  readonly negative?: NegativeResult;
}

/** The scenarios that the front matter of a test file requests (INTERPRETING.md in tc39/test262). */
export function readScenarios(source: string): readonly Scenario[] {
  const { flags = [], includes = [], negative } = readFrontMatter(source);
  const isAsync = flags.includes('async');
  const harness = ['assert.js', 'sta.js', ...(isAsync ? ['doneprintHandle.js'] : []), ...includes];
  return modesOf(flags).map((mode) => ({
    mode,
    text: textIn(mode, source),
    includes: mode === 'raw' ? [] : harness,
    isAsync,
    negative,
  }));
}

function readFrontMatter(source: string): FrontMatter {
  const [, text = ''] = /\/\*---\r?\n?([^]*?)---\*\//.exec(source) ?? [];
  return (parse(text.replace(/\r\n?/g, '\n')) as FrontMatter | null) ?? {};
}

function modesOf(flags: readonly string[]): readonly ScenarioMode[] {
  if (flags.includes('module')) return ['module'];
  if (flags.includes('raw')) return ['raw'];
  return [
    ...(flags.includes('onlyStrict') ? [] : (['sloppy', 'sloppy function'] as const)),
    ...(flags.includes('noStrict') ? [] : (['strict', 'strict function'] as const)),
  ];
}

function textIn(mode: ScenarioMode, source: string): string {
  // In a function declaration, because code that a top-level statement executes has no probes.
  const inFunction = `function test262InFunction() {\n${source}\n}\ntest262InFunction.call(this);\n`;
  if (mode === 'sloppy function') return inFunction;
  if (mode === 'strict function') return `"use strict";\n${inFunction}`;
  return mode === 'strict' ? `"use strict";\n${source}` : source;
}
