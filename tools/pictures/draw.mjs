// node draw.mjs [--prometheus http://127.0.0.1:9864] [--minutes 15] [--out ../../docs/pictures] [--chromium /usr/bin/chromium] [NAME.json ...]
// Bundles app.jsx, serves it with the dashboards and a way to Prometheus, and photographs every dashboard. Says which panels are empty.
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { createServer } from 'node:http';
import { execFileSync } from 'node:child_process';
import { mkdir, readFile, readdir, stat } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import path from 'node:path';

const here = import.meta.dirname;
const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    prometheus: { type: 'string', default: 'http://127.0.0.1:9864' },
    minutes: { type: 'string', default: '15' },
    out: { type: 'string', default: path.join(here, '../../docs/pictures') },
    chromium: { type: 'string', default: '/usr/bin/chromium' },
    width: { type: 'string', default: '1440' },
  },
});

const bundle = await build({
  entryPoints: [path.join(here, 'app.jsx')],
  bundle: true,
  write: false,
  outfile: 'app.js',
  format: 'iife',
  jsx: 'automatic',
  minify: true,
  define: { 'process.env.NODE_ENV': '"production"', global: 'window' },
  alias: { 'react-custom-scrollbars-2': path.join(here, 'scrollbars.jsx') },
  loader: { '.svg': 'text', '.woff2': 'empty', '.woff': 'empty', '.ttf': 'empty', '.png': 'empty' },
  logLevel: 'error',
});
const bundled = new Map(bundle.outputFiles.map(file => [path.basename(file.path), file.contents]));
const to = Math.floor(Date.now() / 5000) * 5;
let dashboard;

const server = createServer(async (request, response) => {
  try {
    if (request.url === '/') {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end('<!doctype html><meta charset="utf-8"><body style="margin:0"><div id="root"></div><link rel="stylesheet" href="/app.css"><script src="/app.js"></script>');
    } else if (request.url.startsWith('/app.')) {
      response.setHeader('content-type', request.url.endsWith('css') ? 'text/css' : 'text/javascript');
      response.end(bundled.get(request.url.slice(1)));
    } else if (request.url === '/dashboard') {
      response.end(JSON.stringify({ dashboard, from: to - flags.minutes * 60, to }));
    } else if (request.url.startsWith('/api/')) {
      const answer = await fetch(flags.prometheus + request.url);
      response.writeHead(answer.status).end(Buffer.from(await answer.arrayBuffer()));
    } else if (request.url.includes('/img/icons/')) {
      const file = path.join(here, 'node_modules/@grafana/ui/dist/public', request.url.slice(request.url.indexOf('img/icons/')));
      response.setHeader('content-type', 'image/svg+xml');
      response.end(await readFile(file));
    } else {
      response.writeHead(404).end();
    }
  } catch (error) {
    response.writeHead(500).end(String(error));
  }
});
await new Promise(listening => server.listen(0, '127.0.0.1', listening));

// Two hundred colours are enough for a dashboard and a third of the bytes; without pngquant the picture stays as it is.
function shrink(file) {
  try {
    execFileSync('pngquant', ['--force', '--ext', '.png', '--quality', '55-90', '--strip', file]);
  } catch (error) {
    console.log(`  not made smaller: ${error.message}`);
  }
}

const browser = await chromium.launch({ executablePath: flags.chromium, args: ['--no-sandbox', '--force-color-profile=srgb'] });
await mkdir(flags.out, { recursive: true });
const folder = path.join(here, '../../dashboards');
const names = positionals.length ? positionals : (await readdir(folder)).filter(name => name.endsWith('.json')).sort();
let bad = 0;
for (const name of names) {
  dashboard = JSON.parse(await readFile(path.join(folder, name), 'utf8'));
  const rows = Math.max(...dashboard.panels.map(({ gridPos: { y, h } }) => y + h));
  const page = await browser.newPage({ viewport: { width: Number(flags.width), height: rows * 38 + 70 } });
  page.on('pageerror', error => console.error(`${name}: ${error.stack}`));
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.waitForFunction(() => window.expected > 0 && window.drawn >= window.expected, null, { timeout: 60000 });
  await page.waitForTimeout(1000);
  const empty = await page.evaluate(() => window.empty);
  const file = path.join(flags.out, name.replace(/json$/, 'png'));
  await page.locator('#dashboard').screenshot({ path: file });
  await page.close();
  shrink(file);
  bad += empty.filter(panel => panel.error).length;
  console.log(`${file}: ${dashboard.panels.filter(p => p.type !== 'row').length} panels, ${Math.round((await stat(file)).size / 1024)} KB`);
  empty.forEach(({ title, error }) => console.log(`  empty: ${title}${error ? `: ${error}` : ''}`));
}
await browser.close();
server.close();
process.exit(bad ? 1 : 0);
