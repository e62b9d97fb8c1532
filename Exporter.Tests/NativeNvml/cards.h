/* What the files with the library's functions share. */
#ifndef CARDS_H
#define CARDS_H

#include <stddef.h>

#define MOST_CARDS 16

#define EXPORT __attribute__((visibility("default")))

enum {
    SUCCESS = 0,
    UNINITIALIZED = 1,
    INVALID_ARGUMENT = 2,
    NOT_SUPPORTED = 3,
    NOT_FOUND = 6,
    INSUFFICIENT_SIZE = 7, TIMEOUT = 10, GPU_IS_LOST = 15,
    ARGUMENT_VERSION_MISMATCH = 25
};

typedef void *device_t;
typedef unsigned long long u64;
typedef unsigned int u32;

/* A MIG device's handle is its card's with the number of its place, from 1, above this bit. */
#define PART_SHIFT 40

extern int initialised;
int count(void);

/* The card of a handle, of a MIG device's too; NO_CARD for one of another generation. */
int card_of(device_t device);
int is_from_before_a_reset(device_t device, int card);

/* The place of a MIG device; -1 for a whole card. */
static inline int part_of(device_t device)
{
    return (int)((size_t)device >> PART_SHIFT) - 1;
}

/* Begins a call on a device; returns from the caller when it shall not go on. */
#define BEGIN(function, device)                                \
    int card = card_of(device);                                \
    int refused = begin_call(function, card);                  \
    if (!initialised) return UNINITIALIZED;                    \
    if (card == NO_CARD || card >= count()) return INVALID_ARGUMENT; \
    if (is_from_before_a_reset(device, card)) return GPU_IS_LOST; \
    if (refused) return refused

#define BEGIN_SYSTEM(function)                                 \
    int refused = begin_call(function, NO_CARD);               \
    if (refused) return refused

#endif
