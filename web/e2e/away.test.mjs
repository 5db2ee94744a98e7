// What the page says while the Archive is away, and that it finds the way back.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { inspect, launch, newPage } from './support/browser.mjs';
import { signUp, waitUntil } from './support/listener.mjs';
import { World } from './support/world.mjs';

let browser, world;
before(async () => {
  [browser, world] = await Promise.all([launch(), World.open()]);
});
after(async () => {
  await browser?.close();
  await world?.close();
});

for (const size of ['desktop', 'phone']) {
  it(`on a ${size}: what was never asked for is said to be away, and comes when it is back`, async () => {
    const page = await newPage(browser, size);
    if (size === 'desktop') await signUp(page, world);
    const words = size === 'desktop' ? 'night ferry' : 'copper lantern';
    await world.archive.down();
    await page.goto(`${world.url}/app/search?q=${words}`);
    await page.getByRole('alert').getByText('The Archive does not answer').waitFor();
    await inspect(page, `away-${size}-search`);
    await world.archive.up();
    await waitUntil(async () => {
      const again = page.getByRole('button', { name: 'Try again' });
      if (await again.count()) await again.click({ timeout: 2000 }).catch(() => {});
      return (await page.getByRole('article').count()) > 0;
    }, 120_000);
    const unexpected = page.faults.filter((fault) => !/503|504|502|429/.test(fault));
    assert.deepEqual(unexpected, []);
    await page.context().close();
  });
}
