import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * The Chromium of this machine: the one that `CHROMIUM` names, or the first one in `PATH`. None is
 * downloaded.
 */
export const installedChromium = findChromium();

function findChromium(): string | undefined {
  const { CHROMIUM, PATH = '' } = process.env;
  const folders = PATH.split(delimiter);
  return [CHROMIUM, ...folders.flatMap((folder) => names.map((name) => join(folder, name)))].find(
    (file) => file !== undefined && file !== '' && existsSync(file),
  );
}
