// What is on disk is played as it was: no sample too many between two songs, none too few, none
// another; whatever format the tape came in.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { launch, newPage } from './support/browser.mjs';
import { signUp, waitUntil } from './support/listener.mjs';
import { joinOf, putTapeOn, tapeASecond } from './support/tape.mjs';
import { World } from './support/world.mjs';

let browser, world, page;
before(async () => {
  [browser, world] = await Promise.all([launch(), World.open()]);
  page = await newPage(browser, 'desktop');
  await putTapeOn(page);
  await signUp(page, world);
});
after(async () => {
  await browser?.close();
  await world?.close();
});

for (const [what, identifier, formats, lossless] of [
  ['FLAC', 'gd1977-05-08.aud.moss.990103.flac16', ['Flac'], true],
  ['FLAC of 24 bits at 48 kHz', 'gd1977-05-08.fob.winter.990104.flac2448', ['24bit Flac'], true],
  ['MP3 derived from FLAC', 'gd1977-05-09.aud.moss.990122.flac16', ['VBR MP3'], false],
]) {
  it(`two songs in ${what} join without a gap`, async () => {
    await download(identifier, formats);
    await page.goto(`${world.url}/app/recordings/${identifier}`);
    const songs = page.getByRole('region', { name: /^Setlist/ }).getByRole('button');
    await songs.first().click();
    await page.getByRole('button', { name: 'Open now playing' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Gapless').waitFor();
    await waitUntil(() => page.evaluate(() => window.taped?.blocks.length > 0));
    const queue = dialog.getByRole('region', { name: 'Setlist' }).getByRole('button');
    const bar = dialog.getByLabel('Position in the song');
    // The first song lasts two seconds and may be over by now.
    await queue.nth(0).click();
    await queue.nth(0).and(page.locator('[aria-current]')).waitFor();
    await page.evaluate(() => (window.taped.blocks.length = 0));
    await bar.fill(String(Math.max(0, Number(await bar.getAttribute('max')) - 1)));
    await queue.nth(1).and(page.locator('[aria-current]')).waitFor();
    await tapeASecond(page);
    const [first, second] = await streamsOfQueue();
    const join = await joinOf(page, first, second);
    console.log(`${what}: gap ${join.gap}, ${join.differ} of ${join.compared} samples differ, ${join.rate} Hz`);
    assert.ok(join.found, 'what was played is what is in the files');
    assert.equal(join.gap, 0);
    // A lossy decoder begins a file from nothing and a slice in the middle: alike, not the same.
    if (lossless) assert.equal(join.differ, 0);
  });
}

/** Downloads in the page, as the page would, and waits until all is on disk. */
function download(identifier, formats) {
  return page.evaluate(
    async ([archive_identifier, wanted]) => {
      const headers = { 'Content-Type': 'application/json' };
      const body = JSON.stringify({ archive_identifier, formats: wanted });
      const begun = await fetch('/downloads', { method: 'POST', headers, body });
      if (!begun.ok) throw new Error(await begun.text());
      for (;;) {
        const listed = await fetch(`/downloads?archive_identifier=${archive_identifier}&per_page=200`);
        const { downloads } = await listed.json();
        if (downloads.every((one) => one.status === 'completed')) return;
        const failed = downloads.find((one) => one.status === 'failed');
        if (failed) throw new Error(failed.error_message);
        await new Promise((done) => setTimeout(done, 200));
      }
    },
    [identifier, formats],
  );
}

function streamsOfQueue() {
  return page.evaluate(() => {
    const asked = performance.getEntriesByType('resource').map((one) => one.name);
    const slices = [...new Set(asked.filter((url) => /\/tracks\/[^/]+\/slices$/.test(url)))];
    return slices.slice(0, 2).map((url) => url.replace(/slices$/, 'stream'));
  });
}
