// Records what the parser of socket.io 0.9.19 reads and writes, as golden vectors for the Java tests:
//
//   npm ci --ignore-scripts && node record-vectors.js
//
// writes ../../legacy-store/src/test/resources/vectors/packets.json. Each vector is {text, tree}: the packet's text,
// and what decodePacket makes of it, as JSON.stringify writes that; or, for encoding, {packet, text}.

'use strict';

process.EventEmitter = require('events'); // 0.9 expects it here; without it, it does not load on a Node.js of today
const fs = require('fs');
const path = require('path');
const parser = require('socket.io').parser;

const texts = [
  // every type, plain
  '0::', '0::/chat', '1::', '1::/chat', '1::/chat:?a=b&c=d', '1::/chat?a=b', '2::', '3:::hello', '3::/chat:hello',
  '3::', '3:::', '4:::{"a":1}', '4:::null', '4:::"text"', '4:::[1,2,3]', '4:::{broken', '4::', '4:::',
  '5:::{"name":"data"}', '5:::{"name":"data","args":[]}', '5:::{"name":"data","args":["payload"]}',
  '5::/chat:{"name":"x","args":[1,{"b":null}]}', '6:::1', '6:::1+["ok"]', '6::/chat:12+[1,"two",{"three":3}]',
  '7:::', '7::', '7:::0', '7:::1+0', '7:::2', '7::/chat:2', '7:::9+9', '7:::+0', '7:::1+', '7:::01+0', '7:::1+0+0', '8::',
  // ids and acks
  '5:1:::{"name":"x"}', '5:1::{"name":"x"}', '5:1+::{"name":"x","args":[]}', '5:01+:/chat:{"name":"x","args":[true]}',
  '3:7::receipt wanted', '3:7+::answer wanted', '4:0+::{}', '5:99999999999999999999+::{"name":"x"}', '5:+::{"name":"x"}',
  '5:1++::{"name":"x"}', '5:+1::{"name":"x"}', '5:-1::{"name":"x"}',
  // acks of every shape
  '6:::', '6:::x', '6:::1[2]', '6:::1+', '6:::1+5', '6:::1+"text"', '6:::1+{}', '6:::1+{"length":1,"0":"a"}', '6:::1+null',
  '6:::1+false', '6:::1+[broken', '6:::1+[1]\n+[2]', '6:::1+[1,\n2]', '6:::1+["\u2028"]', '6:::1+[1]\u0085', '6:::007+[1]',
  // events of every shape
  '5:::', '5:::5', '5:::null', '5:::true', '5:::"text"', '5:::[1]', '5:::{}', '5:::{"args":[1]}', '5:::{"name":null}',
  '5:::{"name":5}', '5:::{"name":{"a":1},"args":[]}', '5:::{"name":"x","args":5}', '5:::{"name":"x","args":"text"}',
  '5:::{"name":"x","args":{"a":1}}', '5:::{"name":"x","args":0}', '5:::{"name":"x","args":""}', '5:::{"name":"x","args":false}',
  '5:::{"name":"x","args":null}', '5:::{"name":"x","name":"y","args":[1],"args":[2]}', '5:::{"name":"x","args":[1]} ',
  '5:::{"name":"x","args":[1]}trailing', "5:::{'name':'x'}", '5:::{"name":"x","more":"ignored","args":[1]}',
  // unknown types, junk around packets, no packet at all
  '9:::x', '10:::x', '05:::{"name":"x"}', '5 :::{"name":"x"}', 'x:::y', 'event:1+:/chat:{"name":"x"}', '-1::', '',
  ':', '::', ':::', '::::', '5', '5:', '5:1', '5:1+', '5:x:{"name":"x"}', 'nonsense', 'junk:5:::{"name":"x"}',
  'junk:3:::text', 'a:b:c::d:e', '::5:::{"name":"x"}', 'x:1:2:3:4::5', '\ufffd5\ufffd3:::ab', '3:::\ufffd',
  '3:::a:b:c', '3:::\n', '3::\n:x', '\n3:::x', '3\n:::x', '3::/a/b:x', '3:: :x', '3::constructor:x', '3::__proto__:x',
  // text: escapes, planes, lone surrogates
  '3:::caf\u00e9 \u4e2d\u6587 \ud83d\ude00', '3:::\u0000\u0001\u001f\u007f', '5:::{"name":"\\u0000\\b\\f\\n\\r\\t\\"\\\\\\/"}',
  '5:::{"name":"\\ud83d\\ude00"}', '5:::{"name":"\\ud83d"}', '5:::{"name":"\\ude00\\ud83d"}', '5:::{"name":"\u2028\u2029"}',
  '5:::{"name":"raw\ttab"}', '5:::{"name":"\\x41"}', '5:::{"name":"\\u00zz"}',
  // numbers
  ...['0', '-0', '-0.0', '1.0', '10', '1e3', '1E3', '1e+3', '1e21', '1e20', '123456789012345680000', '1234567890123456789012',
    '9007199254740991', '9007199254740992', '9007199254740993', '-9007199254740993', '12345678901234567890', '1e400', '-1e400',
    '1e-400', '5e-324', '2.2250738585072014e-308', '1.7976931348623157e308', '0.1', '0.30000000000000004', '0.000001',
    '0.0000001', '0.00000123', '1.5e-9', '123.456', '4.35', '2e-3', '100.5', '1e23', '9.5367431640625e-7',
    '2.98023223876953125e-8', '33333333.333333332', '1.1e22', '01', '+1', '.5', '5.', '0x10', 'NaN', 'Infinity', '1_000'
  ].map(number => '4:::[' + number + ']'),
  // keys and structure
  '4:::{"b":1,"a":2}', '4:::{"b":1,"10":2,"9":3,"a":4,"01":5,"-1":6}', '4:::{"4294967294":1,"4294967295":2,"0":3}',
  '4:::{"a":1,"b":2,"a":3}', '4:::{"":0}', '4:::{ "a" : [ 1 , 2 ] }', '4:::\u00a0{}', '4:::\ufeff{}', '4:::{"a":1,}', '4:::[1,]',
  '4:::[,1]', '4:::/* no */{}', '4:::tru', '4:::true false', '4:::{"a":{"b":{"c":[[[]]]}}}', '4:::"unfinished', '4:::{"a"}'
];

