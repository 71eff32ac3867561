// What happens to clients that poll two servers in turn. Plays each scenario of suite.js over xhr-polling and jsonp-polling several
// times, through a round-robin balancer, to two servers of socket.io 0.9.19 on one Redis, new ones each time, and to servers that are
// running already:
//
//   node record-round-robin.js REDIS_PORT TIMES [NAME=PORT,PORT ...]
//
// It writes ../../legacy-store/src/test/resources/vectors/round-robin.json. RoundRobinTest.java runs it, with our servers:
//
//   mvn test -pl legacy-store -am -Dtest=RoundRobinTest -Dsurefire.failIfNoSpecifiedTests=false -Drecord.round-robin=10
//
// It counts how often each scenario passed, failed, or crashed a server, and keeps the first message of each kind. Much of it depends
// on timing: whether the client's next poll or Redis is faster. Like suite.js, it prints "handshake ID" for sessions of the others, and
// goes on when it reads "known ID".

'use strict';

const { execFileSync, spawn } = require('child_process');
const fs = require('fs');
const path = require('path');
const readline = require('readline');

const [redisPort, times, ...others] = process.argv.slice(2);
const TIMES = Number(times);
const PATIENCE_MILLIS = 4000;
const TRANSPORTS = ['xhr-polling', 'jsonp-polling'];

/** A process whose lines one can wait for. */
class Peer {
  constructor(script, args, env) {
    this.process = spawn(process.execPath, [script, ...args], { cwd: __dirname, env: Object.assign({}, process.env, env) });
    this.lines = [];
    this.errors = '';
    this.listeners = new Set();
    readline.createInterface({ input: this.process.stdout }).on('line', line => {
      this.lines.push(line);
      this.listeners.forEach(listener => listener(line));
    });
    this.process.stderr.on('data', data => { this.errors += data; });
    this.process.stdin.on('error', () => {});
    this.ended = new Promise(resolve => this.process.on('close', code => { this.over = true; resolve(code); }));
  }

  tell(line) { this.process.stdin.write(line + '\n'); }

  /** Resolves to the next line that begins like this; to null if the process ends. */
  hears(begin) {
    const heard = new Promise(resolve => {
      const listener = line => { if (line.startsWith(begin)) { this.listeners.delete(listener); resolve(line); } };
      this.listeners.add(listener);
    });
    return Promise.race([heard, this.ended.then(() => null)]);
  }

  async kill() { this.process.kill(); await this.ended; }
}

/** Resolves when all servers that are still up know of a session. */
const allKnow = async (servers, id) => {
  for (const server of servers) {
    for (let known = false; !known && !server.over;) {
      const answer = server.hears('tables ');
      server.tell('tables');
      known = (await answer || id).includes(id);
    }
  }
};

const known = new Map();
readline.createInterface({ input: process.stdin }).on('line', line => known.get(line.split(' ')[1])());
const othersKnow = id => new Promise(resolve => { known.set(id, resolve); console.log('handshake ' + id); });

/** One scenario, once, to fresh servers, or to those at ports: ['pass'], ['fail', why] or ['crash', why]. */
const play = async (transport, number, others) => {
  const servers = others ? [] : [2, 3].map(nodeId => new Peer('server.js', [redisPort, nodeId]));
  const ports = others || await Promise.all(servers.map(async server => (await server.hears('listening ')).split(' ')[1]));
  const suite = new Peer('suite.js', [transport + ':' + ports], { SUITE_ONLY: number, SUITE_PATIENCE: PATIENCE_MILLIS });
  suite.listeners.add(line => {
    const [word, id] = line.split(' ');
    if (word === 'handshake') (others ? othersKnow(id) : allKnow(servers, id)).then(() => suite.tell('known ' + id));
  });
  await suite.ended;
  const crashed = servers.find(server => server.over);
  await Promise.all(servers.map(server => server.kill()));
  if (crashed) return ['crash', crashed.errors.split('\n').find(line => line.includes('Error')) || crashed.errors];
  const bad = suite.lines.find(line => line.startsWith('not ok'));
  return bad ? ['fail', bad.replace(/^not ok[^|]*\| [^:]*: /, '').slice(0, 200)] : ['pass'];
};

const titles = execFileSync(process.execPath, ['suite.js', 'titles'], { cwd: __dirname }).toString().trim().split('\n').slice(0, -1);

const playAll = async ports => {
  const seen = {};
  for (const transport of TRANSPORTS) {
    seen[transport] = {};
    for (const [number, title] of titles.entries()) {
      const counts = seen[transport][title] = { pass: 0, fail: 0, crash: 0 };
      for (let i = 0; i < TIMES; i++) {
        const [what, why] = await play(transport, number, ports);
        console.log('played ' + transport + ' ' + number + ' ' + what);
        counts[what]++;
        if (why && !counts['first ' + what]) counts['first ' + what] = why;
      }
      console.log(transport + ' | ' + title + ': ' + JSON.stringify(counts));
    }
  }
  return seen;
};

const record = async () => {
  const result = { times: TIMES, 'socket.io 0.9.19': await playAll() };
  for (const other of others) {
    const [name, ports] = other.split('=');
    result[name] = await playAll(ports);
  }
  const file = path.join(__dirname, '../../legacy-store/src/test/resources/vectors/round-robin.json');
  fs.writeFileSync(file, JSON.stringify(result, null, 2) + '\n');
  console.log('recorded');
  process.exit(0);
};

record();
