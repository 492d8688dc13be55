// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_REFERENCE_TESTS_SCRIPTED_SP_HPP
#define TSRPC_CONFORMANCE_REFERENCE_TESTS_SCRIPTED_SP_HPP

#include "tsrpc/codec.hpp"
#include "tsrpc/plugin.h"

#include <algorithm>
#include <functional>

namespace tsrpc {

/// An SP whose answers a test makes up: at first those of an SP of version 1 that hosts all services.
class ScriptedSp {
  public:
    using Answer = std::function<Registers(const Registers& request)>;

    ScriptedSp() { answer = conforming; }

    static const tsrpc_sp_plugin& plugin() {
        static constexpr tsrpc_sp_plugin plugin = {
            TSRPC_PLUGIN_ABI_VERSION, "scripted", [](const tsrpc_spmc*) { return static_cast<void*>(&answer); },
            [](void*) {},
            [](void*, uint16_t, const uint32_t request[5], uint32_t response[5]) {
                std::ranges::copy(answer(Registers::from(request)).words, response);
            }};
        return plugin;
    }

    static Registers conforming(const Registers& request) {
        switch (classify(request)) {
        case Message::get_version: return pack(GetVersionResponse{ProtocolVersion{1}});
        case Message::service_info: return pack(ServiceInfoResponse{RpcStatus::success, InterfaceId{0x21}});
        case Message::retrieve_mem: return pack(RetrieveMemResponse{RpcStatus::success});
        case Message::relinquish_mem: return pack(RelinquishMemResponse{RpcStatus::success});
        case Message::service_call: break;
        case Message::unknown: return reject(request, RpcStatus::invalid_value);
        }
        const ServiceCallRequest call = *unpack_lenient<ServiceCallRequest>(request);
        return pack(ServiceCallResponse{call.interface_id, call.opcode, RpcStatus::success, ServiceStatus{0},
                                        ResponseLength{0}});
    }

    static inline Answer answer;
};

} // namespace tsrpc

#endif // TSRPC_CONFORMANCE_REFERENCE_TESTS_SCRIPTED_SP_HPP
