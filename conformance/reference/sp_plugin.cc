// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/reference/sp_plugin.hpp"

#include "conformance/reference/endpoint.hpp"
#include "conformance/reference/services.hpp"

#include <algorithm>

namespace tsrpc {
namespace {

void* create(const tsrpc_spmc* spmc) {
    return spmc->abi_version == TSRPC_PLUGIN_ABI_VERSION ? new Endpoint{*spmc, reference_services()} : nullptr;
}

void destroy(void* sp) { delete static_cast<Endpoint*>(sp); }

void direct_request(void* sp, uint16_t sender_id, const uint32_t request[5], uint32_t response[5]) {
    const Registers answer =
        static_cast<Endpoint*>(sp)->direct_request(EndpointId{sender_id}, Registers::from(request));
    std::ranges::copy(answer.words, response);
}

} // namespace

const tsrpc_sp_plugin& reference_sp_plugin() {
    static constexpr tsrpc_sp_plugin plugin = {TSRPC_PLUGIN_ABI_VERSION, "reference", create, destroy, direct_request};
    return plugin;
}

} // namespace tsrpc
