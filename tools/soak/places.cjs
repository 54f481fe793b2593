const { mkdirSync, mkdtempSync, realpathSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

/** Where a store lies below a folder, as in a workspace. */
function placesIn(folder) {
  const testmon = join(folder, '.testmon');
  return {
    folder,
    testmon,
    file: join(testmon, 'testmondata.db'),
    recordsDir: join(testmon, 'records'),
    pendingDir: join(testmon, 'pending'),
  };
}

/** A folder of its own for one store. The caller removes it. */
function makePlaces() {
  const places = placesIn(realpathSync(mkdtempSync(join(tmpdir(), 'testmon-soak-'))));
  mkdirSync(places.testmon);
  return places;
}

module.exports = { makePlaces, placesIn };
