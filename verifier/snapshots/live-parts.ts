/** An identity or a group as far as cached tokens rest on it. */
export interface LivePart {
  alive: boolean;
  holders: number;
}

/**
 * Ends all cached tokens of an identity or a group at once: each token holds its part, and ending
 * the part is one write, however many tokens hold it.
 */
export class LiveParts {
  readonly #parts = new Map<string, LivePart>();

  hold(id: string): LivePart {
    let part = this.#parts.get(id);
    if (part === undefined) {
      part = { alive: true, holders: 0 };
      this.#parts.set(id, part);
    }
    part.holders += 1;
    return part;
  }

  release(id: string, part: LivePart): void {
    part.holders -= 1;
    if (part.holders === 0 && this.#parts.get(id) === part) this.#parts.delete(id);
  }

  end(id: string): void {
    const part = this.#parts.get(id);
    if (part === undefined) return;
    part.alive = false;
    this.#parts.delete(id);
  }
}
