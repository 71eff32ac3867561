// SVG elements, and the size of their letters.

const SVG = 'http://www.w3.org/2000/svg';

export function element(tag, attributes, parent, text) {
  const made = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  parent?.append(made);
  return made;
}

/** Does `action` when a drawn button is clicked, or when Enter is pressed on it. */
export function pressed(drawn, action) {
  drawn.addEventListener('click', action);
  drawn.addEventListener('keydown', event => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    action();
  });
}

/** How large the page's letters are on this screen: times 16 pixels. */
export function letters() {
  return parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
}
