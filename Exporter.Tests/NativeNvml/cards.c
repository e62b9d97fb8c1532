/* The library's functions over the cards of the scenario. Defaults: a card of the 80 GB class with passive cooling at some load. */
#include "cards.h"
#include "scenario.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct pci_info { char legacy[16]; u32 domain, bus, device, device_id, subsystem_id; char bus_id[32]; };
struct utilization { u32 gpu, memory; };
struct memory { u64 total, free, used; };
struct memory_v2 { u32 version; u64 total, reserved, free, used; };
struct temperature { u32 version; int sensor, temperature; };
union value { double d; int si; u32 ui; u64 ull; long long sll; unsigned short us; };
struct field_value { u32 id, scope; long long timestamp, latency; int type, code; union value value; };

_Static_assert(sizeof(struct pci_info) == 68, "pci info");
_Static_assert(sizeof(struct memory_v2) == 40, "memory v2");
_Static_assert(sizeof(struct field_value) == 40, "field value");

int initialised;
static int generation;

int count(void)
{
    char buffer[128];
    int cards = atoi(scenario_text("count", buffer, "1"));
    return cards < 0 ? 0 : cards > MOST_CARDS ? MOST_CARDS : cards;
}

/* A reset makes the handles from before it void. */
static unsigned resets_of(int card)
{
    return (unsigned)card_number(card, "resets", 0) & 0xff;
}

static device_t handle_of(int card)
{
    return (device_t)(size_t)((unsigned)generation << 16 | resets_of(card) << 8 | (unsigned)(card + 1));
}

/* The card of a handle; NO_CARD for one of another generation. */
int card_of(device_t device)
{
    size_t value = (size_t)device & (((size_t)1 << PART_SHIFT) - 1);
    return value >> 16 == (size_t)generation && (value & 0xff) >= 1 ? (int)(value & 0xff) - 1 : NO_CARD;
}

int is_from_before_a_reset(device_t device, int card)
{
    return ((size_t)device >> 8 & 0xff) != resets_of(card);
}

static int copy(const char *text, char *buffer, u32 length)
{
    if (strlen(text) >= length) {
        return INSUFFICIENT_SIZE;
    }
    strcpy(buffer, text);
    return SUCCESS;
}

EXPORT int nvmlInit_v2(void)
{
    BEGIN_SYSTEM("nvmlInit_v2");
    if (initialised++ == 0) {
        generation++;
    }
    return SUCCESS;
}

EXPORT int nvmlShutdown(void)
{
    BEGIN_SYSTEM("nvmlShutdown");
    if (!initialised) {
        return UNINITIALIZED;
    }
    initialised--;
    return SUCCESS;
}

EXPORT int nvmlSystemGetDriverVersion(char *text, u32 length)
{
    char buffer[128];
    BEGIN_SYSTEM("nvmlSystemGetDriverVersion");
    return initialised ? copy(scenario_text("driver_version", buffer, "580.65.06"), text, length) : UNINITIALIZED;
}

EXPORT int nvmlSystemGetNVMLVersion(char *text, u32 length)
{
    char buffer[128];
    BEGIN_SYSTEM("nvmlSystemGetNVMLVersion");
    return copy(scenario_text("nvml_version", buffer, "13.580.65.06"), text, length);
}

EXPORT int nvmlDeviceGetCount_v2(u32 *cards)
{
    BEGIN_SYSTEM("nvmlDeviceGetCount_v2");
    *cards = (u32)count();
    return initialised ? SUCCESS : UNINITIALIZED;
}

EXPORT int nvmlDeviceGetHandleByIndex_v2(u32 index, device_t *device)
{
    int refused = begin_call("nvmlDeviceGetHandleByIndex_v2", (int)index);
    if (!initialised) {
        return UNINITIALIZED;
    }
    if ((int)index >= count()) {
        return INVALID_ARGUMENT;
    }
    *device = handle_of((int)index);
    return refused;
}

/* Texts. */

