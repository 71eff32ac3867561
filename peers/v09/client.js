// Clients of socket.io-client 0.9.17, driven from standard input, one JSON object a line:
//
//   {"do":"connect","as":"A","to":"http://127.0.0.1:PORT/chat"}                  also with "over":"xhr-polling"
//   {"do":"emit","as":"A","event":"join","args":["r1"],"ack":true}
//   {"do":"send","as":"A","text":"hello"}
//   {"do":"disconnect","as":"A"}
//
// They say what happens: "A connected", "A heard NAME [args]", "A ack NAME [args]", "A disconnected", "A refused REASON".
// An event that wants an answer is answered with ["thanks from A"].

'use strict';

const readline = require('readline');
const sio = require('socket.io-client');

const clients = {};
const say = (...words) => console.log(words.join(' '));

const verbs = {
  connect: ({ as, to, over }) => {
    const options = { transports: [over || 'websocket'], 'force new connection': true, reconnect: false };
    const socket = clients[as] = sio.connect(to, options);
    const original = socket.$emit;
    socket.$emit = (name, ...args) => {
      const answer = typeof args[args.length - 1] === 'function' ? args.pop() : null;
      if (name === 'connect') say(as, 'connected');
      else if (name === 'disconnect') say(as, 'disconnected');
      else if (name === 'error' || name === 'connect_failed') say(as, 'refused', args[0]);
      else if (name !== 'connecting') say(as, 'heard', name, JSON.stringify(args));
      if (answer) answer('thanks from ' + as);
      return original.call(socket, name, ...args);
    };
  },
  emit: ({ as, event, args, ack }) => {
    const answered = (...answer) => say(as, 'ack', event, JSON.stringify(answer));
    clients[as].emit(event, ...args, ...(ack ? [answered] : []));
  },
  send: ({ as, text }) => { clients[as].send(text); },
  disconnect: ({ as }) => { clients[as].socket.disconnect(); }
};

readline.createInterface({ input: process.stdin })
  .on('line', line => { const order = JSON.parse(line); verbs[order.do](order); })
  .on('close', () => process.exit(0));
