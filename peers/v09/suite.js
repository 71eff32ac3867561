// What every client of socket.io-client 0.9.17 may expect of a server with the application of the tests (application.js), over
// each transport:
//
//   node suite.js websocket:3000 htmlfile:3000 xhr-polling@session:3001,3002 ...
//
// With several ports, a balancer sends each request to the next of them, whatever its session is. With @session, its sessions are
// sticky: a handshake goes to any server, all other requests of its session go to one.
// The balancer prints "handshake ID" for each new session, and holds the response back until it reads "known ID": each server must
// have heard of the session from Redis, or it would refuse a client that is faster. So would Node's 0.9.19.
// For each scenario the suite prints "ok JOB | SCENARIO" or "not ok JOB | SCENARIO: WHY", with the number of the job, and then "done".
// In the environment, SUITE_ONLY=N chooses one scenario by its number, and SUITE_PATIENCE=MILLIS is the timeout of each step.
// "node suite.js titles" prints the scenarios, and "done".

'use strict';

const readline = require('readline');
const balancer = require('./balancer');
const browser = require('./browser');

const PATIENCE_MILLIS = Number(process.env.SUITE_PATIENCE || 15000);

/** A client that remembers what it heard, and can wait for it. */
class Client {
  constructor(name, transport, port, namespace) {
    const { io } = browser(port);
    io.transports.splice(0, io.transports.length, transport); // as an option, it would be merged with the rest
    const options = { 'reconnection delay': 20, 'reconnection limit': 100 };
    this.name = name;
    this.lines = [];
    this.waiting = [];
    this.base = io.connect('http://127.0.0.1:' + port, options);
    this.socket = namespace ? this.base.of(namespace) : this.base;
    this.listen(this.socket);
  }

  listen(socket) {
    const original = socket.$emit;
    socket.$emit = (event, ...args) => {
      const answer = typeof args[args.length - 1] === 'function' ? args.pop() : null;
      if (event !== 'connecting') this.heard(event + ' ' + JSON.stringify(args));
      if (answer) answer('thanks from ' + this.name);
      return original.call(socket, event, ...args);
    };
    return socket;
  }

  heard(line) {
    this.lines.push(line);
    this.waiting = this.waiting.filter(wake => !wake());
  }

  /** Resolves to the lines up to the next one that begins like this, and removes them. */
  hears(begin) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(this.name + ' did not hear ' + begin + '; it heard ' + this.lines.join(' | '))), PATIENCE_MILLIS);
      const look = () => {
        const at = this.lines.findIndex(line => line.startsWith(begin));
        if (at < 0) return false;
        clearTimeout(timer);
        resolve(this.lines.splice(0, at + 1));
        return true;
      };
      if (!look()) this.waiting.push(look);
    });
  }

  /** Emits, and resolves to the JSON of the answer. */
  asks(event, ...args) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(this.name + ' got no answer to ' + event)), PATIENCE_MILLIS);
      this.socket.emit(event, ...args, (...answer) => { clearTimeout(timer); resolve(JSON.stringify(answer)); });
    });
  }
}

const same = (got, expected) => {
  if (got !== expected) throw new Error('expected ' + expected + ', got ' + got);
};

