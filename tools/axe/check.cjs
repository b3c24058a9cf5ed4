// Runs axe-core on pages of a site, or on every page of a folder that is none, and prints what it finds. Exit code 1: something serious or critical, a page wider
// than its window, a word on the console, or a request that leaves the disk.
"use strict";
const { existsSync, readdirSync } = require("node:fs");
const { join, resolve } = require("node:path");
const axe = require("axe-core");
const { chromium } = require("playwright-core");

const site = resolve(process.argv[2]);
const executablePath = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
  .find((path) => path && existsSync(path));
const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];

// Every index, and the shortest, longest and some other pages of each kind; of a folder of reports, all.
const isSite = existsSync(join(site, "en"));
const pages = isSite ? ["index.html"] : readdirSync(site).filter((name) => name.endsWith(".html")).sort();
for (const lang of isSite ? ["en", "fr"] : []) {
  pages.push(`${lang}/index.html`);
  for (const kind of ["organisation", "product", "incident", "instrument"]) {
    const files = readdirSync(join(site, lang, kind)).filter((name) => name !== "index.html").sort();
    const step = Math.max(1, Math.floor(files.length / Number(process.env.AXE_PAGES ?? 6)));
    pages.push(`${lang}/${kind}/index.html`, ...files.filter((_, at) => at % step === 0).map((name) => `${lang}/${kind}/${name}`));
  }
}

(async () => {
  if (!executablePath) throw new Error("no Chromium: set CHROMIUM");
  const browser = await chromium.launch({ executablePath, args });
  let [runs, passes, bad] = [0, 0, 0];
  const count = {};
  const tell = (...words) => { bad += 1; console.log(...words); };
  for (const [width, colorScheme] of [[430, "light"], [1200, "dark"]]) {
    // The policy of the page forbids scripts; axe is one, so it is set aside here, and tried without below.
    for (const bypassCSP of [true, false]) {
      const context = await browser.newContext({ viewport: { width, height: 1000 }, colorScheme, bypassCSP });
      const page = await context.newPage();
      let at = "";
      page.on("console", (message) => tell(at, "console:", message.text()));
      page.on("request", (request) => request.url().startsWith("file:") || tell(at, "request:", request.url()));
      for (at of pages) {
        await page.goto(`file://${join(site, at)}`);
        const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (over > 0) tell(at, `${over} pixels wider than ${width}`);
        if (!bypassCSP) continue;
        await page.evaluate(axe.source);
        const result = await page.evaluate(() => globalThis.axe.run());
        runs += 1;
        passes += result.passes.length;
        for (const { impact, id, nodes } of result.violations) {
          count[impact] = (count[impact] ?? 0) + 1;
          const line = [at, width, colorScheme, impact, id, nodes[0].html.slice(0, 160)];
          if (impact === "serious" || impact === "critical") tell(...line);
          else console.log(...line);
        }
      }
      await context.close();
    }
  }
  await browser.close();
  console.log(`axe-core ${axe.version}: ${pages.length} pages, ${runs} runs, ${passes} rules passed, violations ${JSON.stringify(count)}`);
  if (passes === 0) throw new Error("axe found no rule to pass: it did not run");
  process.exitCode = bad > 0 ? 1 : 0;
})().catch((error) => { console.error(error); process.exitCode = 2; });
