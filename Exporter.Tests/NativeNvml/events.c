/* Events. A set gets those that are in the scenario's lines later than its making, of the cards that were registered with it. */
#include "cards.h"
#include "scenario.h"

#include <string.h>

#define MOST_SETS 64

struct event_data { device_t device; u64 type, data; u32 gpu_instance, compute_instance; };
_Static_assert(sizeof(struct event_data) == 32, "event data");

struct event_set { int in_use; long last; u64 masks[MOST_CARDS]; device_t devices[MOST_CARDS]; };
static struct event_set sets[MOST_SETS];

EXPORT int nvmlEventSetCreate(struct event_set **set)
{
    BEGIN_SYSTEM("nvmlEventSetCreate");
    if (!initialised) {
        return UNINITIALIZED;
    }
    for (int i = 0; i < MOST_SETS; i++) {
        if (!sets[i].in_use) {
            memset(&sets[i], 0, sizeof sets[i]);
            sets[i].in_use = 1;
            sets[i].last = newest_event();
            *set = &sets[i];
            return SUCCESS;
        }
    }
    return INSUFFICIENT_SIZE;
}

EXPORT int nvmlEventSetFree(struct event_set *set)
{
    BEGIN_SYSTEM("nvmlEventSetFree");
    set->in_use = 0;
    return initialised ? SUCCESS : UNINITIALIZED;
}

EXPORT int nvmlDeviceGetSupportedEventTypes(device_t device, u64 *types)
{
    BEGIN("nvmlDeviceGetSupportedEventTypes", device);
    *types = card_number(card, "events", 0x11f);
    return SUCCESS;
}

EXPORT int nvmlDeviceRegisterEvents(device_t device, u64 types, struct event_set *set)
{
    BEGIN("nvmlDeviceRegisterEvents", device);
    if (types & ~card_number(card, "events", 0x11f)) {
        return NOT_SUPPORTED;
    }
    set->masks[card] |= types;
    set->devices[card] = device;
    return SUCCESS;
}

EXPORT int nvmlEventSetWait_v2(struct event_set *set, struct event_data *data, u32 milliseconds)
{
    int refused = begin_call("nvmlEventSetWait_v2", NO_CARD);
    for (u32 waited = 0; waited <= milliseconds; waited += 2) {
        struct event event;
        if (refused) {
            break;
        }
        while (next_event(set->last, &event)) {
            set->last = event.sequence;
            if (event.card >= 0 && event.card < MOST_CARDS && set->masks[event.card] & event.type) {
                struct event_data happened = { set->devices[event.card], event.type, event.data, ~0u, ~0u };
                *data = happened;
                return SUCCESS;
            }
        }
        pause_for_milliseconds(2);
    }
    return refused ? refused : TIMEOUT;
}
