/** A tree of things that can be put in order: lessons of a course, units of an organisation. */
export interface Node {
  id: string;
  children: Node[];
}

export type Direction = "up" | "down" | "in" | "out";

/** Where something goes: below `parent` (null: outermost), at `position` among its children without the moved one. */
export interface Place {
  parent: string | null;
  position: number;
}

export type Refusal = "first" | "last" | "deep" | "shallow";

/** Where `id` stands. */
export function placeOf(roots: Node[], id: string, parent: string | null = null): Place | undefined {
  for (const [position, node] of roots.entries()) {
    if (node.id === id) return { parent, position };
    const below = placeOf(node.children, id, node.id);
    if (below) return below;
  }
  return undefined;
}

function find(roots: Node[], id: string): Node | undefined {
  for (const node of roots) {
    const found = node.id === id ? node : find(node.children, id);
    if (found) return found;
  }
  return undefined;
}

/** Level of `id`, outermost 1; 0 when it is not there. */
export function levelOf(roots: Node[], id: string | null): number {
  if (id === null) return 0;
  for (const node of roots) {
    if (node.id === id) return 1;
    const below = levelOf(node.children, id);
    if (below) return below + 1;
  }
  return 0;
}

/** How many levels hang on a node, itself included. */
function height(node: Node): number {
  return 1 + Math.max(0, ...node.children.map(height));
}

/** Children of `parent`. */
export function siblings(roots: Node[], parent: string | null): Node[] {
  return parent === null ? roots : (find(roots, parent)?.children ?? []);
}

/** Whether `id` with all that hangs on it may stand below `parent` when `depth` levels are allowed. */
export function fits(roots: Node[], id: string, parent: string | null, depth: number): boolean {
  const node = find(roots, id);
  if (!node || (parent !== null && (parent === id || find(node.children, parent)))) return false;
  return levelOf(roots, parent) + height(node) <= depth;
}

/**
 * One step by keyboard. Up and down stay among the siblings; in goes to the end of the sibling above; out comes to
 * stand right after the former parent.
 */
export function step(roots: Node[], id: string, direction: Direction, depth: number): Place | Refusal {
  const place = placeOf(roots, id);
  if (!place) return "first";
  const row = siblings(roots, place.parent);
  switch (direction) {
    case "up":
      return place.position === 0 ? "first" : { parent: place.parent, position: place.position - 1 };
    case "down":
      return place.position === row.length - 1 ? "last" : { parent: place.parent, position: place.position + 1 };
    case "in": {
      const above = row[place.position - 1];
      if (!above || !fits(roots, id, above.id, depth)) return "deep";
      return { parent: above.id, position: above.children.length };
    }
    case "out": {
      const outer = place.parent === null ? undefined : placeOf(roots, place.parent);
      return outer ? { parent: outer.parent, position: outer.position + 1 } : "shallow";
    }
  }
}

/**
 * Where a thing goes that is let fall on `target`: before it, after it, or inside at the end. Undefined when it may
 * not go there or would stay where it is.
 */
export function drop(
  roots: Node[],
  id: string,
  target: string,
  zone: "before" | "after" | "inside",
  depth: number,
): Place | undefined {
  const from = placeOf(roots, id);
  const to = placeOf(roots, target);
  if (!from || !to || id === target) return undefined;
  const parent = zone === "inside" ? target : to.parent;
  if (!fits(roots, id, parent, depth)) return undefined;
  let position = to.position + (zone === "after" ? 1 : 0);
  if (zone === "inside") position = siblings(roots, target).length;
  if (from.parent === parent && from.position < position) position -= 1;
  return from.parent === parent && from.position === position ? undefined : { parent, position };
}
