// Packages of 2014 on a Node.js of today: what they still expect of it.
"use strict";

process.EventEmitter = require("events").EventEmitter;
process.noDeprecation = true;
