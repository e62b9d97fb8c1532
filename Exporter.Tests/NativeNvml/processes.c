/* The processes on a card, in the records of three generations of the library. */
#include "cards.h"
#include "scenario.h"

#include <stdlib.h>
#include <string.h>

struct process_v1 { u32 pid; u64 bytes; };
struct process_v2 { u32 pid; u64 bytes; u32 gpu_instance, compute_instance; };

_Static_assert(sizeof(struct process_v2) == 24, "process info");

static int list(int card, const char *kind, u32 *length, char *records, size_t record_bytes)
{
    struct process process;
    u32 room = *length;
    u32 n = 0;
    while (card_process(card, kind, (int)n, &process)) {
        if (n < room && records) {
            struct process_v2 full = { process.pid, process.bytes, process.gpu_instance, process.compute_instance };
            memset(records + n * record_bytes, 0xee, record_bytes);
            memcpy(records + n * record_bytes, &full, record_bytes < sizeof full ? record_bytes : sizeof full);
        }
        n++;
    }
    *length = n;
    return n > room ? INSUFFICIENT_SIZE : SUCCESS;
}

static size_t newest_record(void)
{
    char buffer[128];
    return (size_t)atoi(scenario_text("record", buffer, "24"));
}

#define PROCESSES(function, kind, record_bytes)                \
    EXPORT int function(device_t device, u32 *length, void *records) \
    {                                                          \
        BEGIN(#function, device);                              \
        return list(card, kind, length, records, record_bytes); \
    }

PROCESSES(nvmlDeviceGetComputeRunningProcesses_v3, "compute", newest_record())
PROCESSES(nvmlDeviceGetComputeRunningProcesses_v2, "compute", sizeof(struct process_v2))
PROCESSES(nvmlDeviceGetComputeRunningProcesses, "compute", sizeof(struct process_v1))
PROCESSES(nvmlDeviceGetGraphicsRunningProcesses_v3, "graphics", newest_record())
PROCESSES(nvmlDeviceGetGraphicsRunningProcesses_v2, "graphics", sizeof(struct process_v2))
PROCESSES(nvmlDeviceGetGraphicsRunningProcesses, "graphics", sizeof(struct process_v1))
PROCESSES(nvmlDeviceGetMPSComputeRunningProcesses_v3, "mps", newest_record())
PROCESSES(nvmlDeviceGetMPSComputeRunningProcesses_v2, "mps", sizeof(struct process_v2))
PROCESSES(nvmlDeviceGetMPSComputeRunningProcesses, "mps", sizeof(struct process_v1))

/* Only looked for, never called: their presence tells the length of a process record. */

EXPORT int nvmlDeviceGetConfComputeMemSizeInfo(device_t device, void *info)
{
    (void)device;
    (void)info;
    return NOT_SUPPORTED;
}

EXPORT int nvmlDeviceGetRunningProcessDetailList(device_t device, void *processes)
{
    (void)device;
    (void)processes;
    return NOT_SUPPORTED;
}
