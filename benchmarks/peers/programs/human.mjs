// human (@vladmandic/human): its emotion network. The package offers no way past its face detector,
// so the steps from a face to the network's input are repeated here from its src/gear/emotion.ts.

import { createReadStream } from "node:fs";
import { createServer } from "node:http";
import { basename, join } from "node:path";
import { answerAll, packages, require, startWasm } from "./loop.mjs";

const LABELS = ["angry", "disgust", "fear", "happy", "sad", "surprise", "neutral"];
const GREY = [0.2989, 0.587, 0.114]; // the weights of red, green and blue

// By its path: the package's list of exports leaves this build out.
const { Human } = require(join(packages, "@vladmandic/human/dist/human.node-wasm.js"));

// With the WebAssembly back end, models are loaded over HTTP only.
const server = createServer((request, response) => {
  const file = join(packages, "@vladmandic/human/models", basename(request.url));
  createReadStream(file)
    .on("error", () => response.writeHead(404).end())
    .pipe(response);
});
await new Promise((started) => server.listen(0, "127.0.0.1", started));

const off = { enabled: false };
const human = new Human({
  backend: "wasm",
  wasmPath: join(packages, "@tensorflow/tfjs-backend-wasm/dist/"),
  modelBasePath: `http://127.0.0.1:${server.address().port}/`,
  body: off,
  hand: off,
  object: off,
  gesture: off,
  face: { mesh: off, iris: off, description: off, detector: off, emotion: { enabled: true } },
});
const tf = human.tf;
await startWasm(tf);
await human.load();
server.close();
const model = human.models.models.emotion;

await answerAll(human.version, async (rgb) => {
  const output = tf.tidy(() => {
    const face = tf.div(tf.tensor4d(rgb, [1, 48, 48, 3], "float32"), 255);
    const [, , side] = model.inputs[0].shape;
    const grey = tf.sum(tf.mul(tf.image.resizeBilinear(face, [side, side]), GREY), 3, true);
    return model.execute(tf.mul(tf.sub(grey, 0.5), 2));
  });
  const values = await output.data();
  output.dispose();
  return Object.fromEntries(LABELS.map((label, i) => [label, values[i]]));
});
