// What is done to a server over its htmlfile transport: the steps of transcript-htmlfile.json.

'use strict';

const HTML = 'htmlfile', XHR = 'xhr-polling';

module.exports = [
  ['handshake', 'A', '/socket.io/1/?t=1'], ['stream', 'A'],
  // what the server says comes in one page without an end
  ['server', 'everyone'], ['server', 'send'], ['server', 'volatile'], ['server', 'json'],
  // what the client says comes by POST
  ['post', 'A', HTML, '5:::{"name":"whisper","args":["</script>"]}'], ['post', 'A', HTML, '5:1+::{"name":"echo","args":["é\u2028",1]}'],
  ['post', 'A', HTML, '\ufffd10\ufffd3:::bonjour\ufffd11\ufffd3:1::bonsoir'],
  ['post', 'A', HTML, '1::/chat'], ['server', 'chat'], ['post', 'A', HTML, ''], ['post', 'A', HTML, 'd=no form'],
  ['post', 'A', HTML, '3:::from afar', { origin: 'http://a.example' }],
  // a second page takes over
  ['stream', 'A2', 'A'], ['server', 'everyone'], ['leave', 'A'], ['server', 'everyone'],
  // the session moves: to polling, where packets wait, and back; to the other node and back
  ['poll', 'A', XHR], ['server', 'everyone'], ['server', 'everyone'], ['server', 'send'], ['stream', 'A3', 'A'],
  ['publish', 'open', ['<A>']], ['server', 'everyone'], ['post', 'A', HTML, '2::'],
  ['publish', 'close', ['<A>']], ['server', 'everyone'], ['stream', 'A4', 'A'],
  ['post', 'A', HTML, '0::/chat'], ['post', 'A', HTML, '0::'], ['post', 'A', HTML, '3:::too late'],
  // heartbeats
  ['set', 'heartbeat interval', 0.4], ['set', 'heartbeat timeout', 0.8],
  ['handshake', 'B', '/socket.io/1/'], ['stream', 'B'], ['wait', 500], ['post', 'B', HTML, '2::'], ['wait', 500],
  ['wait', 1000], ['set', 'heartbeat interval', 25], ['set', 'heartbeat timeout', 60],
  // ends
  ['handshake', 'C', '/socket.io/1/'], ['stream', 'C'], ['leave', 'C'],
  ['handshake', 'D', '/socket.io/1/'], ['stream', 'D'], ['get', '/socket.io/1/htmlfile/<D>?disconnect=1'],
  ['handshake', 'E', '/socket.io/1/'], ['stream', 'E'], ['publish', 'disconnect-force', ['<E>']],
  ['handshake', 'F', '/socket.io/1/'], ['stream', 'F'], ['publish', 'disconnect-remote', ['<F>', 'their reason']],
  ['handshake', 'G', '/socket.io/1/'], ['stream', 'G'], ['post', 'G', HTML, '5:::{"name":"bye"}'],
  ['handshake', 'H', '/socket.io/1/'], ['post', 'H', HTML, '3:::before any page'], ['stream', 'H'],
  ['stream', 'X']
];
