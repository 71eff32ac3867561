// Copies the browser's client from the npm package, compressed, to where our server serves it from:
//   node copy-client-files.js
"use strict";

const fs = require("fs");
const path = require("path");
const zlib = require("zlib");

const FROM = path.join(__dirname, "node_modules/socket.io/client-dist");
const TO = path.join(__dirname, "../../adapter/src/main/resources/io/github/fanoutlab/adapter/client-files");

for (const name of fs.readdirSync(FROM)) {
  const file = fs.readFileSync(path.join(FROM, name));
  fs.writeFileSync(path.join(TO, name + ".gz"), zlib.gzipSync(file, { level: 9 }));
  fs.writeFileSync(path.join(TO, name + ".br"), zlib.brotliCompressSync(file));
}
fs.copyFileSync(path.join(__dirname, "node_modules/socket.io-client/LICENSE"), path.join(TO, "LICENSE"));
