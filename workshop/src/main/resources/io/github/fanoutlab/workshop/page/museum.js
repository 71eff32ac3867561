// The museum: a gallery of defects, and beside the runs of each what people saw, why, what cures it, and whether it can happen today.

const made = (tag, properties, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

/** All exhibits, room by room. */
export function gallery(rooms, onVisit) {
  return rooms.flatMap(({room, exhibits}) => [
    made('h3', {textContent: room}),
    made('ul', {}, ...exhibits.map(exhibit => {
      const link = made('a', {href: `#museum:${exhibit.name}`, textContent: exhibit.title});
      link.addEventListener('click', onVisit);
      return made('li', {}, link, today(exhibit.today), made('p', {textContent: exhibit.happened}));
    })),
  ]);
}

/** Whether it can happen with Socket.IO 4, in a word. */
function today(answer) {
  const can = answer.startsWith('Yes');
  return made('span', {className: can ? 'today can' : 'today', textContent: can ? 'can happen today' : 'history'});
}

/** What stands beside an exhibit's runs; `cures` are the lines to paste, by name. */
export function beside({happened, why, fixed, today: answer, cures, issues}, lines) {
  const texts = [['What people saw', happened], ['Why', why], ['What helps', fixed], ['With Socket.IO 4', answer]];
  return [
    ...texts.map(([title, text]) => made('p', {}, made('b', {textContent: `${title}: `}), text)),
    made('details', {}, made('summary', {textContent: 'Code to copy'}), ...cures.map(name => lines[name]).map(({title, file, lines: code}) =>
      made('figure', {}, made('figcaption', {}, made('b', {textContent: title}), ` ${file}`), made('pre', {tabIndex: 0, textContent: code})))),
    ...issues.length > 0 ? [made('p', {className: 'issues', textContent: `See ${issues.join(', ')}`})] : [],
  ];
}
