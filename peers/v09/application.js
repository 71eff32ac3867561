// What a server does in the tests, whoever it is: the handlers of its clients, and the actions of its own. The Java
// twin is RefereeApplication.java; what one does, the other must do to the letter.

'use strict';

// Sets io up, and gives the actions by name. log is told how clients leave; idOfA gives the session id of client A.
module.exports = (io, log, idOfA) => {
  io.sockets.on('connection', socket => {
    socket.on('whisper', text => socket.emit('whispered', text));
    socket.on('echo', (...args) => { const ack = args.pop(); ack(...args); });
    socket.on('join', (room, ack) => { socket.join(room); ack('joined', room); });
    socket.on('leave', room => { socket.leave(room); });
    socket.on('keep', (key, value, ack) => socket.set(key, value, () => socket.get(key, (error, kept) =>
      socket.has(key, (error, has) => socket.del(key, () => socket.has(key, (error, still) => ack(kept, has, still)))))));
    socket.on('ask', () => socket.emit('question', 'why', answer => io.sockets.emit('answered', answer)));
    socket.on('ask-receipt', () => socket.emit('question', () => { socket.emit('receipted'); }));
    socket.on('send', () => {
      socket.send('text');
      socket.json.send({ a: 1 });
      socket.send('with receipt', () => { socket.emit('sent'); });
    });
    socket.on('message', (data, ack) => { socket.emit('heard', data); if (ack) ack('heard'); });
    socket.on('shout', text => socket.broadcast.emit('shouted', text));
    socket.on('shout-in', (room, text) => socket.broadcast.to(room).emit('shouted', text));
    socket.on('shout-volatile', () => socket.volatile.broadcast.emit('shouted'));
    socket.on('to-room-without-broadcast', () => socket.to('r1').emit('to myself'));
    socket.on('bye', () => socket.disconnect());
    socket.on('disconnect', reason => log('disconnect ' + socket.id + ' ' + reason));
  });
  const chat = io.of('/chat').on('connection', socket => {
    socket.emit('welcome');
    socket.on('room', (room, ack) => { socket.join(room); ack('joined', room); });
    socket.on('kick me', () => socket.disconnect());
    socket.on('disconnect', reason => log('left chat ' + socket.id + ' ' + reason));
  });
  io.of('/locked').authorization((data, decide) => decide(null, false));
  io.of('/failing').authorization((data, decide) => decide('of my own', false));
  return {
    everyone: () => io.sockets.emit('news', 1, 'é'),
    room: () => io.sockets.in('r1').emit('news', 2),
    except: () => io.sockets.except(idOfA()).emit('news', 3),
    volatile: () => io.sockets.volatile.emit('news', 4),
    send: () => io.sockets.send('news'),
    json: () => io.sockets.json.send(['news']),
    chat: () => chat.emit('news', 5),
    'chat-room': () => chat.in('r1').emit('news', 6),
    direct: () => io.sockets.socket('foreign').emit('direct'),
    'direct-A': () => io.sockets.socket(idOfA()).emit('direct')
  };
};
