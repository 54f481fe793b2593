import { LoadedTextRecorder } from '@nx-testmon/runner';
import { processState } from '../process-state';

/** The loaded texts of the process. The transformer writes to it, and the test runner reports it. */
export function loadedTextRecorder(): LoadedTextRecorder {
  return processState('loadedTexts', () => new LoadedTextRecorder());
}

/** A text as Jest passes it to a transformer: without a first line that names an interpreter. */
export function textForTransformer(text: string): string {
  return text.startsWith('#!') ? text.replace(/^#!.*/, '') : text;
}
