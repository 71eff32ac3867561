// A peer obeys its standard input: each line is a JavaScript expression, evaluated where `scope`'s names are known. Its value
// is printed as `result JSON`, what it throws as `error MESSAGE`. When the input ends, so does the peer.
"use strict";

const readline = require("readline");

exports.obey = (scope) => {
  const names = Object.keys(scope);
  const input = readline.createInterface({ input: process.stdin });
  input.on("line", async (line) => {
    try {
      const evaluate = new Function(...names, `return (async () => (${line}))();`);
      const value = await evaluate(...names.map((name) => scope[name]));
      console.log("result " + JSON.stringify(value === undefined ? null : value));
    } catch (e) {
      console.log("error " + e.message);
    }
  });
  input.on("close", () => process.exit(0));
};

process.on("unhandledRejection", (e) => {
  console.log("crashed " + e.stack);
  process.exit(1);
});
