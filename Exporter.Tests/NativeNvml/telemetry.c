/* Samples, error counts, links, MIG and performance counters. What the scenario does not name is not supported. */
#include "cards.h"
#include "scenario.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct sample { u64 timestamp; union { u32 ui; u64 ull; } value; };
struct process_sample { u32 pid; u64 timestamp; u32 sm, memory, encoder, decoder; };
struct margin { u32 version; int margin; };
struct gpm_support { u32 version, is_supported; };
struct gpm_metric { u32 id; int code; double value; const char *short_name, *long_name, *unit; };
struct gpm_request { u32 version, count; void *before, *after; struct gpm_metric metrics[333]; };
struct gpm_sample { int card; int instance; };

_Static_assert(sizeof(struct sample) == 16, "sample");
_Static_assert(sizeof(struct process_sample) == 32, "process utilisation sample");
_Static_assert(sizeof(struct gpm_metric) == 40, "gpm metric");
_Static_assert(sizeof(struct gpm_request) == 13344, "gpm request");

/* 1 when the scenario has a value for the card. */
static int given(int card, const char *key, u64 *value)
{
    char buffer[128];
    card_text(card, key, buffer, "");
    *value = buffer[0] ? strtoull(buffer, NULL, 0) : 0;
    return buffer[0] != 0;
}

/* The scenario's number for the card, or that the card has none. */
static int answer(int card, const char *key, u32 *result)
{
    u64 value;
    if (!given(card, key, &value)) {
        return NOT_SUPPORTED;
    }
    *result = (u32)value;
    return SUCCESS;
}

static u64 driver_clock(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (u64)now.tv_sec * 1000000 + (u64)now.tv_nsec / 1000;
}

/* How long an engine that works for the first `busy` of every `period` had worked when the clock showed `at`. */
static u64 worked_until(u64 at, u64 period, u64 busy)
{
    u64 into = at % period;
    return at / period * busy + (into < busy ? into : busy);
}

/* A ring of 72 entries, filled every `spacing` with the percentage since the entry before. All in microseconds. */
static u32 burst(u64 period, u64 busy, u64 spacing, u64 last_seen, u32 room, struct sample *samples)
{
    u64 newest = driver_clock() / spacing;
    u32 found = 0;
    for (u64 n = newest - 71; n <= newest && found < room; n++) {
        u64 at = n * spacing;
        if (at > last_seen) {
            u64 worked = worked_until(at, period, busy) - worked_until(at - spacing, period, busy);
            samples[found].timestamp = at;
            samples[found++].value.ull = (worked * 100 + spacing / 2) / spacing;
        }
    }
    return found;
}

EXPORT int nvmlDeviceGetSamples(device_t device, int type, u64 last_seen, int *value_type, u32 *length, struct sample *samples)
{
    char words[LINE_WORDS][LINE_WORD];
    char key[16];
    u32 room = *length;
    u32 found = 0;
    BEGIN("nvmlDeviceGetSamples", device);
    snprintf(key, sizeof key, "%d", type);
    *value_type = 1;
    if (card_line("burst", card, key, 0, words) >= 6) {
        *length = samples ? burst(strtoull(words[3], NULL, 0), strtoull(words[4], NULL, 0), strtoull(words[5], NULL, 0), last_seen, room, samples) : 72;
        return *length ? SUCCESS : NOT_FOUND;
    }
    if (!card_line("sample", card, key, 0, words)) {
        return NOT_SUPPORTED;
    }
    if (!samples) {
        *length = 72;
        return SUCCESS;
    }
    for (int n = 0; card_line("sample", card, key, n, words) >= 5; n++) {
        u64 timestamp = strtoull(words[3], NULL, 0);
        if (timestamp != 0 && timestamp <= last_seen) {
            continue;
        }
        if (found >= room) {
            return INSUFFICIENT_SIZE;
        }
        samples[found].timestamp = timestamp;
        samples[found].value.ull = 0xeeeeeeee00000000ull | strtoul(words[4], NULL, 0);
        found++;
    }
    *length = found;
    return found ? SUCCESS : NOT_FOUND;
}

