// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/reference/hosted_sp.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

namespace tsrpc {
namespace {

/// Words on either side of a response that are not the SP's to write.
constexpr size_t margin = 8;

bool is_untouched(std::span<const uint32_t> words) {
    return std::ranges::all_of(words, [](uint32_t word) { return word == HostedSp::untouched; });
}

} // namespace

HostedSp::HostedSp(const tsrpc_sp_plugin& plugin, uint16_t own_id)
    : spmc_{own_id}, plugin_{plugin}, sp_{plugin.create(spmc_.interface())} {
    if (sp_ == nullptr) {
        throw std::runtime_error("create() returned NULL: it must return an SP");
    }
}

void HostedSp::end() {
    if (sp_ != nullptr) {
        plugin_.destroy(std::exchange(sp_, nullptr));
    }
}

Registers HostedSp::direct_request(uint16_t sender_id, const Registers& request) {
    std::array<uint32_t, register_count + 2 * margin> words;
    words.fill(untouched);
    plugin_.direct_request(sp_, sender_id, request.words, words.data() + margin);
    const std::span<const uint32_t> all = words;
    if (!is_untouched(all.first(margin)) || !is_untouched(all.last(margin))) {
        throw WroteBeyondResponse();
    }
    return Registers::from(words.data() + margin);
}

} // namespace tsrpc
