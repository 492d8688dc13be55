/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Tests a caller with scripts of exchanges: caller_exchanges caller-exchanges-v1.txt. The caller is linked in, through
 * tsrpc/plugin.h: its user does, and its FF-A driver answers, as each script has it. How many sessions and memories the
 * caller can have at a time may follow the file.
 */
#include "tsrpc/plugin.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { W3, W4, W5, W6, W7, PAGE = 4096, MOST_ASKS = 32, MOST_NUMBERS = 64, MOST_SHARES = 64, LINE = 1024, HEX = 80 };

/* What the caller may or must ask for during an operation, and what it gets. */
static struct ask {
    char occurs[8], kind[16], sees[HEX], writes[HEX];
    unsigned endpoint, pages, count;
    uint32_t words[5], mask[5], response[5];
    uint64_t handle; /* that it is about */
    int32_t error;
} asks[MOST_ASKS];
static size_t ask_count;

static struct share {
    uint64_t handle, size;
    uint8_t* base;
} shares[MOST_SHARES];
static size_t share_count;

/* Who was found and asked for its version since the script began. */
static unsigned found[16], versions[16];
static size_t found_count, version_count;
static const char* wrong;

static size_t read_words(const char* text, size_t count, uint32_t* words) {
    size_t read = 0;
    int length = 0;
    while (read < count && sscanf(text, "%8" SCNx32 "%n", &words[read], &length) == 1) {
        text += length;
        ++read;
    }
    return read;
}

static size_t read_bytes(const char* hex, uint8_t* bytes) {
    size_t size = 0;
    unsigned byte;
    while (hex[0] != '-' && sscanf(&hex[2 * size], "%2x", &byte) == 1) {
        bytes[size++] = (uint8_t)byte;
    }
    return size;
}

static int is_version(const struct ask* ask) {
    return ask->kind[0] == 'r' && ask->kind[2] == 'q' && ask->words[W3] == 0x00ff0000;
}

static int contains(const unsigned* list, size_t count, unsigned value) {
    size_t i = 0;
    while (i < count && list[i] != value) {
        ++i;
    }
    return i < count;
}

/* Whether what must have been asked was: in this operation, or if it must be known since the script began. */
static int is_satisfied(const struct ask* ask) {
    if (ask->occurs[0] == 'k') {
        return is_version(ask) ? contains(versions, version_count, ask->endpoint) : found_count > 0;
    }
    return ask->occurs[1] == 'a' || ask->count > 0;
}

/* The entry for what the caller asks, which comes after all that must be asked before. */
static struct ask* match(const char* kind, unsigned endpoint, const uint32_t* words, uint64_t size, uint64_t handle) {
    for (size_t i = 0; i < ask_count; ++i) {
        struct ask* const ask = &asks[i];
        int fits = strcmp(ask->kind, kind) == 0 && ask->endpoint == endpoint && size >= (uint64_t)ask->pages * PAGE;
        fits = fits && (strcmp(kind, "reclaim") != 0 || handle == ask->handle);
        for (size_t w = 0; words != NULL && w < 5; ++w) {
            fits = fits && ((words[w] ^ ask->words[w]) & ask->mask[w]) == 0;
        }
        if (!fits || (strcmp(ask->occurs, "must") == 0 && ask->count > 0)) {
            continue;
        }
        for (size_t before = 0; before < i; ++before) {
            const int other = asks[before].handle != ask->handle && asks[before].handle != 0 && ask->handle != 0;
            wrong = other || is_satisfied(&asks[before]) ? wrong : "asks in another order";
        }
        ++ask->count;
        return ask;
    }
    wrong = "asks for what it should not";
    return NULL;
}

static int32_t partition_ids(void* ctx, const uint8_t uuid[16], uint16_t* ids, uint32_t capacity, uint32_t* count) {
    static const uint8_t protocol[16] = {0xbd, 0xcd, 0x76, 0xd7, 0x82, 0x5e, 0x47, 0x51,
                                         0x96, 0x3b, 0x86, 0xd4, 0xf8, 0x49, 0x43, 0xac};
    (void)ctx;
    if (memcmp(uuid, protocol, sizeof protocol) != 0 || match("partition_ids", 0, NULL, 0, 0) == NULL) {
        wrong = "looks for other endpoints";
        return TSRPC_FFA_DENIED;
    }
    found_count = 2;
    for (*count = 0; *count < found_count && *count < capacity; ++*count) {
        ids[*count] = (uint16_t)found[*count];
    }
    return 0;
}

static struct share* find_share(uint64_t handle) {
    for (size_t i = 0; i < share_count; ++i) {
        if (shares[i].handle == handle) {
            return &shares[i];
        }
    }
    return NULL;
}