EXPORT int nvmlDeviceGetProcessUtilization(device_t device, struct process_sample *samples, u32 *length, u64 last_seen)
{
    char words[LINE_WORDS][LINE_WORD];
    u32 room = *length;
    u32 n = 0;
    BEGIN("nvmlDeviceGetProcessUtilization", device);
    (void)last_seen;
    if (card_text(card, "process_utilization", words[0], "")[0] == 0) {
        return NOT_SUPPORTED;
    }
    for (; card_line("usage", card, NULL, (int)n, words) >= 5; n++) {
        if (n < room) {
            struct process_sample sample = { (u32)strtoul(words[2], NULL, 0), strcmp(words[3], "now") == 0 ? driver_clock() : strtoull(words[3], NULL, 0), (u32)strtoul(words[4], NULL, 0), 0, 0, 0 };
            samples[n] = sample;
        }
    }
    *length = n;
    return n == 0 ? NOT_FOUND : n > room ? INSUFFICIENT_SIZE : SUCCESS;
}

EXPORT int nvmlDeviceGetMarginTemperature(device_t device, struct margin *margin)
{
    u64 value;
    BEGIN("nvmlDeviceGetMarginTemperature", device);
    if (margin->version != (sizeof *margin | 1u << 24)) {
        return ARGUMENT_VERSION_MISMATCH;
    }
    if (!given(card, "margin", &value)) {
        return NOT_SUPPORTED;
    }
    margin->margin = (int)(long long)value;
    return SUCCESS;
}

EXPORT int nvmlDeviceGetTotalEccErrors(device_t device, int error, int span, u64 *value)
{
    char key[64];
    BEGIN("nvmlDeviceGetTotalEccErrors", device);
    snprintf(key, sizeof key, "ecc_%d_%d", error, span);
    return given(card, key, value) ? SUCCESS : NOT_SUPPORTED;
}

EXPORT int nvmlDeviceGetMemoryErrorCounter(device_t device, int error, int span, int location, u64 *value)
{
    char key[64];
    BEGIN("nvmlDeviceGetMemoryErrorCounter", device);
    snprintf(key, sizeof key, "ecc_%d_%d_%d", error, span, location);
    return given(card, key, value) ? SUCCESS : NOT_SUPPORTED;
}

EXPORT int nvmlDeviceGetRemappedRows(device_t device, u32 *corrected, u32 *uncorrected, u32 *pending, u32 *failed)
{
    u64 value;
    BEGIN("nvmlDeviceGetRemappedRows", device);
    if (!given(card, "remapped_corrected", &value)) {
        return NOT_SUPPORTED;
    }
    *corrected = (u32)value;
    *uncorrected = (u32)card_number(card, "remapped_uncorrected", 0);
    *pending = (u32)card_number(card, "remapped_pending", 0);
    *failed = (u32)card_number(card, "remapped_failed", 0);
    return SUCCESS;
}

EXPORT int nvmlDeviceGetPcieReplayCounter(device_t device, u32 *replays)
{
    BEGIN("nvmlDeviceGetPcieReplayCounter", device);
    return answer(card, "pcie_replays", replays);
}

EXPORT int nvmlDeviceGetPcieThroughput(device_t device, u32 direction, u32 *kilobytes)
{
    char key[32];
    BEGIN("nvmlDeviceGetPcieThroughput", device);
    snprintf(key, sizeof key, "pcie_throughput_%u", direction);
    return answer(card, key, kilobytes);
}

EXPORT int nvmlDeviceGetNvLinkState(device_t device, u32 link, u32 *state)
{
    char key[32];
    BEGIN("nvmlDeviceGetNvLinkState", device);
    snprintf(key, sizeof key, "nvlink_%u", link);
    return answer(card, key, state);
}

/* MIG. */

