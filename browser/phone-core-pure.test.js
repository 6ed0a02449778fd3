// The parts of the phone's core that need no browser, each by its own tests in
// client/test: bundled, and run here by Node.

import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { builtFile, bundleTests } from './phone-core-stub.js';

bundleTests();
for (const name of readdirSync(dirname(builtFile('x')))) {
  if (name.endsWith('.test.mjs')) await import(pathToFileURL(builtFile(name)).href);
}
