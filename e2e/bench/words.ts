/** Small and seeded: 24 bits a call. */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 8;
  };
}

/**
 * Words and numbers, about as compressible as programs are.
 * @returns what fills the start of a buffer, which must have room for 16 bytes more
 */
export function createFiller(random: () => number): (body: Buffer, size: number) => void {
  const words = Array.from({ length: 4096 }, () => {
    const word = Buffer.alloc(2 + (random() % 9));
    for (let at = 0; at < word.length; at += 1) word[at] = random() % 251;
    return word;
  });
  return (body, size) => {
    for (let at = 0; at < size;) {
      // Squared: few words are used often, as in any text.
      const pick = Math.floor(((random() % 65_536) * (random() % 65_536)) / 1_048_576);
      const word = words[pick] ?? body;
      word.copy(body, at);
      at += Math.min(word.length, 16);
    }
  };
}