static int32_t direct_request(void* ctx, uint16_t endpoint, const uint32_t request[5], uint32_t response[5]) {
    const struct ask* const ask = match("request", endpoint, request, 0, 0);
    const struct share* const share = find_share((uint64_t)request[W5] << 32 | request[W4]);
    uint8_t bytes[HEX];
    (void)ctx;
    if (ask == NULL) {
        return TSRPC_FFA_DENIED;
    }
    if (is_version(ask)) {
        versions[version_count++ % 16] = endpoint;
        version_count = version_count > 16 ? 16 : version_count;
    }
    if (share != NULL && request[W3] >> 16 != 0xff) {
        const size_t size = read_bytes(ask->sees, bytes);
        wrong = memcmp(share->base, bytes, size) == 0 ? wrong : "shows the endpoint another request";
        memcpy(share->base, bytes, read_bytes(ask->writes, bytes));
    }
    if (ask->error == 0) {
        memcpy(response, ask->response, sizeof ask->response);
    }
    return ask->error;
}

static int32_t mem_share(void* ctx, uint16_t endpoint, void* base, uint64_t size, uint64_t* handle) {
    const struct ask* const ask = match("share", endpoint, NULL, size, 0);
    (void)ctx;
    if (ask == NULL || share_count == MOST_SHARES) {
        return TSRPC_FFA_DENIED;
    }
    if (ask->error == 0) {
        *handle = ask->handle;
        shares[share_count].handle = ask->handle;
        shares[share_count].size = size;
        shares[share_count++].base = base;
    }
    return ask->error;
}

static int32_t mem_reclaim(void* ctx, uint64_t handle) {
    const struct ask* const ask = match("reclaim", 0, NULL, 0, handle);
    (void)ctx;
    return ask == NULL ? TSRPC_FFA_DENIED : ask->error;
}

static const struct tsrpc_ffa driver = {TSRPC_PLUGIN_ABI_VERSION, 1,         NULL,       partition_ids,
                                        direct_request,           mem_share, mem_reclaim};

static void read_ask(const char* line) {
    struct ask* const ask = &asks[ask_count++ % MOST_ASKS];
    int length = 0;
    memset(ask, 0, sizeof *ask);
    sscanf(line, "ask %7s %15s %n", ask->occurs, ask->kind, &length);
    line += length;
    if (strcmp(ask->kind, "partition_ids") == 0) {
        sscanf(line, "%*s %u %u", &found[0], &found[1]);
    } else if (strcmp(ask->kind, "share") == 0) {
        sscanf(line, "%u %u %" SCNd32 " %" SCNx64, &ask->endpoint, &ask->pages, &ask->error, &ask->handle);
    } else if (strcmp(ask->kind, "reclaim") == 0) {
        sscanf(line, "%" SCNx64 " %" SCNd32, &ask->handle, &ask->error);
    } else {
        uint32_t words[10];
        sscanf(line, "%u%n", &ask->endpoint, &length);
        read_words(line + length, 10, words);
        memcpy(ask->words, words, sizeof ask->words);
        memcpy(ask->mask, words + 5, sizeof ask->mask);
        length += 90; /* ten words, each after a space */
        line += length;
        sscanf(line, "%" SCNd32 "%n", &ask->error, &length);
        read_words(line + length, 5, ask->response);
        sscanf(line + length + 45, "%79s %79s", ask->sees, ask->writes);
        const int is_memory = ask->words[W3] == 0x00ff0001 || ask->words[W3] == 0x00ff0002;
        ask->handle = is_memory ? (uint64_t)ask->words[W5] << 32 | ask->words[W4] : 0;
    }
}

/* What scripts call session or memory 1, 2..., as the caller has it. */
static uint32_t sessions[MOST_NUMBERS], memories[MOST_NUMBERS];
static uint8_t* bases[MOST_NUMBERS]; /* null: the user must not touch it */
static void* caller;

static int32_t open_session(const struct tsrpc_caller_plugin* plugin, const char* operands) {
    unsigned number = 0, endpoint = 0, byte;
    char text[40] = "";
    uint8_t uuid[16];
    sscanf(operands, "%u %u %39s", &number, &endpoint, text);
    for (size_t at = 0, i = 0; i < sizeof uuid; at += 2) {
        at += text[at] == '-';
        uuid[i++] = (uint8_t)(sscanf(&text[at], "%2x", &byte) == 1 ? byte : 0);
    }
    return plugin->open_session(caller, (uint16_t)endpoint, uuid, &sessions[number % MOST_NUMBERS]);
}

static int32_t alloc_memory(const struct tsrpc_caller_plugin* plugin, const char* operands) {
    unsigned number = 0, session = 0;
    uint64_t size = 0, actual = 0;
    void* base = NULL;
    sscanf(operands, "%u %u %" SCNu64, &number, &session, &size);
    number %= MOST_NUMBERS;
    const int32_t result =
        plugin->alloc_memory(caller, sessions[session % MOST_NUMBERS], size, &memories[number], &base, &actual);
    bases[number] = result == 0 ? base : NULL;
    wrong = result == 0 && (actual < size || base == NULL || memories[number] == 0) ? "allocates less" : wrong;
    return result;
}