const packets = [
  { type: 'disconnect' }, { type: 'disconnect', endpoint: '/chat' }, { type: 'connect' }, { type: 'connect', endpoint: '/chat' },
  { type: 'connect', endpoint: '/chat', qs: '?a=b' }, { type: 'heartbeat' }, { type: 'noop' },
  { type: 'message', data: 'hello' }, { type: 'message', data: '' }, { type: 'message', id: '3', ack: true, data: 'x', endpoint: '/a' },
  { type: 'json', data: { a: 1 } }, { type: 'json', data: null }, { type: 'json' }, { type: 'json', data: 'text' },
  { type: 'json', id: '1', ack: 'data', data: [] }, { type: 'event', name: 'data', args: ['payload'] },
  { type: 'event', name: 'data', args: [] }, { type: 'event', name: 'data' }, { type: 'event', name: '' },
  { type: 'event', name: 'x', args: [null, true, 1.5, 'a"b', { c: [] }], endpoint: '/chat' },
  { type: 'event', name: 'x', id: '1', ack: 'data', args: [] }, { type: 'event', name: 'x', id: '2', ack: true },
  { type: 'event', name: '\ud83d\ude00\ud83d\u2028' }, { type: 'ack', ackId: '1' }, { type: 'ack', ackId: '1', args: [] },
  { type: 'ack', ackId: '1', args: ['ok', { a: 1 }], endpoint: '/chat' }, { type: 'error' },
  { type: 'error', reason: 'client not handshaken', advice: 'reconnect' }, { type: 'error', reason: 'unauthorized', endpoint: '/chat' },
  { type: 'error', reason: 'transport not supported' }, { type: 'error', advice: 'reconnect' },
  { type: 'error', reason: 'of my own' }, { type: 'error', reason: 'unauthorized', advice: 'of my own' }
];

const vectors = {
  recordedFrom: 'socket.io ' + require('socket.io/package.json').version + ', lib/parser.js, by peers/v09/record-vectors.js',
  decode: texts.map(text => ({ text, tree: JSON.stringify(parser.decodePacket(text)) })),
  encode: packets.map(packet => ({ packet, text: parser.encodePacket(packet) }))
};

const lines = list => '[\n' + list.map(vector => '    ' + JSON.stringify(vector)).join(',\n') + '\n  ]';
const file = path.join(__dirname, '../../legacy-store/src/test/resources/vectors/packets.json');
fs.mkdirSync(path.dirname(file), { recursive: true });
fs.writeFileSync(file, '{\n  "recordedFrom": ' + JSON.stringify(vectors.recordedFrom) + ',\n  "decode": ' + lines(vectors.decode)
  + ',\n  "encode": ' + lines(vectors.encode) + '\n}\n');
console.log(vectors.decode.length + ' texts and ' + vectors.encode.length + ' packets recorded to ' + path.basename(file));
