// A client of this age: node client.js URL. It prints `connected`, `event […]`, `event in chat […]`, `disconnect REASON`.
"use strict";

require("./node-of-today");
require("../older-dialects").listen(require("socket.io-client")(process.argv[2], { transports: ["websocket"], reconnection: false }));
