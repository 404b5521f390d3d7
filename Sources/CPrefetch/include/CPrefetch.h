#ifndef KAZNA_CPREFETCH_H
#define KAZNA_CPREFETCH_H

/// Asks the processor to fetch the line at `address`, which will soon be read. Swift has no such hint.
static inline void kazna_prefetch(const void *address) { __builtin_prefetch(address, 0, 1); }

#endif