/** By scenario; a and b are connected to the default namespace, world.client(namespace) makes another. */
const scenarios = {
  'the handshake offers all transports, and the wanted one is taken': async ({ a, transport }) =>
    same(a.base.socket.transport.name, transport),
  'an event is answered with data, by the server': async ({ a }) => {
    same(await a.asks('echo', 1, 'zwei\ufffd</script>', { three: [3, null, '%é+&'] }),
      '[1,"zwei\ufffd</script>",{"three":[3,null,"%é+&"]}]');
    same(await a.asks('echo'), '[]');
  },
  'an event is answered with data, by the client': async ({ a, b }) => {
    a.socket.emit('ask');
    await a.hears('question ["why"]');
    await until(() => a.socket.emit('ask'), () => [a, b].every(each => each.lines.includes('answered ["thanks from A"]')));
  },
  'many events arrive, in their order': async ({ a, orderly }) => {
    const answers = [];
    for (let i = 0; i < 30; i++) answers.push(a.asks('echo', i));
    same((await Promise.all(answers)).join(''), answers.map((any, i) => '[' + i + ']').join(''));
    const heard = [];
    for (let i = 0; i < 30; i++) a.socket.emit('whisper', i);
    while (heard.length < 30) heard.push(...(await a.hears('whispered')).filter(line => line.startsWith('whispered')));
    if (!orderly) heard.sort((one, other) => one.match(/\d+/) - other.match(/\d+/));
    same(heard.join(), answers.map((any, i) => 'whispered [' + i + ']').join());
  },
  'text and JSON messages go both ways, with a receipt': async ({ a }) => {
    a.socket.emit('send');
    await a.hears('message ["text"]');
    await a.hears('message [{"a":1}]');
    await a.hears('message ["with receipt"]');
    await a.hears('sent []');
    a.socket.send('hello\n"you"');
    await a.hears('heard ["hello\\n\\"you\\""]');
    a.socket.json.send({ deep: [{}] });
    await a.hears('heard [{"deep":[{}]}]');
    await new Promise(resolve => a.socket.send('answer me', resolve));
  },
  'a namespace has clients, events and rooms of its own': async ({ a, client }) => {
    const c = client('/chat');
    await c.hears('connect []');
    await c.hears('welcome []');
    same(await c.asks('room', 'r7'), '["joined","r7"]');
    c.base.emit('whisper', 'in the default one');
    same(await c.asks('room', 'r8'), '["joined","r8"]');
    if (c.lines.some(line => line.startsWith('whispered'))) throw new Error('whispered into /chat');
    c.socket.emit('kick me');
    await c.hears('disconnect');
    same(await a.asks('echo', 'still here'), '["still here"]');
  },
  'a namespace may refuse': async ({ client }) => {
    await client('/locked').hears('connect_failed ["unauthorized"]');
  },
  'a broadcast is heard by all others': async ({ a, b }) => {
    await until(() => a.socket.emit('shout', 'ho'), () => b.lines.includes('shouted ["ho"]'));
    await until(() => b.socket.emit('shout', 'hey'), () => a.lines.includes('shouted ["hey"]'));
    if (a.lines.includes('shouted ["ho"]')) throw new Error('A hears itself');
  },
  'a room is heard by its other members, and only by them': async ({ a, b }) => {
    same(await b.asks('join', 'r1'), '["joined","r1"]');
    await until(() => a.socket.emit('shout-in', 'r1', 'members'), () => b.lines.includes('shouted ["members"]'));
    b.socket.emit('leave', 'r1');
    await b.asks('echo');
    for (let i = 0, left = false; !left; i++) { // the other servers hear of it a moment later
      if (i > 200) throw new Error('B still hears the room it left');
      a.socket.emit('shout-in', 'r1', 'room ' + i);
      a.socket.emit('shout', 'all ' + i);
      const lines = await b.hears('shouted ["all ' + i + '"]');
      left = !lines.includes('shouted ["room ' + i + '"]');
    }
  },
  'what is volatile is heard when there is an open transport': async ({ a, b }) => {
    for (let tries = 0; !b.lines.includes('shouted []') && tries < 50; tries++) {
      a.socket.emit('shout-volatile');
      await b.asks('echo');
    }
    await b.hears('shouted []');
  },
  'a client has data of its own on the server': async ({ a, b }) => {
    const kept = await Promise.all([a.asks('keep', 'colour', 'blue'), b.asks('keep', 'colour', 'red')]);
    same(kept.join(), '["blue",true,false],["red",true,false]');
  },
  'the server disconnects a client, which does not come back': async ({ a, b, transport }) => {
    b.socket.emit('bye');
    await b.hears('disconnect ["booted"]');
    same(await a.asks('echo', 'still here'), '["still here"]');
    if (transport.includes('polling')) return; // if it was between two polls, it learns only that it is unknown, and comes back
    if (b.base.socket.connected || b.base.socket.reconnecting) throw new Error('B comes back');
  },
  'a client disconnects, and comes back in a new session': async ({ a, b, client }) => {
    b.base.disconnect();
    await b.hears('disconnect ["booted"]');
    const c = client(); // its own connect() would be closed by what is left of its old transport
    await c.hears('connect []');
    await until(() => a.socket.emit('shout', 'back?'), () => c.lines.includes('shouted ["back?"]'));
    if (b.lines.some(line => line.startsWith('shouted'))) throw new Error('B still hears ' + b.lines.join(' | '));
  },
  'a page that is left disconnects on its way out': async ({ a, b }) => {
    b.base.socket.disconnectSync();
    await b.hears('disconnect ["booted"]');
    same(await a.asks('echo', 'still here'), '["still here"]');
  },
  'a connection that breaks is made again, with its namespaces': async ({ client, breakAll, transport }) => {
    const c = client('/chat');
    await c.hears('welcome []');
    const session = c.base.socket.sessionid;
    if (transport === 'htmlfile') c.base.socket.transport.onClose(); // a frame does not tell; the heartbeat timeout would
    await until(breakAll, () => c.lines.some(line => line.startsWith('reconnecting')));
    await c.hears('welcome []');
    if (c.base.socket.sessionid === session) throw new Error('the session is the old one');
    same(await c.asks('room', 'r9'), '["joined","r9"]');
  }
};

