// Every page in its other states: nobody signed in, nothing there yet, not found, both languages.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { inspect, launch, newPage } from './support/browser.mjs';
import { World } from './support/world.mjs';

let browser, world;
before(async () => {
  [browser, world] = await Promise.all([launch(), World.open()]);
});
after(async () => {
  await browser?.close();
  await world?.close();
});

const open = async (path, size, options) => {
  const page = await newPage(browser, size, options);
  await page.goto(world.url + path);
  await page.locator('main h1').waitFor();
  return page;
};

for (const size of ['desktop', 'phone']) {
  for (const theme of ['dark', 'light']) {
    describe(`on a ${size}, ${theme}`, () => {
      for (const [name, path] of [
        ['search', '/app/search'],
        ['login', '/app/login'],
        ['register', '/app/register'],
        ['settings', '/app/settings'],
        ['nowhere', '/app/there/is/nothing/here'],
      ]) {
        it(`${name} is in order`, async () => {
          const page = await open(path, size, { theme });
          await inspect(page, `page-${size}-${theme}-${name}`);
          assert.deepEqual(page.faults, []);
          await page.context().close();
        });
      }
    });
  }
}

describe('the page', () => {
  it('speaks the language of the browser, and the one that is chosen', async () => {
    const page = await open('/app/settings', 'phone', { locale: 'de-DE' });
    assert.equal(await page.locator('main h1').textContent(), 'Einstellungen');
    assert.equal(await page.locator('html').getAttribute('lang'), 'de');
    await inspect(page, 'page-phone-german');
    await page.getByLabel('Sprache').selectOption('en');
    await page.getByRole('heading', { name: 'Settings' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Settings' }).waitFor();
    await page.context().close();
  });

  it('keeps the theme that is chosen, from the first paint on', async () => {
    const page = await open('/app/settings', 'desktop', { theme: 'dark' });
    await page.getByLabel('Theme').selectOption('light');
    await page.reload();
    assert.equal(await page.locator('html').getAttribute('data-theme'), 'light');
    await page.context().close();
  });

  it('is used without a mouse', async () => {
    const page = await open('/app/', 'desktop');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Skip to content');
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press('/');
    await page.waitForURL('**/app/search');
    await page.waitForFunction(() => document.activeElement?.id === 'q');
    await page.getByRole('link', { name: 'Settings' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement?.textContent === 'Settings' && document.activeElement.tagName === 'H1');
    await page.goBack();
    await page.waitForURL('**/app/search');
    await page.context().close();
  });

  it('leaves single keys alone when they are turned off, and remembers that', async () => {
    const page = await open('/app/settings', 'desktop');
    const keys = page.getByLabel('Single keys control the player');
    await keys.uncheck();
    await page.reload();
    await keys.waitFor();
    assert.equal(await keys.isChecked(), false);
    await page.keyboard.press('/');
    await keys.check();
    assert.match(page.url(), /settings$/);
    await keys.blur();
    await page.keyboard.press('/');
    await page.waitForURL('**/app/search');
    await page.context().close();
  });

  it('keeps the search form, and tells of the new page, when another search is made', async () => {
    const page = await open('/app/search?q=5/8/77', 'desktop');
    await page.getByRole('article').first().waitFor();
    const form = await page.getByRole('search').elementHandle();
    await page.getByRole('searchbox').fill('night ferry');
    await page.getByRole('searchbox').press('Enter');
    await page.waitForURL(/q=night/);
    await page.waitForFunction(() => document.activeElement?.tagName === 'H1');
    assert.ok(await form.evaluate((element) => element.isConnected));
    await page.goBack();
    await page.waitForFunction(() => document.querySelector('input[type=search]')?.value === '5/8/77');
    await page.context().close();
  });

  it('says so when the code of a page does not come, and does not load itself again', async () => {
    const page = await open('/app/', 'desktop');
    await page.route(/assets\/Settings|health\/live/, (route) => route.abort());
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('button', { name: 'Try again' }).waitFor();
    await page.getByText('Tapedeck does not answer').waitFor();
    await page.getByRole('link', { name: 'Search' }).click();
    await page.getByRole('searchbox').waitFor();
    await page.context().close();
  });

  it('sends who is not signed in to log in, and back', async () => {
    const page = await open('/app/downloads', 'desktop');
    await page.waitForURL('**/app/login?next=%2Fdownloads');
    await page.context().close();
  });

  it('lets no script in that is not its own', async () => {
    const answer = await fetch(`${world.url}/app/`);
    const policy = answer.headers.get('Content-Security-Policy');
    assert.match(policy, /script-src 'self'/);
    assert.doesNotMatch(policy, /unsafe/);
    assert.doesNotMatch(await answer.text(), /<script(?![^>]* src=)|style="| on\w+="/);
  });

  it('is asked for in few bytes', async () => {
    const page = await newPage(browser, 'desktop');
    const sizes = { script: 0, stylesheet: 0, font: 0 };
    page.on('requestfinished', async (request) => {
      const type = request.resourceType();
      if (type in sizes) sizes[type] += (await request.sizes()).responseBodySize;
    });
    await page.goto(`${world.url}/app/`);
    await page.waitForLoadState('networkidle');
    console.log(`scripts ${sizes.script}, styles ${sizes.stylesheet}, fonts ${sizes.font} bytes`);
    assert.ok(sizes.script <= 60_000 && sizes.stylesheet <= 10_000 && sizes.font <= 60_000, JSON.stringify(sizes));
    await page.context().close();
  });

  it('answers 404 for a file of another build', async () => {
    assert.equal((await fetch(`${world.url}/app/assets/index-12345678.js`)).status, 404);
    const gone = await fetch(`${world.url}/app/some/page`);
    assert.deepEqual([gone.status, gone.headers.get('Content-Type')], [200, 'text/html; charset=utf-8']);
  });
});
