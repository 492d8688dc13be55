// SPDX-License-Identifier: BSD-3-Clause
//
// For tests: the reference SP, or what TSRPC_VARIANT makes of it. All variants but one are defects.
#include "conformance/reference/sp_plugin.hpp"
#include "tsrpc/codec.hpp"
#include "tsrpc/plugin.h"

#include <cstdlib>
#include <map>
#include <string_view>

namespace tsrpc {
namespace {

const tsrpc_sp_plugin& reference = reference_sp_plugin();

bool is_variant(std::string_view name) {
    const char* const variant = std::getenv("TSRPC_VARIANT");
    return variant != nullptr && variant == name;
}

class VariedSp {
  public:
    explicit VariedSp(const tsrpc_spmc& spmc) : spmc_(spmc) {}
    VariedSp(const VariedSp&) = delete;
    VariedSp& operator=(const VariedSp&) = delete;
    ~VariedSp() {
        for (const auto& [sender, sp] : sps_) {
            reference.destroy(sp);
        }
    }

    void direct_request(uint16_t sender, const Registers& request, uint32_t response[5]);

  private:
    uint16_t sender_seen(uint16_t sender, const Registers& request);
    void* sp_of(uint16_t sender);

    const tsrpc_spmc& spmc_;
    std::map<uint16_t, void*> sps_;       ///< one, or one a caller
    std::map<uint64_t, uint16_t> owners_; ///< who retrieved a handle
};

uint64_t handle_of(const Registers& request) {
    return field_value(layouts::retrieve_mem_request, Field::memory_handle, request);
}

/// Whom the SP takes the sender for when it looks memory up.
uint16_t VariedSp::sender_seen(uint16_t sender, const Registers& request) {
    if (classify(request) == Message::retrieve_mem) {
        owners_.emplace(handle_of(request), sender);
        return sender;
    }
    const auto owner = owners_.find(handle_of(request));
    if (owner == owners_.end()) {
        return sender;
    }
    const bool is_alike = is_variant("low-sender-bits") && (owner->second ^ sender) % 0x100 == 0;
    return is_alike || is_variant("any-sender") ? owner->second : sender;
}

/// With "slots-by-caller", which conforms, each caller has the slots of an SP for itself.
void* VariedSp::sp_of(uint16_t sender) {
    void*& sp = sps_[is_variant("slots-by-caller") ? sender : 0];
    if (sp == nullptr) {
        sp = reference.create(&spmc_);
    }
    return sp;
}

void VariedSp::direct_request(uint16_t sender, const Registers& request, uint32_t response[5]) {
    if (is_variant("crash-on-flags") && (request[W3] & TSRPC_CONTROL_FLAGS_MASK) != 0) {
        std::abort();
    }
    const uint16_t seen = sender_seen(sender, request);
    reference.direct_request(sp_of(seen), seen, request.words, response);
    if (is_variant("narrow-opcode")) {
        response[W3] &= ~uint32_t{0x8000};
    }
}

void* create(const tsrpc_spmc* spmc) { return new VariedSp(*spmc); }

void destroy(void* sp) { delete static_cast<VariedSp*>(sp); }

void direct_request(void* sp, uint16_t sender_id, const uint32_t request[5], uint32_t response[5]) {
    static_cast<VariedSp*>(sp)->direct_request(sender_id, Registers::from(request), response);
}

} // namespace
} // namespace tsrpc

const tsrpc_sp_plugin* tsrpc_get_sp_plugin() {
    static constexpr tsrpc_sp_plugin plugin = {TSRPC_PLUGIN_ABI_VERSION, "varied", tsrpc::create, tsrpc::destroy,
                                               tsrpc::direct_request};
    return &plugin;
}
