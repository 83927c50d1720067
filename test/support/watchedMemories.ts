import { vi } from 'vitest';

/** All memories of WebAssembly that this thread makes from now on, until mocks are restored. */
export function watchMemories(): WebAssembly.Memory[] {
  const memories: WebAssembly.Memory[] = [];
  const { Memory } = WebAssembly;
  vi.spyOn(WebAssembly, 'Memory').mockImplementation(
    class {
      constructor(descriptor: WebAssembly.MemoryDescriptor) {
        const memory = new Memory(descriptor);
        memories.push(memory);
        // biome-ignore lint/correctness/noConstructorReturn: the engine's own, not a copy
        return memory;
      }
    } as unknown as () => WebAssembly.Memory,
  );
  return memories;
}
