/**
 * Unpacks the Chromium of the screens' npm packages into the folder that TMPDIR names, and prints where it is.
 * It comes compressed in its package, so nothing is downloaded here and nothing is installed on the machine.
 */

import { createRequire } from "node:module";

const require = createRequire(new URL("../../ui/app/package.json", import.meta.url));
const chromium = require("@sparticuz/chromium");
console.log(await (chromium.default ?? chromium).executablePath());
