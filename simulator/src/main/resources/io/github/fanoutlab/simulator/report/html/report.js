"use strict";
// Hides what a filter leaves out and moves the other rows together; lights up what happened before an event.
(() => {
  const sizes = document.querySelector(".diagrams").dataset;
  const [HEAD, AFTER, TOP, BETWEEN_TIMES] = [sizes.head, sizes.after, sizes.top, sizes.betweenTimes].map(Number);
  const told = document.querySelector(".told");
  const show = document.getElementById("show");
  const client = document.getElementById("client");
  const greeting = told.innerHTML;
  const panels = [...document.querySelectorAll(".diagram")].map(read);
  let here = null;

  function emitsOf(element) {
    return (element.dataset.e || "").split(" ").filter(Boolean);
  }

  function read(svg) {
    const moments = [...svg.querySelectorAll(".moment")].map(element => ({
      element, row: +element.dataset.r, lane: element.dataset.lane, into: [], out: [], before: null, after: null,
      lost: element.classList.contains("lost"), emits: emitsOf(element),
    }));
    const arrows = [...svg.querySelectorAll(".arrow")].map(element => {
      const arrow = { element, from: moments[+element.dataset.a], to: null, emits: emitsOf(element) };
      arrow.from.out.push(arrow);
      if (element.dataset.b !== undefined) {
        arrow.to = moments[+element.dataset.b];
        arrow.to.into.push(arrow);
      }
      return arrow;
    });
    const last = {};
    for (const moment of moments.filter(each => !each.lost)) {
      moment.before = last[moment.lane] || null;
      if (moment.before) moment.before.after = moment;
      last[moment.lane] = moment;
    }
    const sections = svg.dataset.sections.split(" ").map(text => text.split(":").map(Number));
    const panel = { svg, moments, arrows, sections, heights: svg.dataset.rows.split(" ").map(Number), ys: [] };
    moments.forEach(moment => { moment.panel = panel; moment.element.moment = moment; });
    return panel;
  }

  // The causes of a moment: follow arrows back; a moment without one goes on from what came before it on its lane.
  function chainOf(moment) {
    const chain = new Set([moment]), arrows = new Set(), todo = [moment];
    while (todo.length) {
      const next = todo.pop();
      const into = next.into.filter(arrow => arrow.element.classList.contains("message") || next.into.length === 1);
      for (const arrow of into) {
        arrows.add(arrow);
        if (!chain.has(arrow.from)) { chain.add(arrow.from); todo.push(arrow.from); }
      }
    }
    return { chain, arrows };
  }

  function everythingBefore(moment) {
    const past = new Set([moment]), arrows = new Set(), todo = [moment];
    while (todo.length) {
      const next = todo.pop();
      next.into.forEach(arrow => arrows.add(arrow));
      for (const earlier of [next.before, ...next.into.map(arrow => arrow.from)]) {
        if (earlier && !past.has(earlier)) { past.add(earlier); todo.push(earlier); }
      }
    }
    return { past, arrows };
  }

  function look(moment) {
    if (here === moment) return;
    letGo();
    here = moment;
    const { past, arrows } = everythingBefore(moment), path = chainOf(moment);
    moment.panel.svg.classList.add("looking");
    past.forEach(each => each.element.classList.add("past"));
    arrows.forEach(each => each.element.classList.add("past"));
    path.chain.forEach(each => each.element.classList.add("chain"));
    path.arrows.forEach(each => each.element.classList.add("chain"));
    moment.element.classList.add("here");
    tell(moment, [...path.chain].sort((one, other) => one.row - other.row), past.size - 1);
  }

  function letGo() {
    if (!here) return;
    here.panel.svg.classList.remove("looking");
    here.panel.svg.querySelectorAll(".past, .chain, .here").forEach(each => each.classList.remove("past", "chain", "here"));
    here = null;
    told.innerHTML = greeting;
  }

  function tell(moment, path, past) {
    const [when, ...lines] = moment.element.getAttribute("aria-label").split("\n");
    const text = document.createElement("p");
    const add = (style, words) => {
      const span = document.createElement("span");
      span.className = style;
      span.textContent = words;
      text.append(span);
    };
    add("when", when);
    lines.forEach(line => add("line", line));
    const lanes = path.map(each => each.lane === "redis" ? "Redis" : each.lane);
    add("path", `${lanes.length > 1 ? "Path: " + lanes.join(" → ") + ". " : ""}${past} other moments happened before it.`);
    told.replaceChildren(text);
  }

  function wanted(panel) {
    const moments = new Set(), arrows = new Set();
    const inFilter = emits => show.value === "all" || (show.value === "emits" ? emits.length > 0 : emits.includes(show.value));
    panel.arrows.filter(arrow => inFilter(arrow.emits)).forEach(arrow => arrows.add(arrow));
    panel.moments.filter(each => inFilter(each.emits) || (isNaN(show.value) && each.element.classList.contains("news")))
      .forEach(moment => moments.add(moment));
    if (client.value) keepClient(panel, moments, arrows);
    arrows.forEach(arrow => { moments.add(arrow.from); if (arrow.to) moments.add(arrow.to); });
    return { moments, arrows };
  }

  // What reaches the client or comes from it, with all that led there; and what befell others, such as deaths.
  function keepClient(panel, moments, arrows) {
    const kept = new Set();
    for (const moment of panel.moments.filter(each => each.lane === client.value && moments.has(each))) {
      chainOf(moment).arrows.forEach(arrow => kept.add(arrow));
      moment.out.forEach(arrow => kept.add(arrow));
    }
    [...arrows].filter(arrow => !kept.has(arrow)).forEach(arrow => arrows.delete(arrow));
    [...moments].filter(each => each.lane !== client.value && !each.element.classList.contains("news"))
      .forEach(each => moments.delete(each));
  }

  function layOut() {
    const rows = panels.map(panel => {
      const { moments, arrows } = wanted(panel);
      panel.moments.forEach(each => each.element.classList.toggle("gone", !moments.has(each)));
      panel.arrows.forEach(each => each.element.classList.toggle("gone", !arrows.has(each)));
      const visible = new Set([...moments].map(each => each.row));
      visible.add(panel.heights.length - 1);
      return visible;
    });
    const aside = panels.length > 1 && panels.every(panel => panel.svg.getBoundingClientRect().top === panels[0].svg.getBoundingClientRect().top);
    const groups = aside ? [panels] : panels.map(panel => [panel]);
    groups.forEach(group => layOutGroup(group, rows));
    const some = panels[0].moments.find(each => !each.element.classList.contains("gone"));
    panels.forEach(panel => panel.moments.forEach(each => each.element.setAttribute("tabindex", -1)));
    panels.forEach(panel => panel.moments.find(each => !each.element.classList.contains("gone"))?.element.setAttribute("tabindex", 0));
    if (here && here.element.classList.contains("gone")) { letGo(); some?.element.focus(); }
  }

  function layOutGroup(group, rows) {
    const keys = [...new Set(group.flatMap(panel => panel.sections.map(section => section[0])))].sort((a, b) => a - b);
    let bottom = TOP;
    for (const key of keys) {
      let deepest = bottom;
      for (const panel of group) {
        const visible = rows[panels.indexOf(panel)];
        panel.sections.forEach(([own, first], index) => {
          if (own !== key) return;
          const end = index + 1 < panel.sections.length ? panel.sections[index + 1][1] : panel.heights.length;
          let y = bottom + HEAD, any = false;
          for (let row = first; row < end; row++) {
            if (visible.has(row)) { y += any ? panel.heights[row] : 0; any = true; }
            panel.ys[row] = y;
          }
          const head = panel.svg.querySelector(`.head[data-s="${index}"]`);
          head.classList.toggle("gone", !any);
          head.setAttribute("transform", `translate(0,${bottom})`);
          if (any) deepest = Math.max(deepest, y);
        });
      }
      if (deepest > bottom) bottom = deepest + AFTER;
    }
    group.forEach(panel => place(panel, rows[panels.indexOf(panel)], bottom));
  }

  function place(panel, visible, bottom) {
    const y = row => panel.ys[row].toFixed(1);
    panel.svg.setAttribute("viewBox", `0 0 ${panel.svg.viewBox.baseVal.width} ${bottom.toFixed(1)}`);
    panel.svg.querySelectorAll("line[data-r1]").forEach(line => {
      line.setAttribute("y1", y(+line.dataset.r1));
      line.setAttribute("y2", y(+line.dataset.r2));
    });
    panel.moments.forEach(({ element, row }) =>
      element.setAttribute("transform", element.getAttribute("transform").replace(/,.*/, `,${y(row)})`)));
    let last = -BETWEEN_TIMES;
    panel.svg.querySelectorAll(".time").forEach(text => {
      const row = +text.dataset.r, crowded = panel.ys[row] - last < BETWEEN_TIMES && !text.classList.contains("end");
      text.classList.toggle("crowded", crowded);
      text.classList.toggle("gone", !visible.has(row));
      text.setAttribute("y", y(row));
      if (!crowded && visible.has(row)) last = panel.ys[row];
    });
  }

  const isThere = moment => moment && !moment.element.classList.contains("gone");
  function step(moment, towards) {
    let next = towards(moment);
    while (next && !isThere(next)) next = towards(next);
    if (next) { next.element.focus(); next.element.scrollIntoView({ block: "nearest", inline: "nearest" }); }
  }
  const keys = {
    ArrowUp: moment => step(moment, each => each.before),
    ArrowDown: moment => step(moment, each => each.after),
    ArrowLeft: moment => step(moment, each => each.into[0]?.from),
    ArrowRight: moment => step(moment, each => each.out.find(arrow => isThere(arrow.to))?.to),
    Escape: moment => { letGo(); moment.element.blur(); },
  };
  for (const panel of panels) {
    panel.svg.addEventListener("mouseover", event => {
      const element = event.target.closest(".moment");
      if (element) look(element.moment);
    });
    panel.svg.addEventListener("mouseleave", () => {
      const focused = document.activeElement.moment;
      if (focused) look(focused); else letGo();
    });
    panel.svg.addEventListener("focusin", event => look(event.target.moment));
    panel.svg.addEventListener("focusout", letGo);
    panel.svg.addEventListener("keydown", event => {
      const action = keys[event.key];
      if (action && event.target.moment) { event.preventDefault(); action(event.target.moment); }
    });
  }
  show.addEventListener("change", layOut);
  client.addEventListener("change", layOut);
  document.getElementById("side-by-side")?.addEventListener("change", event => {
    document.querySelector(".diagrams").classList.toggle("side-by-side", event.target.checked);
    layOut();
  });
  addEventListener("resize", layOut);
  layOut();
  const start = location.hash && document.getElementById(location.hash.slice(1));
  if (start?.moment) start.focus();
})();
