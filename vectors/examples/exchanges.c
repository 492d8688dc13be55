/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Tests an endpoint with scripts of exchanges: exchanges endpoint-exchanges-v1.txt. The endpoint is linked in, through
 * tsrpc/plugin.h: its SPMC answers as each script has it. What the endpoint lacks may follow the file: how many of the
 * two services it has, how many regions and pages at a time, and whether there is an interface id without a service.
 */
#include "tsrpc/plugin.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { W3, W4, W5, W6, W7, PAGE = 4096, MOST_PAGES = 17, MOST_REGIONS = 64, LINE = 1024 };

static struct region {
    uint64_t handle;
    uint8_t bytes[MOST_PAGES * PAGE];
} regions[MOST_REGIONS];
static size_t region_count;

/* What the SPMC is asked during a request, what it answers, and how often it was asked so. */
static struct {
    char operation[16];
    unsigned sender, pages;
    uint64_t handle, tag;
    int32_t result;
    int asked, asked_otherwise;
} spmc;

static struct region* region_of(uint64_t handle) {
    size_t i = 0;
    while (i < region_count && regions[i].handle != handle) {
        ++i;
    }
    if (i == region_count && region_count < MOST_REGIONS) {
        ++region_count;
    }
    regions[i].handle = handle;
    return &regions[i];
}

static int32_t answer(const char* operation, unsigned sender, uint64_t handle, uint64_t tag) {
    if (strcmp(operation, spmc.operation) != 0 || sender != spmc.sender || handle != spmc.handle || tag != spmc.tag) {
        spmc.asked_otherwise = 1;
        return TSRPC_FFA_DENIED;
    }
    ++spmc.asked;
    return spmc.result;
}

static int32_t retrieve(void* ctx, uint16_t sender, uint64_t handle, uint64_t tag, void** base, uint64_t* size) {
    const int32_t result = answer("retrieve", sender, handle, tag);
    (void)ctx;
    if (result == 0) {
        *base = region_of(handle)->bytes;
        *size = (uint64_t)spmc.pages * PAGE;
    }
    return result;
}

static int32_t relinquish(void* ctx, uint64_t handle) {
    (void)ctx;
    return answer("relinquish", spmc.sender, handle, spmc.tag);
}

static const struct tsrpc_spmc offered = {TSRPC_PLUGIN_ABI_VERSION, 0x8003, NULL, retrieve, relinquish};

/* The interface id of the test service and of its twin, if SERVICE_INFO has told; and one that neither has. */
static int ids[3];

static int service_index(const char* service) { return service[0] == 'n' ? 2 : strcmp(service, "twin") == 0; }

static void with_id(const char* service, uint32_t* control) {
    ids[2] = (ids[0] ^ 0x80) != ids[1] && ids[0] != 0x7f ? ids[0] ^ 0x80 : ids[0] ^ 0x40;
    if (service[0] != '-' && *control >> 16 != 0xff) {
        *control = (*control & 0xffff) | (uint32_t)ids[service_index(service)] << 16;
    }
}

/* Two digits, or i0 and i1 for an interface id. */
static unsigned byte_at(const char* hex) {
    unsigned byte = 0;
    return hex[0] == 'i' ? (unsigned)ids[hex[1] - '0'] : sscanf(hex, "%2x", &byte) == 1 ? byte : 0;
}

static size_t read_words(const char* text, size_t count, uint32_t* words) {
    size_t read = 0;
    int length = 0;
    while (read < count && sscanf(text, "%8" SCNx32 "%n", &words[read], &length) == 1) {
        text += length;
        ++read;
    }
    return read;
}

/* What is wrong with a response, in capital letters; in small ones if it breaks a SHOULD alone. Or NULL. */
static const char* judge(const char* line, const char* service, const uint32_t* response) {
    char refused[16];
    uint32_t words[15]; /* expected words, MUST bits, SHOULD bits */
    int length = 0;
    sscanf(line, "response %15s%n", refused, &length);
    if (read_words(line + length, 15, words) != 15) {
        return "UNREADABLE LINE";
    }
    const int is_info = words[W3] == 0x00ff0003;
    with_id(service, &words[W3]);
    if (spmc.asked_otherwise || (spmc.asked != 1 && spmc.operation[0] != 0 && spmc.result == 0)) {
        return "SPMC";
    }
    if (refused[0] == 'r' && response[W4] == 0) {
        return "SUCCESS";
    }
    const char* wrong = NULL;
    for (size_t i = 0; i < 5; ++i) {
        const uint32_t differing = response[i] ^ words[i];
        wrong = (differing & words[5 + i]) != 0              ? "WORDS"
                : (differing & words[10 + i]) != 0 && !wrong ? "words"
                                                             : wrong;
        if (wrong != NULL && wrong[0] == 'W') {
            return wrong;
        }
    }
    if (is_info && service[0] != '-') {
        int* const id = &ids[service_index(service)];
        const int told = (int)(response[W5] & 0xff);
        if (told == 0xff || (*id >= 0 && *id != told) || told == ids[!service_index(service)]) {
            return "INTERFACE ID";
        }
        *id = told;
    }
    return wrong;
}

