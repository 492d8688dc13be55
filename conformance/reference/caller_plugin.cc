// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/reference/caller_plugin.hpp"

#include "conformance/reference/caller.hpp"

#include <algorithm>
#include <memory>

namespace tsrpc {
namespace {

Caller& from(void* caller) { return *static_cast<Caller*>(caller); }

void* create(const tsrpc_ffa* ffa) {
    if (ffa->abi_version != TSRPC_PLUGIN_ABI_VERSION) {
        return nullptr;
    }
    auto caller = std::make_unique<Caller>(*ffa);
    return caller->has_endpoint() ? caller.release() : nullptr;
}

void destroy(void* caller) { delete &from(caller); }

int32_t open_session(void* caller, uint16_t endpoint_id, const uint8_t service_uuid[16], uint32_t* session) {
    Uuid uuid;
    std::copy_n(service_uuid, Uuid::size, uuid.bytes);
    return from(caller).open_session(EndpointId{endpoint_id}, uuid, session);
}

int32_t close_session(void* caller, uint32_t session) { return from(caller).close_session(session); }

int32_t alloc_memory(void* caller, uint32_t session, uint64_t size, uint32_t* memory, void** base,
                     uint64_t* actual_size) {
    return from(caller).alloc_memory(session, size, memory, base, actual_size);
}

int32_t free_memory(void* caller, uint32_t memory) { return from(caller).free_memory(memory); }

int32_t invoke(void* caller, uint32_t session, uint16_t opcode, uint32_t memory, uint32_t request_length,
               uint32_t* service_status, uint32_t* response_length) {
    return from(caller).invoke(session, Opcode{opcode}, memory, RequestLength{request_length}, service_status,
                               response_length);
}

} // namespace

const tsrpc_caller_plugin& reference_caller_plugin() {
    static constexpr tsrpc_caller_plugin plugin = {TSRPC_PLUGIN_ABI_VERSION,
                                                   "reference",
                                                   create,
                                                   destroy,
                                                   open_session,
                                                   close_session,
                                                   alloc_memory,
                                                   free_memory,
                                                   invoke};
    return plugin;
}

} // namespace tsrpc
