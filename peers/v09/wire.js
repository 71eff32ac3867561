// The smallest clients that will do: HTTP, WebSocket and Redis, byte by byte, for scripts that record what others say.

'use strict';

const http = require('http');
const net = require('net');

/** One HTTP request; resolves to {status, type, body}, or to {hungUp: true} when the server breaks the connection. */
exports.request = (port, method, target, headers, content) => new Promise(resolve => {
  const request = http.request({ port, method, path: target, headers, agent: false }, response => {
    let body = '';
    response.setEncoding('utf8');
    response.on('data', data => { body += data; });
    response.on('end', () =>
      resolve({ status: response.statusCode, type: response.headers['content-type'] || null, body }));
  });
  request.on('error', () => resolve({ hungUp: true }));
  request.end(content);
});

/** One HTTP request whose answer goes on; onChunk gets the first piece behind status and type. Resolves to leave(). */
exports.stream = (port, target, onChunk, onEnd, headers) => new Promise(resolve => {
  const request = http.request({ port, path: target, headers, agent: false }, response => {
    let head = [response.statusCode, response.headers['content-type'], ''].join(' ');
    response.setEncoding('utf8');
    response.on('data', data => { onChunk(head + data); head = ''; });
    response.on('end', onEnd);
    resolve(() => response.socket.end());
  });
  request.on('error', () => { onEnd(); resolve(() => {}); });
  request.end();
});

/** Opens a WebSocket; resolves to a client that can say(text), close() and vanish(), or to null when it is refused. */
exports.openWebSocket = (port, target, onText, onEnd, headers) => new Promise(resolve => {
  const request = http.request({ port, path: target, agent: false, headers: Object.assign({
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA=='
  }, headers) });
  request.on('response', response => { response.resume(); resolve(null); });
  request.on('error', () => resolve(null));
  request.on('upgrade', (response, socket, head) => {
    let buffer = head;
    const read = data => {
      buffer = Buffer.concat([buffer, data]);
      for (let frame = takeFrame(); frame; frame = takeFrame()) {
        if (frame.opcode === 1) onText(frame.payload.toString('utf8'));
      }
    };
    const takeFrame = () => {
      if (buffer.length < 2) return null;
      let length = buffer[1] & 0x7f, from = 2;
      if (length === 126) { length = buffer.length < 4 ? Infinity : buffer.readUInt16BE(2); from = 4; }
      if (length === 127) { length = buffer.length < 10 ? Infinity : Number(buffer.readBigUInt64BE(2)); from = 10; }
      if (buffer.length < from + length) return null;
      const frame = { opcode: buffer[0] & 0xf, payload: buffer.subarray(from, from + length) };
      buffer = buffer.subarray(from + length);
      return frame;
    };
    const write = (opcode, payload) => {
      const length = payload.length < 126 ? [0x80 | payload.length] : [0xfe, payload.length >> 8, payload.length & 255];
      const masked = [Buffer.alloc(4), payload]; // with zeros, so that it stays readable
      socket.write(Buffer.concat([Buffer.from([0x80 | opcode, ...length]), ...masked]));
    };
    socket.on('data', read);
    socket.on('end', () => socket.end());
    socket.on('close', onEnd);
    socket.on('error', () => {});
    resolve({
      say: text => write(1, Buffer.from(text)),
      close: () => { write(8, Buffer.from([0x03, 0xe8])); },
      vanish: () => socket.end()
    });
    read(Buffer.alloc(0));
  });
  request.end();
});

/** Watches a Redis; onCommand gets each command as an array of its words, and the address it came from. Resolves when Redis
 * has agreed. */
exports.monitor = (port, host, onCommand) => new Promise((resolve, reject) => {
  const socket = net.connect(port, host, () => socket.write('MONITOR\r\n'));
  let text = '';
  socket.setEncoding('utf8');
  socket.on('error', reject);
  socket.on('data', data => {
    text += data;
    const lines = text.split('\r\n');
    text = lines.pop();
    for (const line of lines) {
      if (line === '+OK') { resolve(socket); continue; }
      const [, from, command] = line.match(/^\+[\d.]+ \[\d+ ([^\]]*)\] (.*)$/) || [null, '', ''];
      const words = [...command.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(match => unquote(match[1]));
      if (words.length) onCommand(words, from);
    }
  });
});

/** Redis quotes bytes that are not printable ASCII. */
const unquote = quoted => {
  const escapes = { n: '\n', r: '\r', t: '\t', a: '\x07', b: '\b' };
  const bytes = quoted.replace(/\\(x[0-9a-f]{2}|.)/g, (all, what) =>
    what.length === 3 ? String.fromCharCode(parseInt(what.slice(1), 16)) : escapes[what] || what);
  return Buffer.from(bytes, 'latin1').toString('utf8');
};