EXPORT int nvmlDeviceGetMigMode(device_t device, u32 *now, u32 *pending)
{
    BEGIN("nvmlDeviceGetMigMode", device);
    answer(card, "mig", pending);
    return answer(card, "mig", now);
}

EXPORT int nvmlDeviceGetMaxMigDeviceCount(device_t device, u32 *places)
{
    BEGIN("nvmlDeviceGetMaxMigDeviceCount", device);
    *places = 7;
    return SUCCESS;
}

EXPORT int nvmlDeviceGetMigDeviceHandleByIndex(device_t device, u32 place, device_t *part)
{
    char key[32];
    u64 value;
    BEGIN("nvmlDeviceGetMigDeviceHandleByIndex", device);
    snprintf(key, sizeof key, "mig_%u", place);
    if (!given(card, key, &value)) {
        return NOT_FOUND;
    }
    *part = (device_t)((size_t)device | (size_t)(place + 1) << PART_SHIFT);
    return SUCCESS;
}

EXPORT int nvmlDeviceGetGpuInstanceId(device_t device, u32 *id)
{
    char key[32];
    BEGIN("nvmlDeviceGetGpuInstanceId", device);
    snprintf(key, sizeof key, "mig_%d", part_of(device));
    *id = (u32)card_number(card, key, 0);
    return part_of(device) >= 0 ? SUCCESS : INVALID_ARGUMENT;
}

EXPORT int nvmlDeviceGetComputeInstanceId(device_t device, u32 *id)
{
    BEGIN("nvmlDeviceGetComputeInstanceId", device);
    *id = 0;
    return part_of(device) >= 0 ? SUCCESS : INVALID_ARGUMENT;
}

/* Performance counters. */

EXPORT int nvmlGpmQueryDeviceSupport(device_t device, struct gpm_support *support)
{
    u64 value;
    BEGIN("nvmlGpmQueryDeviceSupport", device);
    if (support->version != 1) {
        return ARGUMENT_VERSION_MISMATCH;
    }
    support->is_supported = given(card, "gpm", &value) && value;
    return SUCCESS;
}

EXPORT int nvmlGpmSampleAlloc(void **sample)
{
    BEGIN_SYSTEM("nvmlGpmSampleAlloc");
    *sample = calloc(1, sizeof(struct gpm_sample));
    return SUCCESS;
}

EXPORT int nvmlGpmSampleFree(void *sample)
{
    BEGIN_SYSTEM("nvmlGpmSampleFree");
    free(sample);
    return SUCCESS;
}

EXPORT int nvmlGpmSampleGet(device_t device, struct gpm_sample *sample)
{
    u64 value;
    BEGIN("nvmlGpmSampleGet", device);
    if (given(card, "mig", &value) && value) {
        return NOT_SUPPORTED;
    }
    sample->card = card;
    sample->instance = -1;
    return SUCCESS;
}

EXPORT int nvmlGpmMigSampleGet(device_t device, u32 instance, struct gpm_sample *sample)
{
    BEGIN("nvmlGpmMigSampleGet", device);
    sample->card = card;
    sample->instance = (int)instance;
    return SUCCESS;
}

EXPORT int nvmlGpmMetricsGet(struct gpm_request *request)
{
    char key[64];
    char buffer[128];
    BEGIN_SYSTEM("nvmlGpmMetricsGet");
    struct gpm_sample *before = request->before;
    struct gpm_sample *after = request->after;
    if (request->version != 1 || before == after || before->card != after->card || before->instance != after->instance) {
        return INVALID_ARGUMENT;
    }
    for (u32 i = 0; i < request->count; i++) {
        struct gpm_metric *metric = &request->metrics[i];
        if (after->instance < 0) {
            snprintf(key, sizeof key, "gpm_%u", metric->id);
        } else {
            snprintf(key, sizeof key, "gi_%d_gpm_%u", after->instance, metric->id);
        }
        card_text(after->card, key, buffer, "");
        metric->code = buffer[0] ? SUCCESS : NOT_SUPPORTED;
        metric->value = strtod(buffer, NULL);
    }
    return SUCCESS;
}