#define TEXT(function, key, otherwise)                         \
    EXPORT int function(device_t device, char *text, u32 length) \
    {                                                          \
        char buffer[128];                                      \
        BEGIN(#function, device);                              \
        return copy(card_text(card, key, buffer, otherwise), text, length); \
    }

TEXT(nvmlDeviceGetName, "name", "Fake-80GB")
TEXT(nvmlDeviceGetSerial, "serial", "1650000000001")
TEXT(nvmlDeviceGetVbiosVersion, "vbios", "96.00.99.00.01")

EXPORT int nvmlDeviceGetUUID(device_t device, char *text, u32 length)
{
    char buffer[128];
    char otherwise[64];
    char key[32];
    BEGIN("nvmlDeviceGetUUID", device);
    if (part_of(device) >= 0) {
        snprintf(key, sizeof key, "mig_%d_uuid", part_of(device));
        snprintf(otherwise, sizeof otherwise, "MIG-fa4e0000-0000-4000-8000-%010x%02x", card, part_of(device));
        return copy(card_text(card, key, buffer, otherwise), text, length);
    }
    snprintf(otherwise, sizeof otherwise, "GPU-fa4e0000-0000-4000-8000-%012x", card);
    return copy(card_text(card, "uuid", buffer, otherwise), text, length);
}

EXPORT int nvmlDeviceGetPciInfo_v3(device_t device, struct pci_info *pci)
{
    BEGIN("nvmlDeviceGetPciInfo_v3", device);
    memset(pci, 0, sizeof *pci);
    pci->domain = (u32)card_number(card, "pci_domain", 0);
    pci->bus = (u32)card_number(card, "pci_bus", 0x3bu + (u32)card);
    pci->device = (u32)card_number(card, "pci_device", 0);
    snprintf(pci->bus_id, sizeof pci->bus_id, "%08X:%02X:%02X.0", pci->domain, pci->bus, pci->device);
    snprintf(pci->legacy, sizeof pci->legacy, "%04X:%02X:%02X.0", pci->domain & 0xffff, pci->bus & 0xff, pci->device & 0xff);
    return SUCCESS;
}

/* One number. */

#define NUMBER(function, type, key, otherwise)                 \
    EXPORT int function(device_t device, type *value)          \
    {                                                          \
        BEGIN(#function, device);                              \
        *value = (type)card_number(card, key, otherwise);      \
        return SUCCESS;                                        \
    }

NUMBER(nvmlDeviceGetArchitecture, u32, "architecture", 9)
NUMBER(nvmlDeviceGetPowerUsage, u32, "power", 310500)
NUMBER(nvmlDeviceGetEnforcedPowerLimit, u32, "power_limit", 700000)
NUMBER(nvmlDeviceGetPowerManagementDefaultLimit, u32, "power_default", 700000)
NUMBER(nvmlDeviceGetTotalEnergyConsumption, u64, "energy", 123456789012)
NUMBER(nvmlDeviceGetNumFans, u32, "fans", 0)
NUMBER(nvmlDeviceGetFanSpeed, u32, "fan_speed", 30)
NUMBER(nvmlDeviceGetPerformanceState, u32, "pstate", 0)
NUMBER(nvmlDeviceGetCurrentClocksEventReasons, u64, "throttle", 0)
NUMBER(nvmlDeviceGetCurrentClocksThrottleReasons, u64, "throttle", 0)
NUMBER(nvmlDeviceGetCurrPcieLinkGeneration, u32, "pcie_gen", 5)
NUMBER(nvmlDeviceGetMaxPcieLinkGeneration, u32, "pcie_gen_max", 5)
NUMBER(nvmlDeviceGetCurrPcieLinkWidth, u32, "pcie_width", 16)
NUMBER(nvmlDeviceGetMaxPcieLinkWidth, u32, "pcie_width_max", 16)

/* Two numbers. */

#define PAIR(function, first_key, first_otherwise, second_key, second_otherwise) \
    EXPORT int function(device_t device, u32 *first, u32 *second) \
    {                                                          \
        BEGIN(#function, device);                              \
        *first = (u32)card_number(card, first_key, first_otherwise); \
        *second = (u32)card_number(card, second_key, second_otherwise); \
        return SUCCESS;                                        \
    }

PAIR(nvmlDeviceGetCudaComputeCapability, "cc_major", 9, "cc_minor", 0)
PAIR(nvmlDeviceGetEncoderUtilization, "util_encoder", 0, "util_period", 166667)
PAIR(nvmlDeviceGetDecoderUtilization, "util_decoder", 0, "util_period", 166667)
PAIR(nvmlDeviceGetJpgUtilization, "util_jpeg", 0, "util_period", 166667)
PAIR(nvmlDeviceGetOfaUtilization, "util_ofa", 0, "util_period", 166667)
PAIR(nvmlDeviceGetPowerManagementLimitConstraints, "power_min", 200000, "power_max", 700000)

/* One of several. */

#define ONE_OF(function, prefix, ...)                          \
    EXPORT int function(device_t device, u32 which, u32 *value) \
    {                                                          \
        static const u64 otherwise[] = { __VA_ARGS__ };        \
        char key[64];                                          \
        BEGIN(#function, device);                              \
        if (which >= sizeof otherwise / sizeof otherwise[0]) return INVALID_ARGUMENT; \
        snprintf(key, sizeof key, "%s_%u", prefix, which);     \
        *value = (u32)card_number(card, key, otherwise[which]); \
        return SUCCESS;                                        \
    }

ONE_OF(nvmlDeviceGetTemperature, "temperature", 46)
ONE_OF(nvmlDeviceGetTemperatureThreshold, "threshold", 95, 92, 105, 87)
ONE_OF(nvmlDeviceGetClockInfo, "clock", 1755, 1756, 2619, 1545)
ONE_OF(nvmlDeviceGetMaxClockInfo, "clock_max", 1980, 1981, 2620, 1546)

EXPORT int nvmlDeviceGetFanSpeed_v2(device_t device, u32 fan, u32 *speed)
{
    char key[64];
    BEGIN("nvmlDeviceGetFanSpeed_v2", device);
    if (fan >= card_number(card, "fans", 0)) {
        return INVALID_ARGUMENT;
    }
    snprintf(key, sizeof key, "fan_%u", fan);
    *speed = (u32)card_number(card, key, 30);
    return SUCCESS;
}

/* Structs. */

EXPORT int nvmlDeviceGetUtilizationRates(device_t device, struct utilization *utilization)
{
    BEGIN("nvmlDeviceGetUtilizationRates", device);
    utilization->gpu = (u32)card_number(card, "util_gpu", 57);
    utilization->memory = (u32)card_number(card, "util_memory", 23);
    return SUCCESS;
}

static struct memory_v2 memory_of(int card, int part)
{
    struct memory_v2 memory = { 0 };
    if (part >= 0) {
        memory.total = 10468982784;
        memory.reserved = 67108864;
        memory.used = 1073741824ull * (u64)(part + 1);
        memory.free = memory.total - memory.reserved - memory.used;
        return memory;
    }
    memory.total = card_number(card, "memory_total", 85520809984);
    memory.reserved = card_number(card, "memory_reserved", 643825664);
    memory.used = card_number(card, "memory_used", 42949672960);
    memory.free = memory.total - memory.reserved - memory.used;
    return memory;
}

EXPORT int nvmlDeviceGetMemoryInfo_v2(device_t device, struct memory_v2 *memory)
{
    BEGIN("nvmlDeviceGetMemoryInfo_v2", device);
    if (memory->version != (sizeof *memory | 2u << 24)) {
        return ARGUMENT_VERSION_MISMATCH;
    }
    u32 version = memory->version;
    *memory = memory_of(card, part_of(device));
    memory->version = version;
    return SUCCESS;
}

EXPORT int nvmlDeviceGetMemoryInfo(device_t device, struct memory *memory)
{
    BEGIN("nvmlDeviceGetMemoryInfo", device);
    struct memory_v2 now = memory_of(card, part_of(device));
    memory->total = now.total;
    memory->free = now.free;
    memory->used = now.used + now.reserved;
    return SUCCESS;
}

EXPORT int nvmlDeviceGetTemperatureV(device_t device, struct temperature *temperature)
{
    BEGIN("nvmlDeviceGetTemperatureV", device);
    if (temperature->version != (sizeof *temperature | 1u << 24)) {
        return ARGUMENT_VERSION_MISMATCH;
    }
    if (temperature->sensor != 0) {
        return INVALID_ARGUMENT;
    }
    temperature->temperature = (int)(long long)card_number(card, "temperature_0", 46);
    return SUCCESS;
}

static void decode(const struct field *field, union value *value)
{
    switch (field->type) {
    case 0: value->d = strtod(field->value, NULL); break;
    case 1: value->ui = (u32)strtoul(field->value, NULL, 0); break;
    case 4: value->sll = strtoll(field->value, NULL, 0); break;
    case 5: value->si = (int)strtol(field->value, NULL, 0); break;
    case 6: value->us = (unsigned short)strtoul(field->value, NULL, 0); break;
    default: value->ull = strtoull(field->value, NULL, 0); break;
    }
}

/* A 64-bit count that grows with the time. */
static int rising_field(int card, u32 id, unsigned long long *value)
{
    char words[LINE_WORDS][LINE_WORD];
    char key[16];
    struct timespec now;
    snprintf(key, sizeof key, "%u", id);
    if (card_line("rising", card, key, 0, words) < 4) {
        return 0;
    }
    clock_gettime(CLOCK_MONOTONIC, &now);
    *value = (unsigned long long)(((double)now.tv_sec + (double)now.tv_nsec / 1e9) * strtod(words[3], NULL));
    return 1;
}

EXPORT int nvmlDeviceGetFieldValues(device_t device, int length, struct field_value *values)
{
    BEGIN("nvmlDeviceGetFieldValues", device);
    for (int i = 0; i < length; i++) {
        struct field field = { 0 };
        struct field_value *value = &values[i];
        memset(&value->value, 0xee, sizeof value->value); /* What a type does not fill holds garbage. */
        value->code = card_field_return(card, value->id);
        if (value->code != SUCCESS) {
            continue;
        }
        if (rising_field(card, value->id, &value->value.ull)) {
            value->type = 3;
            continue;
        }
        if (!card_field(card, value->id, &field)) {
            value->code = NOT_SUPPORTED;
            continue;
        }
        value->type = field.type;
        decode(&field, &value->value);
    }
    return SUCCESS;
}
