#!/usr/bin/env node
// pnpm and Yarn link only the commands of direct dependencies, so this package has the command of the other one, too.
// eslint-disable-next-line @nx/enforce-module-boundaries -- the two are installed together; nothing else is imported
void import('@nx-testmon/cli/bin');
