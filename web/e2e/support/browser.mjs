// Debian's Chromium, and what is asked of every page that is shown in it.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { output } from './world.mjs';

const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** The machine may be busy, and this build slow. */
const PATIENCE_MS = 60_000;

export const sizes = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };

export function launch() {
  const quiet = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];
  const args = ['--headless', '--no-sandbox', ...quiet, '--disable-component-update', '--disable-sync'];
  return chromium.launch({ executablePath: '/usr/bin/chromium', args });
}

/** A page in a fresh profile. `page.faults` collects what went wrong in it. */
export async function newPage(browser, size, { theme = 'dark', locale = 'en-US' } = {}) {
  const context = await browser.newContext({
    viewport: sizes[size],
    colorScheme: theme,
    locale,
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  // All that a page asks for is remembered, also on a long way through it.
  await page.addInitScript(() => performance.setResourceTimingBufferSize(5000));
  page.faults = [];
  page.on('pageerror', (error) => page.faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') page.faults.push(`${message.text()} ${message.location().url}`);
  });
  return page;
}

/** Waits until nothing moves, takes a picture, and looks for what no page may have. */
export async function inspect(page, name) {
  await page.waitForLoadState('networkidle');
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: path.join(output, `${name}.png`) });
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(wider <= 0, `${name} scrolls sideways by ${wider} pixels`);
  await accessible(page, name);
}

/** axe goes in by way of the debugger, since the page's own policy lets no script in. */
async function accessible(page, name) {
  const debug = await page.context().newCDPSession(page);
  await debug.send('Runtime.evaluate', { expression: axe });
  const { violations } = await page.evaluate(
    (values) => window.axe.run(document, { runOnly: values }),
    rules,
  );
  await debug.detach();
  const told = violations.map((one) => {
    const where = one.nodes.slice(0, 3).map((node) => `${node.html.slice(0, 160)} (${node.any[0]?.message ?? ''})`);
    return `${one.id}: ${where.join('; ')}`;
  });
  assert.deepEqual(told, [], `${name} keeps to WCAG 2.2 AA`);
}
