// Runs every journey against a running demo, one after the other, and prints a line each.
//   ANYE_URL=http://127.0.0.1:8020 ANYE_DEMO_OUT=<what the demo printed> CHROMIUM=<path> node run.mjs [part of a name …]
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { House, here, launch } from './harness.mjs';

const wanted = process.argv.slice(2);
const files = readdirSync(join(here, 'journeys')).filter(name => name.endsWith('.mjs')).sort()
  .filter(name => !wanted.length || wanted.some(word => name.includes(word)));
let passed = 0, failed = 0;
const browser = await launch();
for (const file of files) {
  const name = file.replace(/\.mjs$/, '');
  const house = new House(browser);
  const begun = Date.now();
  const took = () => `${((Date.now() - begun) / 1000).toFixed(1)} s`;
  try {
    const journey = await import('./journeys/' + file);
    const said = await journey.default(house);
    if (house.trouble.length) throw new Error(house.trouble.join('\n'));
    passed += 1;
    console.log(`ok     ${name} (${took()})${said ? ` — ${said}` : ''}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED ${name} (${took()}): ${error.stack || error}`);
    for (const line of house.trouble) console.log(`       ${line}`);
    for (const path of await house.shoot(name)) console.log(`       see ${path}`);
  }
  await house.close();
}
await browser.close();
console.log(`journeys: ${passed} passed, ${failed} failed`);
process.exitCode = failed || !passed ? 1 : 0;
