// What is done to a server over its polling transports: the steps of transcript-polling.json.

'use strict';

const XHR = 'xhr-polling', JSONP = 'jsonp-polling';

module.exports = [
  ['handshake', 'A', '/socket.io/1/?t=1'],
  // a client that polls: greeted by the first poll, which ends; the next one waits
  ['poll', 'A', XHR], ['poll', 'A', XHR], ['server', 'everyone'],
  // between two polls, packets wait, and come several at once
  ['server', 'everyone'], ['server', 'send'], ['server', 'volatile'], ['poll', 'A', XHR],
  ['poll', 'A', XHR], ['server', 'volatile'], ['poll', 'A', XHR],
  // what it says comes by POST
  ['post', 'A', XHR, '5:::{"name":"whisper","args":["hush"]}'], ['poll', 'A', XHR],
  ['post', 'A', XHR, '5:1+::{"name":"echo","args":["é",1]}'], ['poll', 'A', XHR],
  ['post', 'A', XHR, '\ufffd10\ufffd3:::bonjour\ufffd11\ufffd3:1::bonsoir'], ['poll', 'A', XHR], ['poll', 'A', XHR],
  ['post', 'A', XHR, '\ufffd7\ufffd3:::\u20ac\u20ac\u20ac\ufffdx\ufffd3:::no'], ['poll', 'A', XHR],
  ['post', 'A', XHR, '\ufffd99\ufffd3:::long'], ['post', 'A', XHR, '\ufffd\ufffd'], ['post', 'A', XHR, '\ufffd'],
  ['post', 'A', XHR, ''], ['post', 'A', XHR, 'nonsense'], ['post', 'A', XHR, '2::'],
  ['post', 'A', XHR, '5:2+::{"name":"join","args":["r1"]}', { origin: 'http://a.example' }],
  ['poll', 'A', XHR, '', { origin: 'http://a.example' }],
  ['server', 'room'],
  // a poll that nothing comes for
  ['poll', 'A', XHR], ['set', 'polling duration', 0.2], ['poll', 'A', XHR], ['wait', 300],
  ['set', 'polling duration', 20],
  // a second poll while the first waits: the first is never answered
  ['poll', 'A', XHR], ['poll', 'A', XHR], ['server', 'everyone'],
  // as a script
  ['poll', 'A', JSONP, '&i=3'], ['server', 'everyone'], ['server', 'everyone'], ['server', 'send'],
  ['poll', 'A', JSONP, '&i=x'], ['post', 'A', JSONP, 'd=' + encodeURIComponent('"3:::by form"')],
  ['poll', 'A', JSONP, '&i=0'],
  ['post', 'A', JSONP, 'd=' + encodeURIComponent(JSON.stringify('\ufffd5\ufffd3:::a\ufffd5\ufffd3:::b'))],
  ['poll', 'A', JSONP], ['post', 'A', JSONP, 'd=null'],
  // the session moves to a WebSocket and back
  ['poll', 'A', XHR], ['open', 'A'], ['say', 'A', '3:::faster'], ['poll', 'A', XHR], ['server', 'everyone'],
  ['post', 'A', XHR, '3:::slower'], ['poll', 'A', XHR],
  // and to the other node and back: there it polls, here it posts
  ['poll', 'A', XHR], ['publish', 'open', ['<A>']], ['post', 'A', XHR, '5:7::{"name":"whisper","args":["where"]}'],
  ['post', 'A', XHR, '2::'], ['server', 'direct-A'], ['publish', 'close', ['<A>']], ['server', 'everyone'],
  ['publish', 'dispatch-remote', ['<A>', '3:::from afar']], ['publish', 'dispatch-remote', ['<A>', '3:::lost', true]],
  ['poll', 'A', XHR], ['poll', 'A', XHR], ['publish', 'dispatch', ['', '3:::from afar', null, []]],
  ['publish', 'dispatch', ['', '3:::waits', null, []]], ['poll', 'A', XHR],
  // ends
  ['poll', 'A', XHR], ['post', 'A', XHR, '0::'], ['post', 'A', XHR, '3:::too late'], ['poll', 'A', XHR],
  ['handshake', 'B', '/socket.io/1/'], ['poll', 'B', XHR], ['poll', 'B', XHR],
  ['get', '/socket.io/1/xhr-polling/<B>?disconnect=1'],
  ['handshake', 'C', '/socket.io/1/'], ['poll', 'C', XHR], ['get', '/socket.io/1/xhr-polling/<C>?disconnect=1'],
  ['handshake', 'D', '/socket.io/1/'], ['poll', 'D', JSONP], ['poll', 'D', JSONP],
  ['publish', 'disconnect-force', ['<D>']],
  ['handshake', 'E', '/socket.io/1/'], ['set', 'close timeout', 0.2], ['poll', 'E', XHR], ['wait', 300],
  ['set', 'close timeout', 60],
  ['handshake', 'F', '/socket.io/1/'], ['post', 'F', XHR, '3:::before any poll'], ['poll', 'F', XHR],
  ['handshake', 'G', '/socket.io/1/'], ['poll', 'G', XHR], ['poll', 'G', XHR],
  ['publish', 'disconnect-remote', ['<G>', 'their reason']],
  ['poll', 'X', XHR], ['post', 'X', XHR, '3:::who'], ['poll', 'X', JSONP]
];
