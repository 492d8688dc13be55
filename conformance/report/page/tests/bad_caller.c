/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The example caller, but that its RETRIEVE_MEM has a flag set, and that its name and what it prints are what would do
 * harm in a page that took them for its own text.
 */
#include "tsrpc/abi.h"
#include "tsrpc/plugin.h"

#include <stdio.h>
#include <string.h>

#define CALLERS 16
#define FLAG (1u << 25)

const struct tsrpc_caller_plugin* example_caller_plugin(void);

/* Several callers may live at once: each has an FF-A of its own. */
static struct tsrpc_ffa changed[CALLERS];
static const struct tsrpc_ffa* runners[CALLERS];
static size_t created;

static int32_t partition_ids(void* ctx, const uint8_t uuid[16], uint16_t* ids, uint32_t capacity, uint32_t* count) {
    const struct tsrpc_ffa* const ffa = *(const struct tsrpc_ffa**)ctx;
    return ffa->partition_ids(ffa->ctx, uuid, ids, capacity, count);
}

static int32_t direct_request(void* ctx, uint16_t endpoint, const uint32_t request[5], uint32_t response[5]) {
    const struct tsrpc_ffa* const ffa = *(const struct tsrpc_ffa**)ctx;
    uint32_t words[5];
    memcpy(words, request, sizeof words);
    if (words[0] == (0xff0000u | TSRPC_OPCODE_RETRIEVE_MEM)) {
        words[0] |= FLAG;
        puts(
            "</script><script>window.harm = 1</script><img src=x onerror='window.harm = 2'>\"'&amp;]]>-->\xe2\x80\xa8");
        fflush(stdout);
    }
    return ffa->direct_request(ffa->ctx, endpoint, words, response);
}

static int32_t mem_share(void* ctx, uint16_t endpoint, void* base, uint64_t size, uint64_t* handle) {
    const struct tsrpc_ffa* const ffa = *(const struct tsrpc_ffa**)ctx;
    return ffa->mem_share(ffa->ctx, endpoint, base, size, handle);
}

static int32_t mem_reclaim(void* ctx, uint64_t handle) {
    const struct tsrpc_ffa* const ffa = *(const struct tsrpc_ffa**)ctx;
    return ffa->mem_reclaim(ffa->ctx, handle);
}

static void* create(const struct tsrpc_ffa* ffa) {
    const size_t place = created++ % CALLERS;
    runners[place] = ffa;
    changed[place] = (struct tsrpc_ffa){ffa->abi_version, ffa->own_id, &runners[place], partition_ids,
                                        direct_request,   mem_share,   mem_reclaim};
    return example_caller_plugin()->create(&changed[place]);
}

const struct tsrpc_caller_plugin* tsrpc_get_caller_plugin(void) {
    static struct tsrpc_caller_plugin plugin;
    plugin = *example_caller_plugin();
    plugin.name = "</script><script>window.harm=3</script><img src=x onerror=window.harm=4>\"']]>";
    plugin.create = create;
    return &plugin;
}
