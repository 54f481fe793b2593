#!/usr/bin/env node
// pnpm and Yarn link only the commands of direct dependencies, so this package has the command of the other one, too.
void import('@nx-testmon/cli/bin');
