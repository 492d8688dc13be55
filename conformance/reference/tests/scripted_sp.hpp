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
        case Message::service_info: return pack(ServiceInfoResponse{InterfaceId{0x21}, RpcStatus::success});
        default: return reject(request, RpcStatus::success);
        }
    }

    static inline Answer answer;
};

} // namespace tsrpc

#endif // TSRPC_CONFORMANCE_REFERENCE_TESTS_SCRIPTED_SP_HPP
