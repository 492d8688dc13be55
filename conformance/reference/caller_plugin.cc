// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/reference/caller_plugin.hpp"

#include "conformance/reference/caller.hpp"

#include <algorithm>
#include <cerrno>
#include <map>
#include <memory>
#include <utility>

namespace tsrpc {
namespace {

/// The caller with the ids by which the plugin's user knows sessions and memories.
struct Instance {
    explicit Instance(const tsrpc_ffa& ffa) : caller{ffa} {}
    Instance(const Instance&) = delete;
    Instance& operator=(const Instance&) = delete;
    ~Instance() {
        while (!memories.empty()) { // oldest first
            memories.erase(memories.begin());
        }
    }

    Caller caller;
    std::map<uint32_t, Session> sessions;
    std::map<uint32_t, Memory> memories;
    uint32_t last_session = 0;
    uint32_t last_memory = 0;
};

Instance& from(void* caller) { return *static_cast<Instance*>(caller); }

/// The value of that id, or null.
template <class T>
T* find(std::map<uint32_t, T>& all, uint32_t id) {
    const auto found = all.find(id);
    return found == all.end() ? nullptr : &found->second;
}

/// The Linux driver's errors (ABI 5).
int32_t to_errno(const CallerError& error) {
    if (error.is(LocalFault::no_host_memory)) {
        return ENOMEM;
    }
    const bool is_missing = error.layer() == Layer::rpc || error.is(LocalFault::unusable_endpoint);
    return error.step == Step::service_info && is_missing ? ENODEV : EINVAL;
}

void* create(const tsrpc_ffa* ffa) {
    auto instance = std::make_unique<Instance>(*ffa);
    return instance->caller.endpoints().empty() ? nullptr : instance.release();
}

void destroy(void* caller) { delete &from(caller); }

int32_t open_session(void* caller, uint16_t endpoint_id, const uint8_t service_uuid[16], uint32_t* session) {
    Instance& instance = from(caller);
    Uuid uuid;
    std::copy_n(service_uuid, Uuid::size, uuid.bytes);
    const Expected<Session> opened = instance.caller.open(EndpointId{endpoint_id}, uuid);
    if (!opened) {
        return to_errno(opened.error());
    }
    instance.sessions.emplace(++instance.last_session, *opened);
    *session = instance.last_session;
    return 0;
}

int32_t close_session(void* caller, uint32_t session) { return from(caller).sessions.erase(session) == 1 ? 0 : EINVAL; }

int32_t alloc_memory(void* caller, uint32_t session, uint64_t size, uint32_t* memory, void** base,
                     uint64_t* actual_size) {
    Instance& instance = from(caller);
    const Session* const used = find(instance.sessions, session);
    if (used == nullptr) {
        return EINVAL;
    }
    Expected<Memory> allocated = used->allocate(size);
    if (!allocated) {
        return to_errno(allocated.error());
    }
    const std::span<uint8_t> bytes = allocated->bytes();
    instance.memories.emplace(++instance.last_memory, *std::move(allocated));
    *memory = instance.last_memory;
    *base = bytes.data();
    *actual_size = bytes.size();
    return 0;
}

int32_t free_memory(void* caller, uint32_t memory) {
    Instance& instance = from(caller);
    Memory* const freed = find(instance.memories, memory);
    if (freed == nullptr) {
        return EINVAL;
    }
    if (const std::optional<CallerError> error = freed->release()) {
        return to_errno(*error);
    }
    instance.memories.erase(memory);
    return 0;
}

int32_t invoke(void* caller, uint32_t session, uint16_t opcode, uint32_t memory, uint32_t request_length,
               uint32_t* service_status, uint32_t* response_length) {
    Instance& instance = from(caller);
    const Session* const used = find(instance.sessions, session);
    Memory* const named = find(instance.memories, memory);
    if (used == nullptr || (memory != 0 && named == nullptr)) {
        return EINVAL;
    }
    const Expected<Served> served = named != nullptr ? used->call(Opcode{opcode}, *named, request_length)
                                                     : used->ring(Opcode{opcode}, RequestLength{request_length});
    if (!served) {
        return to_errno(served.error());
    }
    *service_status = served->service_status.value();
    *response_length = static_cast<uint32_t>(served->response.size());
    return 0;
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
