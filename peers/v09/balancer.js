// A round-robin load balancer: it sends each HTTP request, and each upgrade, to the next of its servers.
//
//   balancer(ports, whenKnown, pick)
//
// whenKnown(id) resolves when all servers know of a new session. pick(request, count), if given, chooses the server by its number.

'use strict';

const http = require('http');
const net = require('net');

const isHandshake = path => /^\/socket.io\/1\/(\?|$)/.test(path);

module.exports = (ports, whenKnown, pick) => {
  const sockets = new Set();
  let requests = 0;
  const next = request => ports[pick ? pick(request, ports.length) : requests++ % ports.length];
  const server = http.createServer((request, response) => {
    const { method, url: path, headers } = request;
    const onward = http.request({ port: next(request), method, path, headers, agent: false }, answer => {
      answer.on('error', () => response.destroy());
      response.writeHead(answer.statusCode, answer.headers);
      if (isHandshake(path)) answer.on('data', body => whenKnown(String(body).split(':')[0]).then(() => response.end(body)));
      else answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    request.pipe(onward);
  });
  server.on('upgrade', (request, socket, head) => {
    const onward = net.connect(next(request), '127.0.0.1', () => {
      const headers = request.rawHeaders.reduce((all, word, i) => all + word + (i % 2 ? '\r\n' : ': '), '');
      onward.write(request.method + ' ' + request.url + ' HTTP/1.1\r\n' + headers + '\r\n');
      onward.write(head);
      onward.pipe(socket).pipe(onward);
    });
    for (const each of [socket, onward]) {
      each.on('error', () => {});
      each.on('close', () => { socket.destroy(); onward.destroy(); });
    }
  });
  server.on('connection', socket => { sockets.add(socket); socket.on('close', () => sockets.delete(socket)); });
  return {
    /** Resolves to the port. */
    listen: () => new Promise(resolve => server.listen(0, '127.0.0.1', () => resolve(server.address().port))),
    /** Breaks every connection of every client. */
    breakAll: () => sockets.forEach(socket => socket.destroy())
  };
};
