// Builds DOM nodes from data without ever parsing markup, so that no message can become code.

const SVG = "http://www.w3.org/2000/svg";

/** One element of the static page, by id. */
export function byId(id) {
  return document.getElementById(id);
}

/**
 * An element. `props` are attributes; `on…` are listeners; `style` is an object of CSS properties
 * (set through the CSSOM, which a strict content policy allows). Empty values are left out.
 */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "style") {
      for (const [property, wanted] of Object.entries(value)) node.style.setProperty(property, wanted);
    } else if (name.startsWith("on")) {
      node.addEventListener(name.slice(2), value);
    } else {
      node.setAttribute(name, value === true ? "" : value);
    }
  }
  node.append(...children.filter((child) => child !== undefined && child !== null));
  return node;
}

/** A picture from the sprite, in the colour of the text around it. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const use = document.createElementNS(SVG, "use");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `/page/icons.svg#${name}`);
  svg.append(use);
  return svg;
}
