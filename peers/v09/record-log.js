// Records what a server of socket.io 0.9.19 prints, and what it serves to browsers, as golden vectors for the Java tests:
//
//   npm ci --ignore-scripts && node record-log.js
//
// log.json has the same steps twice, with colours and without; session ids are written <A>.
// static.json has requests for the client, and what came: status, headers, and the SHA-1 of the body.

'use strict';

process.EventEmitter = require('events'); // 0.9 expects it here; without it, it does not load on a Node.js of today
const crypto = require('crypto');
const fs = require('fs');
const http = require('http');
const path = require('path');
const sio = require('socket.io');
const wire = require('./wire');

const vectors = path.join(__dirname, '../../legacy-store/src/test/resources/vectors');
const save = (name, lines) => fs.writeFileSync(path.join(vectors, name), '[\n  ' + lines.map(each => JSON.stringify(each)).join(',\n  ') + '\n]\n');
const pause = () => new Promise(resolve => setTimeout(resolve, 60));

const listen = async settings => {
  const server = http.createServer();
  const io = sio.listen(server, settings);
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  return { io, server, port: server.address().port };
};

const steps = [
  ['get', '/socket.io/'], ['handshake'], ['open'], ['say', '5:1+::{"name":"echo","args":["%s %d"]}'], ['say', '5:2::{"name":"disconnect"}'],
  ['get', '/socket.io/1/carrier-pigeon/<A>'], ['get', '/socket.io/1/websocket/<A>?disconnect'], ['set', 'log level', 1],
  ['get', '/socket.io/'], ['get', '/socket.io/1/carrier-pigeon/<A>'], ['set', 'log', false], ['get', '/socket.io/1/carrier-pigeon/<A>']
];

const recordLog = async colors => {
  const lines = [];
  const print = console.log;
  console.log = (...words) => lines.push(require('util').format(...words));
  const { io, server, port } = await listen({ 'log colors': colors, 'browser client': false });
  io.sockets.on('connection', socket => socket.on('echo', (text, ack) => ack(text)));
  let id = '', client;
  for (const [verb, ...args] of steps) {
    const word = String(args[0]).replace('<A>', id);
    if (verb === 'get') await wire.request(port, 'GET', word);
    if (verb === 'handshake') id = (await wire.request(port, 'GET', '/socket.io/1/')).body.split(':')[0];
    if (verb === 'open') client = await wire.openWebSocket(port, '/socket.io/1/websocket/' + id, () => {}, () => {});
    if (verb === 'say') client.say(word);
    if (verb === 'set') io.set(...args);
    await pause();
  }
  console.log = print;
  server.close();
  return { colors, steps, lines: lines.map(line => line.split(id).join('<A>')) };
};

const ask = (port, method, target, headers) => new Promise(resolve => {
  http.request({ port, method, path: target, headers, agent: false }, response => {
    const chunks = [];
    response.on('data', data => chunks.push(data));
    response.on('end', () => {
      const body = Buffer.concat(chunks);
      const { date, expires, connection, 'keep-alive': alive, 'transfer-encoding': chunked, ...rest } = response.headers;
      const sha1 = crypto.createHash('sha1').update(body).digest('hex');
      resolve(Object.assign({ status: response.statusCode, headers: rest }, body.length < 200 ? { body: String(body) } : { sha1 }));
    });
  }).end();
});

const recordStatic = async () => {
  const requests = [
    ['/socket.io.js'], ['/socket.io.js?x=1'], ['/socket.io+websocket.js'], ['/socket.io+htmlfile+websocket.js'],
    ['/socket.io+xhr-polling+jsonp-polling.js'], ['/socket.io+carrier-pigeon+jsonp-polling.js'], ['/socket.io+carrier-pigeon.js'],
    ['/socket.io+.js'], ['/socket.io+websocket'], ['/socket.io.v0.9.16.js'], ['/socket.io.v1.2.3.js'], ['/socket.io+websocket.v0.9.16.js'],
    ['/deep/socket.io.js'], ['/socket.io.jsx'], ['/far/too/deep/socket.io.js'], ['/socket.io.min.js']
  ].map(each => [{}].concat(each));
  const etag = { 'browser client etag': true };
  requests.push([etag, '/socket.io.js'], [etag, '/socket.io+websocket.js'], [etag, '/socket.io.v0.9.16.js'],
    [etag, '/socket.io+websocket.js', { 'if-none-match': '0.9.16:918519716' }], [etag, '/socket.io.js', { 'if-none-match': 'x' }],
    [{ transports: ['xhr-polling'] }, '/socket.io.js'], [{ transports: ['xhr-polling'] }, '/socket.io+websocket.js'],
    [{ 'browser client': false }, '/socket.io.js'], [{ 'browser client expires': 7 }, '/socket.io.v0.9.16.js'], [{}, '/socket.io.js', {}, 'HEAD']);
  const recorded = [];
  for (const [settings, target, headers, method] of requests) {
    const { server, port } = await listen(Object.assign({ log: false }, settings));
    const answer = await ask(port, method || 'GET', '/socket.io' + target, headers || {});
    recorded.push({ settings, method: method || 'GET', target, headers: headers || {}, answer });
    server.close();
  }
  return recorded;
};

const run = async () => {
  save('log.json', [await recordLog(true), await recordLog(false)]);
  save('static.json', await recordStatic());
  process.exit(0);
};

run().catch(error => { console.error(error); process.exit(1); });
