// What a server of `./fanout bench` reads from its standard input, a line each. The Java twin is BenchProgram.java.
//
//   emit RATE SECONDS BYTES ROOMS   emits on schedule, to all or to room0, room1, … in turn; then says "emitted N"
//   heap                            collects what is garbage, and says "heap BYTES"
//
// A payload begins with # and the 16 digits of the microsecond in which it was due, by the clock that all processes of a machine share.
'use strict';

const readline = require('readline');

const nowMicros = () => Number(process.hrtime.bigint() / 1000n);

function paced(rate, seconds, bytes, rooms, emit) {
  const total = Math.round(rate * seconds);
  const start = nowMicros();
  // Up to half a period late, so as not to keep time with the kernel's clock tick, which tells user from kernel time.
  const dueMicros = n => start + Math.floor((n + n * 0.618034 % 1 / 2) * 1e6 / rate);
  let sent = 0;
  const tick = () => {
    for (const now = nowMicros(); sent < total && dueMicros(sent) <= now; sent++) {
      emit(('#' + String(dueMicros(sent)).padStart(16, '0')).padEnd(bytes, 'x'), rooms ? 'room' + sent % rooms : null);
    }
    if (sent === total) return console.log('emitted ' + total);
    setTimeout(tick, Math.ceil((dueMicros(sent) - nowMicros()) / 1000));
  };
  tick();
}

exports.obey = emit => {
  readline.createInterface({ input: process.stdin }).on('line', line => {
    const [verb, ...numbers] = line.split(' ');
    if (verb === 'emit') paced(...numbers.map(Number), emit);
    if (verb === 'heap') {
      global.gc();
      console.log('heap ' + process.memoryUsage().heapUsed);
    }
  }).on('close', () => process.exit(0));
};
