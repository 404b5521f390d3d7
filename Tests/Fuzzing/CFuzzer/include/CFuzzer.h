#ifndef KAZNA_CFUZZER_H
#define KAZNA_CFUZZER_H

#include <stddef.h>
#include <stdint.h>

// Of libFuzzer, for a program that has a main of its own.
int LLVMFuzzerRunDriver(int *_Nonnull count, char *_Nullable *_Nullable *_Nonnull arguments,
                        int (*_Nonnull read)(const uint8_t *_Nullable data, size_t size));

#endif