static const char* judge_memory(const char* line) {
    uint64_t handle;
    char bytes[LINE];
    if (sscanf(line, "memory %" SCNx64 " %s", &handle, bytes) != 2) {
        return "UNREADABLE LINE";
    }
    const struct region* const region = region_of(handle);
    for (size_t i = 0; bytes[2 * i] != 0; ++i) {
        if (region->bytes[i] != byte_at(&bytes[2 * i])) {
            return "MEMORY";
        }
    }
    return NULL;
}

static void write_memory(const char* line) {
    uint64_t handle = 0;
    char bytes[LINE] = "";
    sscanf(line, "write %" SCNx64 " %s", &handle, bytes);
    for (size_t i = 0; bytes[2 * i] != 0; ++i) {
        region_of(handle)->bytes[i] = (uint8_t)byte_at(&bytes[2 * i]);
    }
}

static void expect_spmc(const char* line) {
    char pages[16];
    sscanf(line, "spmc %15s %u %" SCNx64 " %" SCNx64 " %" SCNd32 " %u %15s", spmc.operation, &spmc.sender, &spmc.handle,
           &spmc.tag, &spmc.result, &spmc.pages, pages);
    if (strcmp(pages, "new") == 0) {
        memset(region_of(spmc.handle)->bytes, 0, sizeof regions[0].bytes);
    }
}

int main(int argc, char** argv) {
    const struct tsrpc_sp_plugin* const plugin = tsrpc_get_sp_plugin();
    FILE* const file = argc > 1 ? fopen(argv[1], "r") : NULL;
    char line[LINE], id[128] = "", service[16] = "-";
    uint32_t request[5], response[5];
    unsigned scripts = 0, failed = 0, warned = 0, skipped = 0, sender, step = 0, needs[4];
    int is_over = 0, length = 0; /* what follows in a script that has failed says nothing */
    void* sp = NULL;
    while (file != NULL && plugin != NULL && fgets(line, sizeof line, file) != NULL) {
        const char* wrong = NULL;
        if (sscanf(line, "script %127s %u %u %u %u", id, &needs[0], &needs[1], &needs[2], &needs[3]) == 5) {
            if (sp != NULL) {
                plugin->destroy(sp);
            }
            if ((sp = plugin->create(&offered)) == NULL) {
                return 2;
            }
            ids[0] = ids[1] = -1;
            memset(&spmc, 0, sizeof spmc);
            region_count = step = 0;
            is_over = 0;
            for (int i = 0; i < 4 && i + 2 < argc; ++i) {
                is_over |= needs[i] > (unsigned)atoi(argv[i + 2]);
            }
            skipped += (unsigned)is_over;
            ++scripts;
        } else if (is_over || line[0] == '#') {
            continue;
        } else if (strncmp(line, "spmc", 4) == 0) {
            expect_spmc(line);
        } else if (strncmp(line, "write", 5) == 0) {
            write_memory(line);
        } else if (sscanf(line, "request %u %15s%n", &sender, service, &length) == 2) {
            ++step;
            read_words(line + length, 5, request);
            with_id(service, &request[W3]);
            memset(response, 0xa5, sizeof response);
            plugin->direct_request(sp, (uint16_t)sender, request, response);
        } else if (strncmp(line, "response", 8) == 0) {
            wrong = judge(line, service, response);
            memset(&spmc, 0, sizeof spmc);
        } else {
            wrong = judge_memory(line);
        }
        if (wrong != NULL) {
            is_over = wrong[0] >= 'A' && wrong[0] <= 'Z';
            *(is_over ? &failed : &warned) += 1;
            printf("%s: request %u: %s; the response is", id, step, wrong);
            printf(" %08" PRIx32 " %08" PRIx32 " %08" PRIx32 " %08" PRIx32 " %08" PRIx32 "\n", response[W3],
                   response[W4], response[W5], response[W6], response[W7]);
        }
    }
    if (sp != NULL) {
        plugin->destroy(sp);
    }
    if (file != NULL) {
        fclose(file);
    }
    printf("%u scripts, %u failed, %u skipped, %u answers break a SHOULD\n", scripts, failed, skipped, warned);
    return scripts == skipped || failed != 0;
}
