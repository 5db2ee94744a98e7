// From an empty page to music, and on without a network: the story Tapedeck is built for.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { inspect, launch, newPage } from './support/browser.mjs';
import { listener, waitUntil } from './support/listener.mjs';
import { joinOf, putTapeOn, tapeASecond, tapedSamples } from './support/tape.mjs';
import { Archive, World } from './support/world.mjs';

// One archive for all of them: it presses the sound of a concert once.
let browser, archive;
before(async () => {
  [browser, archive] = await Promise.all([launch(), Archive.open()]);
});
after(async () => {
  await browser?.close();
  await archive?.close();
});

const stories = [
  { processes: 1, size: 'desktop', theme: 'dark' },
  { processes: 1, size: 'phone', theme: 'light' },
  { processes: 4, size: 'desktop', theme: 'light' },
  { processes: 4, size: 'phone', theme: 'dark' },
];

for (const { processes, size, theme } of stories) {
  describe(`on a ${size}, Tapedeck in ${processes} process${processes > 1 ? 'es' : ''}`, () => {
    const picture = (name) => `story-${processes}-${size}-${name}`;
    let world, page;
    before(async () => {
      await archive.up();
      world = await World.open({ processes, archive });
      page = await newPage(browser, size, { theme });
      await putTapeOn(page);
    });
    after(async () => {
      await page?.context().close();
      await world?.close();
    });
    const player = () => page.getByRole('region', { name: 'Player' });
    const sounds = () => player().locator('button[aria-label="Pause"][aria-busy="false"]').waitFor();

    it('an account is made', async () => {
      await page.goto(world.url);
      await page.getByRole('heading', { name: 'Find a concert' }).waitFor();
      await inspect(page, picture('1-home'));
      await page.getByRole('link', { name: 'Create an account' }).click();
      await page.getByLabel('Name', { exact: true }).fill(listener.name);
      await page.getByLabel('E-mail address').fill(listener.email);
      await page.getByLabel('Password').fill(listener.password);
      await inspect(page, picture('2-register'));
      await page.getByRole('button', { name: 'Create an account' }).click();
      await page.waitForURL('**/app/');
    });

    it('its owner logs out and in again', async () => {
      await page.getByRole('link', { name: 'Settings' }).click();
      await page.getByText('Signed in as listener').waitFor();
      await page.getByRole('button', { name: 'Log out' }).click();
      await page.getByLabel('Name or e-mail address').fill(listener.email);
      await page.getByLabel('Password').fill(listener.password);
      await inspect(page, picture('3-login'));
      await page.getByRole('button', { name: 'Log in' }).click();
      await page.waitForURL('**/app/');
      const cookies = await page.context().cookies();
      assert.ok(cookies.length > 0 && cookies.every((one) => one.httpOnly), 'no script can read the session');
    });

    it('"5/8/77" finds the concert', async () => {
      await page.getByRole('searchbox').fill('5/8/77');
      await page.getByRole('searchbox').press('Enter');
      const card = page.getByRole('article').filter({ hasText: 'Barton Hall' });
      await card.first().waitFor();
      await inspect(page, picture('4-search'));
      assert.match(await card.first().textContent(), /May 8, 1977/);
      await card.first().getByRole('link').click();
      await page.waitForURL('**/app/concerts/*');
    });

    it('the concert tells which tape is the best, and why', async () => {
      await page.getByRole('heading', { name: 'May 8, 1977' }).waitFor();
      const best = page.getByRole('region', { name: /^Best to play/ });
      const reasons = best.getByRole('listitem');
      await reasons.first().waitFor();
      assert.ok((await reasons.count()) >= 3);
      await page.getByRole('region', { name: /^Setlist/ }).getByRole('listitem').first().waitFor();
      assert.ok((await page.locator('tbody tr').count()) >= 8);
      // What seems best may have gone dark; it is the best once it has been looked into.
      await page.getByRole('region', { name: /^Best to download/ }).getByText(/^\d+ tracks/).waitFor();
      await inspect(page, picture('5-concert'));
    });

    it('a click downloads the best to keep, and its progress moves', async () => {
      await world.archive.fault('node *.flac slow=60000');
      await page.getByRole('button', { name: /^Download( \d.*)?$/ }).first().click();
      await page.getByRole('link', { name: /^Downloading, / }).first().click();
      const bar = page.getByRole('progressbar').first();
      await bar.waitFor();
      const now = async () => Number(await bar.getAttribute('aria-valuenow'));
      const seen = new Set();
      await waitUntil(async () => seen.add(await now()).size >= 4);
      assert.equal(await page.getByText('Live news cannot be had').count(), 0);
      await inspect(page, picture('6-downloads'));
    });

    it('it can be paused and cancelled half way, and goes on when that is wished', async () => {
      const tape = page.getByRole('article').first();
      const stands = (words) => tape.getByText(words, { exact: true }).filter({ visible: true }).first().waitFor();
      await tape.getByRole('button', { name: /^Pause / }).click();
      await stands('Paused');
      await inspect(page, picture('6-paused'));
      await tape.getByRole('button', { name: /^Go on with / }).click();
      await stands('Downloading');
      await tape.getByRole('button', { name: /^Cancel / }).click();
      await stands('Cancelled');
      await world.archive.noFaults();
      await tape.getByRole('button', { name: /^Try .* again$/ }).click();
      await stands('On disk');
      await inspect(page, picture('7-downloaded'));
    });

    it('it plays, gapless from disk', async () => {
      await page.goBack();
      await page.getByRole('button', { name: 'Play concert' }).click();
      await sounds();
      await inspect(page, picture('8-playing'));
      await page.getByRole('button', { name: 'Open now playing' }).click();
      await page.getByText('Gapless').waitFor();
      await inspect(page, picture('9-now-playing'));
    });

    it('a seek goes to the second, and the next song follows without a gap', async () => {
      const dialog = page.getByRole('dialog');
      const songs = dialog.getByRole('region', { name: 'Setlist' }).getByRole('button');
      await songs.nth(0).click();
      await songs.nth(0).and(page.locator('[aria-current]')).waitFor();
      const bar = dialog.getByLabel('Position in the song');
      await page.evaluate(() => (window.taped.blocks.length = 0));
      await bar.fill(String(Math.max(0, Number(await bar.getAttribute('max')) - 1)));
      await songs.nth(1).and(page.locator('[aria-current]')).waitFor();
      await tapeASecond(page);
      const [first, second] = await tracksOf(page);
      const join = await joinOf(page, first, second);
      assert.ok(join.found, 'what was played is what is in the files');
      assert.deepEqual({ gap: join.gap, differ: join.differ }, { gap: 0, differ: 0 });
      await page.keyboard.press('Escape');
    });

    it('what is playing is closed by its button or its key, and the focus is where it was', async () => {
      const opener = page.getByRole('button', { name: 'Open now playing' });
      const dialog = page.getByRole('dialog');
      for (const close of [
        () => dialog.getByRole('button', { name: 'Close now playing' }).click(),
        () => page.keyboard.press('n'),
      ]) {
        await opener.click();
        await dialog.waitFor();
        await close();
        await dialog.waitFor({ state: 'hidden' });
        await waitUntil(() => opener.evaluate((button) => button === document.activeElement));
      }
    });

    it('without the Archive it opens again, and plays again', async () => {
      await world.archive.down();
      await page.reload();
      await page.getByRole('heading', { name: 'May 8, 1977' }).waitFor();
      await page.getByRole('button', { name: 'Play concert' }).click();
      await sounds();
      await waitUntil(async () => (await tapedSamples(page)).loud > 44_100);
      await inspect(page, picture('10-without-archive'));
      await page.getByRole('link', { name: 'On disk' }).first().click();
      await page.getByRole('article').first().waitFor();
      await inspect(page, picture('11-on-disk'));
    });

    it('it opens, too, while the browser believes that there is no network', async () => {
      await page.goto(`${world.url}/app/settings`);
      await page.evaluate(() => dispatchEvent(new Event('offline')));
      await page.getByRole('link', { name: 'On disk' }).first().click();
      await page.getByRole('article').getByRole('link').first().click();
      await page.getByRole('region', { name: /^Setlist/ }).getByRole('listitem').first().waitFor();
    });

    it('it plays when nobody can tell what recording it is', async () => {
      await page.route('**/browse/items/**', (route) => route.fulfill({ status: 503, json: {} }));
      await page.goto(`${world.url}/app/library`);
      await page.getByRole('article').getByRole('button', { name: /^Play / }).first().click();
      await sounds();
      await page.getByRole('article').getByRole('link').first().click();
      await page.getByText('What you have on disk still plays').waitFor();
      await inspect(page, picture('12-unknown-item'));
      await page.getByRole('region', { name: /^On disk/ }).getByRole('button').nth(1).click();
      await sounds();
      page.faults = page.faults.filter((fault) => !/503.*\/browse\/items\//.test(fault));
    });

    it('the music ends with the session', async () => {
      await page.evaluate(() => fetch('/auth/logout', { method: 'POST' }));
      await page.getByText('You have been signed out').waitFor();
      await player().waitFor({ state: 'detached' });
      page.faults = page.faults.filter((fault) => !/401/.test(fault));
    });

    it('nothing went wrong in the browser', () => assert.deepEqual(page.faults, []));
  });
}

/** The streams of the first two songs of the queue, as the page asked for them. */
function tracksOf(page) {
  return page.evaluate(() => {
    const asked = performance.getEntriesByType('resource').map((one) => one.name);
    const slices = [...new Set(asked.filter((url) => /\/tracks\/[^/]+\/slices$/.test(url)))];
    return slices.slice(0, 2).map((url) => url.replace(/slices$/, 'stream'));
  });
}
