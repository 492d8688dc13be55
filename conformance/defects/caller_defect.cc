// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/defects/caller_defect.hpp"

#include "conformance/reference/caller_plugin.hpp"

#include <algorithm>

namespace tsrpc::conformance {
namespace {

const CallerDefect* planted = nullptr;

DefectiveCaller& from(void* caller) { return *static_cast<DefectiveCaller*>(caller); }

} // namespace

DefectiveCaller::DefectiveCaller(const CallerDefect& defect, const tsrpc_ffa& ffa)
    : planted_(defect), ffa_(ffa), inner_ffa_(ffa) {
    inner_ffa_.ctx = this;
    inner_ffa_.partition_ids = [](void* ctx, const uint8_t uuid[16], uint16_t* ids, uint32_t capacity,
                                  uint32_t* written) {
        const DefectiveCaller& self = from(ctx);
        uint8_t told[16];
        std::copy_n(uuid, 16, told);
        if (self.planted_.protocol) {
            self.planted_.protocol(told);
        }
        return self.ffa_.partition_ids(self.ffa_.ctx, told, ids, capacity, written);
    };
    inner_ffa_.direct_request = [](void* ctx, uint16_t endpoint, const uint32_t request[5], uint32_t response[5]) {
        DefectiveCaller& self = from(ctx);
        Registers told = Registers::from(request);
        if (self.planted_.request) {
            self.planted_.request(self, endpoint, told);
        }
        Registers answer = {};
        int32_t result = self.send(endpoint, told, answer);
        if (self.planted_.response) {
            self.planted_.response(self, told, answer, result);
        }
        if (result == 0) {
            std::copy_n(answer.words, 5, response);
        }
        return result;
    };
    inner_ffa_.mem_share = [](void* ctx, uint16_t endpoint, void* base, uint64_t size, uint64_t* handle) {
        DefectiveCaller& self = from(ctx);
        return self.planted_.share ? self.planted_.share(self, endpoint, base, size, handle)
                                   : self.share(endpoint, base, size, handle);
    };
    inner_ffa_.mem_reclaim = [](void* ctx, uint64_t handle) {
        DefectiveCaller& self = from(ctx);
        return self.planted_.reclaim ? self.planted_.reclaim(self, handle) : self.reclaim(handle);
    };
    reference_ = reference_caller_plugin().create(&inner_ffa_);
}

int32_t DefectiveCaller::send(uint16_t endpoint, const Registers& request, Registers& response) {
    return ffa_.direct_request(ffa_.ctx, endpoint, request.words, response.words);
}

int32_t DefectiveCaller::share(uint16_t endpoint, void* base, uint64_t size, uint64_t* handle) {
    const int32_t result = ffa_.mem_share(ffa_.ctx, endpoint, base, size, handle);
    if (result == 0) {
        handles[*handle] = endpoint;
    }
    return result;
}

int32_t DefectiveCaller::reclaim(uint64_t handle) {
    const int32_t result = ffa_.mem_reclaim(ffa_.ctx, handle);
    if (result == 0) {
        handles.erase(handle);
    }
    return result;
}

int32_t DefectiveCaller::open(uint16_t endpoint, const uint8_t service[16], uint32_t* session) {
    return reference_caller_plugin().open_session(reference_, endpoint, service, session);
}

int32_t DefectiveCaller::close(uint32_t session) {
    return reference_caller_plugin().close_session(reference_, session);
}

int32_t DefectiveCaller::alloc(uint32_t session, uint64_t size, uint32_t* memory, void** base, uint64_t* actual_size) {
    return reference_caller_plugin().alloc_memory(reference_, session, size, memory, base, actual_size);
}

int32_t DefectiveCaller::free(uint32_t memory) { return reference_caller_plugin().free_memory(reference_, memory); }

int32_t DefectiveCaller::invoke(uint32_t session, uint16_t opcode, uint32_t memory, uint32_t length, uint32_t* status,
                                uint32_t* response_length) {
    return reference_caller_plugin().invoke(reference_, session, opcode, memory, length, status, response_length);
}

void DefectiveCaller::destroy() { reference_caller_plugin().destroy(reference_); }

const std::vector<CallerDefect>& all_caller_defects() {
    static const std::vector<CallerDefect> defects = [] {
        std::vector<CallerDefect> all;
        for (const std::span<const CallerDefect> some :
             {caller_frame_defects(), caller_order_defects(), caller_memory_defects(), caller_result_defects()}) {
            all.insert(all.end(), some.begin(), some.end());
        }
        return all;
    }();
    return defects;
}

const tsrpc_caller_plugin& defective_caller_plugin(const CallerDefect& defect) {
    static constexpr tsrpc_caller_plugin plugin = {
        TSRPC_PLUGIN_ABI_VERSION,
        "defective",
        [](const tsrpc_ffa* ffa) -> void* {
            auto* const caller = new DefectiveCaller(*planted, *ffa);
            if (!caller->is_usable()) {
                delete caller;
                return nullptr;
            }
            return caller;
        },
        [](void* caller) {
            DefectiveCaller& c = from(caller);
            c.planted().destroy ? c.planted().destroy(c) : c.destroy();
            delete &c;
        },
        [](void* caller, uint16_t endpoint, const uint8_t service[16], uint32_t* session) {
            DefectiveCaller& c = from(caller);
            return c.planted().open ? c.planted().open(c, endpoint, service, session)
                                    : c.open(endpoint, service, session);
        },
        [](void* caller, uint32_t session) {
            DefectiveCaller& c = from(caller);
            return c.planted().close ? c.planted().close(c, session) : c.close(session);
        },
        [](void* caller, uint32_t session, uint64_t size, uint32_t* memory, void** base, uint64_t* actual_size) {
            DefectiveCaller& c = from(caller);
            return c.planted().alloc ? c.planted().alloc(c, session, size, memory, base, actual_size)
                                     : c.alloc(session, size, memory, base, actual_size);
        },
        [](void* caller, uint32_t memory) {
            DefectiveCaller& c = from(caller);
            return c.planted().free ? c.planted().free(c, memory) : c.free(memory);
        },
        [](void* caller, uint32_t session, uint16_t opcode, uint32_t memory, uint32_t length, uint32_t* status,
           uint32_t* response_length) {
            DefectiveCaller& c = from(caller);
            return c.planted().invoke ? c.planted().invoke(c, session, opcode, memory, length, status, response_length)
                                      : c.invoke(session, opcode, memory, length, status, response_length);
        }};
    planted = &defect;
    return plugin;
}

} // namespace tsrpc::conformance
