/*
 * Custom properties on an element, set through the CSSOM: `<div ${vars({'--x': 3})}>`. A style
 * attribute would be refused by the pages' Content-Security-Policy, and lit's styleMap writes one
 * at its first render.
 */
import { noChange } from 'lit';
import { Directive, directive, PartType } from 'lit/directive.js';

class Vars extends Directive {
  constructor(part) {
    super(part);
    if (part.type !== PartType.ELEMENT) throw new Error('vars() stands alone in a tag');
    this.set = {};
  }

  update(part, [values]) {
    for (const name of Object.keys(this.set)) {
      if (!(name in values)) part.element.style.removeProperty(name);
    }
    for (const [name, value] of Object.entries(values)) {
      if (this.set[name] !== value) part.element.style.setProperty(name, value);
    }
    this.set = values;
    return noChange;
  }

  render() {
    return noChange;
  }
}

export const vars = directive(Vars);