/* The user's part of a call, and what the user sees of it, which the line that begins with "result" has. */
static int32_t invoke(const struct tsrpc_caller_plugin* plugin, const char* operands, const char* expected) {
    unsigned session = 0, opcode = 0, number = 0;
    uint32_t length = 0, status = 0, response_length = 0, wanted_status = 0, wanted_length = 0;
    char request[HEX] = "-", response[HEX] = "-";
    uint8_t bytes[HEX];
    sscanf(operands, "%u %u %u %" SCNu32 " %79s", &session, &opcode, &number, &length, request);
    sscanf(expected, "result %*s %" SCNu32 " %" SCNu32 " %79s", &wanted_status, &wanted_length, response);
    number %= MOST_NUMBERS;
    if (number != 0 && bases[number] != NULL) {
        const size_t size = read_bytes(request, bytes);
        memcpy(bases[number], bytes, size);
    }
    const int32_t result = plugin->invoke(caller, sessions[session % MOST_NUMBERS], (uint16_t)opcode,
                                          number == 0 ? 0 : memories[number], length, &status, &response_length);
    if (result == 0 && strncmp(expected, "result success", 14) == 0) {
        const size_t size = read_bytes(response, bytes);
        wrong = status != wanted_status || response_length != wanted_length ? "hands another result on" : wrong;
        wrong = size != 0 && memcmp(bases[number], bytes, size) != 0 ? "shows the user another response" : wrong;
    }
    return result;
}

static int32_t perform(const struct tsrpc_caller_plugin* plugin, const char* user, const char* expected) {
    char does[16] = "";
    unsigned number = 0;
    int length = 0;
    sscanf(user, "user %15s%n", does, &length);
    sscanf(user + length, "%u", &number);
    number %= MOST_NUMBERS;
    switch (does[0]) {
    case 'o': return open_session(plugin, user + length);
    case 'a': return alloc_memory(plugin, user + length);
    case 'f': bases[number] = NULL; return plugin->free_memory(caller, memories[number]);
    case 'i': return invoke(plugin, user + length, expected);
    case 'c':
        if (does[1] == 'l') {
            return plugin->close_session(caller, sessions[number]);
        }
        caller = plugin->create(&driver);
        return caller == NULL;
    default:
        plugin->destroy(caller);
        caller = NULL;
        return 0;
    }
}

static void judge(const char* expected, int32_t result) {
    char outcome[16] = "";
    sscanf(expected, "result %15s", outcome);
    wrong = strcmp(outcome, "success") == 0 && result != 0 ? "fails" : wrong;
    wrong = strcmp(outcome, "failure") == 0 && result == 0 ? "succeeds" : wrong;
    for (size_t i = 0; i < ask_count && wrong == NULL; ++i) {
        wrong = is_satisfied(&asks[i]) ? NULL : "does not ask for all that it should";
    }
}

static void end_caller(const struct tsrpc_caller_plugin* plugin) {
    if (caller != NULL) { /* its last asks are its own affair */
        ask_count = 0;
        plugin->destroy(caller);
        caller = NULL;
    }
}

int main(int argc, char** argv) {
    const struct tsrpc_caller_plugin* const plugin = tsrpc_get_caller_plugin();
    FILE* const file = argc > 1 ? fopen(argv[1], "r") : NULL;
    char line[LINE], user[LINE] = "", id[128] = "";
    unsigned scripts = 0, failed = 0, skipped = 0, needs[2];
    int is_over = 0; /* what follows a failure, or without a caller, says nothing */
    while (file != NULL && plugin != NULL && fgets(line, sizeof line, file) != NULL) {
        if (sscanf(line, "script %127s %u %u", id, &needs[0], &needs[1]) == 3) {
            end_caller(plugin);
            memset(bases, 0, sizeof bases);
            wrong = NULL;
            share_count = found_count = version_count = 0;
            is_over = 0;
            for (int i = 0; i < 2 && i + 2 < argc; ++i) {
                is_over |= needs[i] > (unsigned)atoi(argv[i + 2]);
            }
            skipped += (unsigned)is_over;
            ++scripts;
        } else if (is_over || line[0] == '#') {
            continue;
        } else if (strncmp(line, "user", 4) == 0) {
            memcpy(user, line, sizeof user);
            ask_count = 0;
        } else if (strncmp(line, "ask", 3) == 0) {
            read_ask(line);
        } else {
            judge(line, perform(plugin, user, line));
            is_over = wrong != NULL || caller == NULL;
            if (wrong != NULL) {
                ++failed;
                printf("%s: the caller %s at: %s", id, wrong, user);
            }
        }
    }
    end_caller(plugin);
    if (file != NULL) {
        fclose(file);
    }
    printf("%u scripts, %u failed, %u skipped\n", scripts, failed, skipped);
    return scripts == skipped || failed != 0;
}
