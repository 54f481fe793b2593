/** Nodes that all reach each other. */
export interface Component<Node> {
  readonly members: readonly Node[];
  /** False for a single node that has no edge to itself. */
  readonly isCyclic: boolean;
}

interface Visit<Node> {
  readonly node: Node;
  readonly targets: readonly Node[];
  next: number;
}

/**
 * Finds the strongly connected components of a directed graph, each once.
 *
 * Algorithm: Tarjan, "Depth-first search and linear graph algorithms" (1972), with its own stack, so that a long
 * chain can't overflow the call stack.
 */
export class ComponentFinder<Node> {
  private readonly order = new Map<Node, number>();
  private readonly low = new Map<Node, number>();
  /** Nodes whose component is not complete yet, in the order of their visits. */
  private readonly open: Node[] = [];
  private readonly isOpen = new Set<Node>();

  constructor(private readonly targetsOf: (node: Node) => readonly Node[]) {}

  /**
   * Finds components that can be reached from a node and were not found before. Each follows the components that it
   * leads to.
   */
  find(start: Node): readonly Component<Node>[] {
    if (this.order.has(start)) return [];
    const found: Component<Node>[] = [];
    const stack = [this.visit(start)];
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const target = top.targets[top.next++];
      if (target === undefined) {
        stack.pop();
        const parent = stack.at(-1);
        if (parent) this.lower(parent.node, this.low.get(top.node)!);
        if (this.low.get(top.node) === this.order.get(top.node)) found.push(this.close(top));
      } else if (!this.order.has(target)) stack.push(this.visit(target));
      else if (this.isOpen.has(target)) this.lower(top.node, this.order.get(target)!);
    }
    return found;
  }

  private visit(node: Node): Visit<Node> {
    this.order.set(node, this.order.size);
    this.low.set(node, this.order.get(node)!);
    this.open.push(node);
    this.isOpen.add(node);
    return { node, targets: this.targetsOf(node), next: 0 };
  }

  private lower(node: Node, to: number): void {
    this.low.set(node, Math.min(this.low.get(node)!, to));
  }

  private close({ node, targets }: Visit<Node>): Component<Node> {
    const members = this.open.splice(this.open.lastIndexOf(node));
    for (const member of members) this.isOpen.delete(member);
    return { members, isCyclic: members.length > 1 || targets.includes(node) };
  }
}