/** Does act again and again until done. */
const until = async (act, done) => {
  for (const end = Date.now() + PATIENCE_MILLIS; !done();) {
    if (Date.now() > end) throw new Error('not within ' + PATIENCE_MILLIS + ' ms');
    act();
    await new Promise(resolve => setTimeout(resolve, 20));
  }
};

const perform = async (transport, port, scenario, breakAll, orderly) => {
  const clients = [];
  const client = namespace => {
    clients.push(new Client('ABC'[clients.length], transport, port, namespace));
    return clients[clients.length - 1];
  };
  try {
    const [a, b] = [client(), client()];
    await Promise.all([a.hears('connect []'), b.hears('connect []')]);
    await scenario({ a, b, client, transport, breakAll, orderly });
  } finally {
    clients.forEach(each => {
      each.base.socket.options.reconnect = false;
      if (each.base.socket.transport) each.base.disconnect();
    });
  }
};

/** All requests of a session go to one server, but its handshake goes to any. */
const bySession = () => {
  let handshakes = 0;
  return ({ url }, count) => {
    const id = url.split('?')[0].split('/')[4];
    return id ? Buffer.from(id).reduce((sum, byte) => sum + byte, 0) % count : handshakes++ % count;
  };
};

const known = new Map();
readline.createInterface({ input: process.stdin }).on('line', line => known.get(line.split(' ')[1])());
const whenKnown = id => new Promise(resolve => { known.set(id, resolve); console.log('handshake ' + id); });

const chosen = Object.entries(scenarios).filter((any, i) => !process.env.SUITE_ONLY || i === Number(process.env.SUITE_ONLY));

const run = async () => {
  for (const [number, job] of process.argv.slice(2).entries()) {
    const [, transport, how, ports] = /^([a-z-]+)(@session)?:([0-9,]+)$/.exec(job);
    const between = balancer(ports.split(',').map(Number), whenKnown, how ? bySession() : null);
    const port = await between.listen();
    // What a session posts to another server than its own travels through Redis, and a later post to its own may overtake it.
    const orderly = how || !ports.includes(',');
    for (const [title, scenario] of chosen) {
      const problem = await perform(transport, port, scenario, between.breakAll, orderly).then(() => null, error => error);
      console.log((problem ? 'not ok ' : 'ok ') + number + ' | ' + title + (problem ? ': ' + problem.message : ''));
    }
  }
  console.log('done');
  process.exit(0);
};

process.on('uncaughtException', error => console.log('not ok: uncaught ' + error.stack.replace(/\n */g, ' ')));
if (process.argv[2] === 'titles') {
  console.log(Object.keys(scenarios).concat('done').join('\n'));
  process.exit(0);
}
run();
