/**
 * Whether reading a variable matters for a test, by the variable's name.
 *
 * - `never`: it does not. The variable differs between processes or between equal runs, identifies a run,
 *   belongs to nx-testmon, or is part of the environment of all tests.
 * - `workspace`: it matters if code of the workspace reads it. Node, test runners and common packages read it
 *   in every process, to detect the terminal, the CI service, the machine or the package manager.
 * - `always`: it matters, independently of the caller.
 */
export type VariableKind = 'never' | 'workspace' | 'always';

/** Part of the environment of every fact. */
const ofEnvironment = ['NODE_ENV', 'NODE_OPTIONS'];

/**
 * Variables that differ between the processes of a run, or between runs. Packages read the variables of any
 * test runner, whichever runs (`JEST_WORKER_ID` under Vitest), so these are not listed by a single test
 * runner.
 */
const varying = [
  '_',
  'SHLVL',
  'NODE_CHANNEL_FD',
  'NODE_CHANNEL_SERIALIZATION_MODE',
  'NODE_TEST_CONTEXT',
  'NODE_TEST_WORKER_ID',
  'NODE_UNIQUE_ID',
  'NODE_V8_COVERAGE',
  'JEST_WORKER_ID',
  'VITEST_POOL_ID',
  'VITEST_WORKER_ID',
  'TINYPOOL_WORKER_ID',
  'WATCH_REPORT_DEPENDENCIES',
  'NX_TASK_HASH',
  'NX_CI_EXECUTION_ID',
  'NX_TERMINAL_OUTPUT_PATH',
  'NX_FORKED_TASK_EXECUTOR',
  'NX_STREAM_OUTPUT',
  'NX_PREFIX_OUTPUT',
  'LERNA_PACKAGE_NAME',
  'TURBO_HASH',
  'TURBO_INVOCATION_DIR',
  'BUILD_ID',
  'BUILD_NUMBER',
  'BUILD_BUILDID',
  'BUILDKITE_BUILD_ID',
  'BUILDKITE_JOB_ID',
  'CI_JOB_ID',
  'CI_PIPELINE_ID',
  'CI_PIPELINE_IID',
  'CIRCLE_BUILD_NUM',
  'CIRCLE_WORKFLOW_ID',
  'GITHUB_RUN_ID',
  'GITHUB_RUN_NUMBER',
  'GITHUB_RUN_ATTEMPT',
];
const varyingPrefix = /^(?:NX_TESTMON_|TURBO_TESTMON_|NX_INVOCATION_|NX_CLOUD_|VSCODE_)/;

