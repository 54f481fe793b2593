import type { ModelReader } from '@nx-testmon/graph';
import { printProgress } from '../progress';
import type { TaskIo } from '../task-io';
import { modelReader } from './model-reader';

/** The reader prints nothing before this time. */
const quietMs = 2000;
const repeatMs = 10_000;
/** Reading this many modules takes no noticeable time compared to loading the compiler. */
const fewModules = 50;

/** Prints progress while a task reads many modules that the store does not know, as the first task does. */
export function readerWithProgress(
  io: Pick<TaskIo, 'clock' | 'write'>,
  reader: ModelReader = modelReader,
): ModelReader {
  let modules = 0;
  let dueAt: number | undefined;
  return {
    ...reader,
    read(text, path) {
      const now = io.clock();
      dueAt ??= now + quietMs;
      if (now >= dueAt && modules > fewModules) {
        printProgress(io, { kind: 'modules', modules });
        dueAt = now + repeatMs;
      }
      modules += 1;
      return reader.read(text, path);
    },
  };
}
