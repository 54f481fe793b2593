/** A test runner that nx-testmon does not support, and the signs that a project uses it. */
export interface OtherTestRunner {
  /** The usual spelling, such as `Mocha`. */
  readonly title: string;
  /** Executors of Nx and builders of Angular. */
  readonly executors?: readonly string[];
  /** Matches the program name in a command, without its path and extension. */
  readonly word?: RegExp;
  /** Matches the next word of the command, for a program that does more than run tests. */
  readonly subcommand?: RegExp;
  /** Matches names of its configuration files. */
  readonly configFile?: RegExp;
  /** The package that provides it. */
  readonly packageName?: string;
}

const extension = String.raw`\.(?:[cm]?[jt]s|json|ya?ml)`;

/** Test runners of unit tests come first, because only the first sign in a project is reported. */
export const otherTestRunners: readonly OtherTestRunner[] = [
  {
    title: "Angular's unit test builder",
    executors: ['@angular/build:unit-test', '@nx/angular:unit-test'],
  },
  {
    title: 'Karma',
    executors: ['@angular/build:karma', '@angular-devkit/build-angular:karma'],
    word: /^karma$/,
    subcommand: /^(start|run)$/,
    configFile: /^karma\.conf\.[cm]?[jt]s$/,
    packageName: 'karma',
  },
  { title: 'the Angular CLI', word: /^ng$/, subcommand: /^(test|t|e2e)$/ },
  {
    title: 'Mocha',
    word: /^_?mocha$/,
    configFile: new RegExp(String.raw`^\.mocharc(?:${extension}|\.jsonc)?$`),
    packageName: 'mocha',
  },
  { title: 'Jasmine', word: /^jasmine(-browser-runner)?$/, packageName: 'jasmine' },
  { title: 'AVA', word: /^ava$/, configFile: /^ava\.config\.[cm]?js$/, packageName: 'ava' },
  { title: 'tap', word: /^tap$/, configFile: /^\.taprc$/, packageName: 'tap' },
  { title: 'tape', word: /^tape$/, packageName: 'tape' },
  { title: 'uvu', word: /^uvu$/, packageName: 'uvu' },
  { title: 'QUnit', word: /^qunit$/ },
  { title: 'bun test', word: /^bun$/, subcommand: /^test$/ },
  { title: 'deno test', word: /^deno$/, subcommand: /^test$/ },
  { title: 'react-scripts', word: /^(react-scripts|craco)$/, subcommand: /^test$/ },
  { title: 'the Vue CLI', word: /^vue-cli-service$/, subcommand: /^test:/ },
  {
    title: 'Web Test Runner',
    word: /^(wtr|web-test-runner)$/,
    configFile: /^web-test-runner\.config\.[cm]?js$/,
  },
  {
    title: 'Cypress',
    executors: ['@nx/cypress:cypress', '@nrwl/cypress:cypress', '@cypress/schematic:cypress'],
    word: /^cypress$/,
    subcommand: /^(run|open)$/,
    configFile: /^cypress(\.config\.[cm]?[jt]s|\.json)$/,
    packageName: 'cypress',
  },
  {
    title: 'Playwright',
    executors: ['@nx/playwright:playwright', 'playwright-ng-schematics:playwright'],
    word: /^playwright$/,
    subcommand: /^test$/,
    configFile: /^playwright(-ct)?\.config\.[cm]?[jt]s$/,
    packageName: '@playwright/test',
  },
  {
    title: 'WebdriverIO',
    word: /^wdio$/,
    configFile: /^wdio(\.[\w-]+)?\.conf\.[cm]?[jt]s$/,
    packageName: '@wdio/cli',
  },
  { title: 'Detox', executors: ['@nx/detox:test'], word: /^detox$/, subcommand: /^test$/ },
  { title: 'TestCafe', word: /^testcafe$/, configFile: /^\.testcaferc\.(js|cjs|json)$/ },
  { title: 'Nightwatch', word: /^nightwatch$/, configFile: /^nightwatch\.conf\.[cm]?[jt]s$/ },
  { title: 'Cucumber', word: /^cucumber-js$/, configFile: /^cucumber\.[cm]?js(on)?$/ },
];
