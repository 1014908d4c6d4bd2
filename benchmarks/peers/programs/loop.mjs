// The part that the Node programs share: read images, ask for each, write the answers.
// What they exchange is described in benchmarks/peers/exchange.py.

import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const SIDE = 48; // pixels
const WARM_UP = 20; // calls that are not timed: compilers and caches settle

/** Where `npm ci` put the packages: the folder that the program is started in. */
export const packages = join(process.cwd(), "node_modules");
export const require = createRequire(join(process.cwd(), "program.cjs"));

/** Start the WebAssembly back end of a TensorFlow.js, on one thread. */
export async function startWasm(tf) {
  const wasm = require("@tensorflow/tfjs-backend-wasm");
  wasm.setWasmPaths(join(packages, "@tensorflow/tfjs-backend-wasm/dist/"));
  wasm.setThreadsCount(1);
  await tf.setBackend("wasm");
  await tf.ready();
}

/**
 * Ask about every image of the file named on the command line.
 *
 * `read` gets the RGB bytes of an image, 48 * 48 * 3, and returns an object of probabilities by
 * label, or a promise of one.
 */
export async function answerAll(version, read) {
  const [imagesFile, answersFile] = process.argv.slice(2);
  const grey = readFileSync(imagesFile);
  const images = [];
  for (let start = 0; start < grey.length; start += SIDE * SIDE) {
    const rgb = new Uint8Array(SIDE * SIDE * 3);
    for (let i = 0; i < rgb.length; i++) rgb[i] = grey[start + Math.floor(i / 3)];
    images.push(rgb);
  }
  for (let i = 0; i < WARM_UP; i++) await read(images[0]);
  const lines = [JSON.stringify({ version })];
  for (const image of images) {
    const startMs = performance.now();
    const startCpu = process.cpuUsage();
    const probabilities = await read(image);
    const { user, system } = process.cpuUsage(startCpu); // microseconds
    const ms = performance.now() - startMs;
    lines.push(JSON.stringify({ probabilities, ms, cpu_ms: (user + system) / 1000 }));
  }
  writeFileSync(answersFile, `${lines.join("\n")}\n`);
}
