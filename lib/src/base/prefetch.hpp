#pragma once

namespace tks {

/// Has the processor bring what stands at an address into its cache, some time before it is read.
inline void prefetch(const void* address) {
    __builtin_prefetch(address);
    // GCC takes a function that does nothing else for one without effect, and leaves out the calls of it that it does not
    // inline, and of those that call it alone. This says that there is one.
    asm volatile("");
}

}  // namespace tks