const usual = new Set([
  ...[
    // Terminal and output.
    'CLICOLOR CLICOLOR_FORCE COLOR COLORS COLORTERM COLUMNS DEBUG DEBUG_COLORS DEBUG_DEPTH DEBUG_HIDE_DATE',
    'DEBUG_MAX_ARRAY_LENGTH DEBUG_SHOW_HIDDEN FORCE_COLOR FORCE_TTY FORCE_HYPERLINK LINES NODE_DISABLE_COLORS',
    'NO_COLOR NODE_DEBUG NODE_DEBUG_NATIVE NODE_PENDING_DEPRECATION NODE_INSPECTOR_IPC TERM TERMINAL_EMULATOR',
    'TERM_PROGRAM TERM_PROGRAM_VERSION TMUX VTE_VERSION WT_SESSION ConEmuTask ANSICON TERMINUS_SUBLIME',
    'NO_UPDATE_NOTIFIER VERBOSE',
    // The machine and the user. The effective time zone and locale are part of the environment.
    'LANG LANGUAGE LC_ALL LC_COLLATE LC_CTYPE LC_MESSAGES LC_MONETARY LC_NUMERIC LC_TIME TZ',
    'EDITOR HOME HOMEDRIVE HOMEPATH HOSTNAME LOGNAME MAIL OLDPWD OS OSTYPE PATH PATHEXT PWD SHELL',
    'SYSTEMROOT SystemRoot TEMP TMP TMPDIR USER USERNAME USERPROFILE WINDIR windir ComSpec COMSPEC APPDATA',
    'LOCALAPPDATA PROGRAMDATA XDG_CACHE_HOME XDG_CONFIG_HOME XDG_DATA_HOME XDG_RUNTIME_DIR',
    // Node and package managers.
    'INIT_CWD NODE NODE_PATH NODE_EXTRA_CA_CERTS NODE_COMPILE_CACHE NODE_DISABLE_COMPILE_CACHE',
    'NODE_PRESERVE_SYMLINKS BERRY_BIN_FOLDER PNPM_HOME PNPM_PACKAGE_NAME PNPM_SCRIPT_SRC_DIR',
    'PROJECT_CWD YARN_IGNORE_PATH BUN_INSTALL UV_THREADPOOL_SIZE',
    // Variables that test runners set or read.
    'TEST VITEST VITEST_MODE VITEST_SKIP_INSTALL_CHECKS VITEST_VM_POOL VITEST_BROWSER VITE_NODE_DEPS_MODULE_DIRECTORIES',
    'DEV PROD SSR MODE BASE_URL VITE_USER_NODE_ENV JEST_JASMINE NAPI_RS_FORCE_WASI',
    'NAPI_RS_NATIVE_LIBRARY_PATH ROLLDOWN_TEST ESBUILD_BINARY_PATH ESBUILD_WORKER_THREADS ESBUILD_MAX_BUFFER',
    'BABEL_ENV BABEL_SHOW_CONFIG_FOR BABEL_DISABLE_CACHE BABEL_CACHE_PATH BROWSERSLIST BROWSERSLIST_CONFIG',
    'BROWSERSLIST_ENV BROWSERSLIST_STATS BROWSERSLIST_DISABLE_CACHE BROWSERSLIST_IGNORE_OLD_DATA',
    'BROWSERSLIST_TRACE_WARNING BROWSERSLIST_ROOT_PATH BROWSERSLIST_DANGEROUS_EXTEND',
    'GRACEFUL_FS_PLATFORM TEST_GRACEFUL_FS_GLOBAL_PATCH TINYGLOBBY_DEBUG YARGS_MIN_NODE_VERSION ZSH_NAME',
    'BABEL_TYPES_8_BREAKING',
    // CI services.
    'CI CI_NAME CI_COMMIT_SHA CONTINUOUS_INTEGRATION APPVEYOR BITBUCKET_COMMIT BUILDKITE BUILDER_OUTPUT CIRCLECI',
    'CIRRUS_CI CODEBUILD_BUILD_ARN CODESPACES DRONE GITEA_ACTIONS GITHUB_ACTIONS GITHUB_ENV GITHUB_EVENT_NAME',
    'GITHUB_EVENT_PATH GITHUB_HEAD_REF GITHUB_OUTPUT GITHUB_PATH GITHUB_REF GITHUB_REPOSITORY GITHUB_SHA',
    'GITHUB_STEP_SUMMARY GITHUB_WORKSPACE GITLAB_CI HEROKU_TEST_RUN_ID JENKINS_URL NETLIFY RUNNER_DEBUG RUNNER_TEMP',
    'SEMAPHORE TEAMCITY_VERSION TF_BUILD TRAVIS VERCEL WOODPECKER',
  ].flatMap((names) => names.split(' ')),
]);
const usualPrefix = /^(?:npm_|VITEST_|JEST_|NX_|TURBO_|WSL_|SSH_|ITERM_|KONSOLE_)/i;

/** Packages that detect the terminal, the CI service and the machine, by an unlimited number of variables. */
export const detectors =
  /^(?:ci-info|is-ci|std-env|supports-color|supports-hyperlinks|chalk|ansi-colors|colorette|kleur|picocolors|tinyrainbow|debug|detect-libc|detect-package-manager|is-in-ci|is-docker|is-unicode-supported|is-wsl)$/;

const never = new Set([...ofEnvironment, ...varying]);

export function kindOfVariable(name: string): VariableKind {
  // Properties of every object, such as `hasOwnProperty` and `toJSON`, are not variables.
  if (name in Object.prototype || name === 'toJSON' || name === 'then') return 'never';
  if (never.has(name) || varyingPrefix.test(name)) return 'never';
  return usual.has(name) || usualPrefix.test(name) ? 'workspace' : 'always';
}

/**
 * Variables that count if all variables are copied or enumerated, which is usually for a child process: those
 * that change the behavior of common programs. Which of the others matter is unknown.
 */
export const copiedVariables = [
  'CI',
  'TZ',
  'LANG',
  'LANGUAGE',
  'LC_ALL',
  'LC_COLLATE',
  'LC_CTYPE',
  'LC_MESSAGES',
  'LC_MONETARY',
  'LC_NUMERIC',
  'LC_TIME',
];
