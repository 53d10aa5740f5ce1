/** A Chromium for screenshots and measurements: the one named in `CHROMIUM`, else the one from the npm package. */

import chromium from "@sparticuz/chromium";
import { type Browser, chromium as launcher } from "playwright-core";

export async function openBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM ?? (await chromium.executablePath());
  return launcher.launch({ executablePath, args: ["--no-sandbox", "--font-render-hinting=none"], headless: true });
}
