// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/sp/profile_call.hpp"

#include "conformance/sp/judge.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tsrpc::conformance {
namespace {

bool is_answered_alike(const ProfileCall& one, const ProfileCall& other) {
    const bool same_length =
        !one.response_length || !other.response_length || *one.response_length == *other.response_length;
    const bool same_response = !one.response || !other.response || *one.response == *other.response;
    return one.service_status == other.service_status && same_length && same_response;
}

} // namespace

const ProfileCall* find_call(std::span<const ProfileService> profile, const Uuid& service,
                             const ServiceCallRequest& call, std::span<const uint8_t> content, bool is_doorbell) {
    const auto named = std::ranges::find(profile, service, &ProfileService::uuid);
    if (named == profile.end()) {
        return nullptr;
    }
    const auto found = std::ranges::find_if(named->calls, [&](const ProfileCall& one) {
        const std::vector<uint8_t>& request = one.request;
        return one.opcode == call.opcode.value() && one.doorbell == is_doorbell &&
               request.size() == call.request_length.value() && request.size() <= content.size() &&
               std::equal(request.begin(), request.end(), content.begin());
    });
    return found == named->calls.end() ? nullptr : &*found;
}

std::string describe(const ProfileCall& call) { return fmt::format("the profile's call '{}'", call.name); }

std::string difference(const ProfileCall& call, const Registers& response, std::span<const uint8_t> content) {
    const auto status = static_cast<RpcStatus>(static_cast<int32_t>(response[W4]));
    if (status != RpcStatus::success) {
        return fmt::format("RPC status is {}, not SUCCESS", describe(status));
    }
    if (response[W5] != call.service_status) {
        return fmt::format("the service status is 0x{:08x}, not 0x{:08x}", response[W5], call.service_status);
    }
    if (call.response_length && response[W6] != *call.response_length) {
        return fmt::format("the response length is {}, not {}", response[W6], *call.response_length);
    }
    if (call.response) {
        const auto [seen, said] = std::ranges::mismatch(content, *call.response);
        if (said != call.response->end() && seen != content.end()) {
            return fmt::format("byte {} of the response is 0x{:02x}, not 0x{:02x}", said - call.response->begin(),
                               *seen, *said);
        }
    }
    return "";
}

const ProfileCall* decoy_of(const ProfileService& service, const ProfileCall& call) {
    const auto found = std::ranges::find_if(service.calls, [&](const ProfileCall& other) {
        return !other.doorbell && other.opcode == call.opcode && other.request.size() == call.request.size() &&
               other.request != call.request && !is_answered_alike(call, other);
    });
    return found == service.calls.end() ? nullptr : &*found;
}

} // namespace tsrpc::conformance
