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

it('what was never asked for is said to be away, and comes when it is back', async () => {
  const pages = await Promise.all(['desktop', 'phone'].map((size) => newPage(browser, size)));
  // Before the front page can ask for what is new: that is kept, and would be found.
  await world.archive.down();
  await signUp(pages[0], world);
  for (const [page, words] of [
    [pages[0], 'night ferry'],
    [pages[1], 'copper lantern'],
  ]) {
    await page.goto(`${world.url}/app/search?q=${words}`);
    await page.getByRole('alert').getByText('The Archive does not answer').waitFor();
    await inspect(page, `away-${page === pages[0] ? 'desktop' : 'phone'}-search`);
  }
  await world.archive.up();
  await Promise.all(pages.map(foundAtLast));
  for (const page of pages) {
    const unexpected = page.faults.filter((fault) => !/503|504|502|429/.test(fault));
    assert.deepEqual(unexpected, []);
    await page.context().close();
  }
});

/** Asks again until it is answered: for a minute nobody knocks at an Archive that was away. */
function foundAtLast(page) {
  return waitUntil(async () => {
    const again = page.getByRole('button', { name: 'Try again' });
    if (await again.count()) await again.click({ timeout: 2000 }).catch(() => {});
    return (await page.getByRole('article').count()) > 0;
  }, 120_000);
}
