// face-api (@vladmandic/face-api): its expression network through its own function, which resizes
// to 112 pixels and subtracts its mean colour itself.

import { join } from "node:path";
import { answerAll, packages, require, startWasm } from "./loop.mjs";

const faceapi = require("@vladmandic/face-api/dist/face-api.node-wasm.js");
const tf = require("@tensorflow/tfjs");

await startWasm(tf);
await faceapi.nets.faceExpressionNet.loadFromDisk(join(packages, "@vladmandic/face-api/model"));

await answerAll(faceapi.version, async (rgb) => {
  const image = tf.tensor3d(rgb, [48, 48, 3], "int32");
  const expressions = await faceapi.nets.faceExpressionNet.predictExpressions(image);
  image.dispose();
  return { ...expressions };
});
