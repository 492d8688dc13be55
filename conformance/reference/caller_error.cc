// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/reference/caller_error.hpp"

#include <cinttypes>
#include <cstdio>
#include <type_traits>

namespace tsrpc {
namespace {

/// Longer than any of these texts.
constexpr size_t most_text = 64;

template <class... Values>
std::string format(const char* form, Values... values) {
    char text[most_text];
    std::snprintf(text, sizeof text, form, values...);
    return text;
}

const char* name(Step step) {
    switch (step) {
    case Step::find_endpoints: return "FFA_PARTITION_INFO_GET";
    case Step::get_version: return "GET_VERSION";
    case Step::service_info: return "SERVICE_INFO";
    case Step::share: return "FFA_MEM_SHARE";
    case Step::retrieve_mem: return "RETRIEVE_MEM";
    case Step::service_call: return "service call";
    case Step::relinquish_mem: return "RELINQ_MEM";
    case Step::reclaim: break;
    }
    return "FFA_MEM_RECLAIM";
}

/// A status of an open set.
std::string with_name(const char* what, int32_t status, const char* name) {
    return format("%s %" PRId32 " (%s)", what, status, name != nullptr ? name : "not assigned");
}

struct CauseText {
    std::string operator()(LocalFault fault) const {
        switch (fault) {
        case LocalFault::interface_version: return "the driver has another interface version";
        case LocalFault::no_endpoint: return "there is no endpoint";
        case LocalFault::unusable_endpoint: return "this endpoint cannot be used";
        case LocalFault::bad_size: return "the size is 0, or 4 GiB and more";
        case LocalFault::no_host_memory: return "the host has no memory to share";
        case LocalFault::other_endpoint: return "the memory is shared with another endpoint";
        case LocalFault::given_back: return "the memory was given back";
        case LocalFault::long_request: break;
        }
        return "the request is longer than the memory";
    }
    std::string operator()(FfaStatus status) const {
        return with_name("FF-A error", static_cast<int32_t>(status), tsrpc::name(status));
    }
    std::string operator()(RpcStatus status) const {
        return with_name("RPC status", static_cast<int32_t>(status), tsrpc::name(status));
    }
    std::string operator()(AnswerFault fault) const {
        switch (fault) {
        case AnswerFault::malformed: return "the response is malformed";
        case AnswerFault::version: return "the endpoint speaks another protocol version";
        case AnswerFault::interface_id: return "the response has no usable interface id";
        case AnswerFault::long_response: break;
        }
        return "the response is longer than the memory";
    }
    std::string operator()(ServiceStatus status) const {
        const uint32_t value = status.value(); // services have signed ones too
        return format("service status %" PRId32 " (0x%08" PRIx32 ")", static_cast<int32_t>(value), value);
    }
};

template <Layer L>
using CauseAt = std::variant_alternative_t<static_cast<size_t>(L), CallerError::Cause>;
static_assert(std::is_same_v<CauseAt<Layer::local>, LocalFault> && std::is_same_v<CauseAt<Layer::ffa>, FfaStatus> &&
              std::is_same_v<CauseAt<Layer::rpc>, RpcStatus> && std::is_same_v<CauseAt<Layer::answer>, AnswerFault> &&
              std::is_same_v<CauseAt<Layer::service>, ServiceStatus>);

} // namespace

const char* name(FfaStatus status) {
    switch (status) {
    case FfaStatus::not_supported: return "NOT_SUPPORTED";
    case FfaStatus::invalid_parameters: return "INVALID_PARAMETERS";
    case FfaStatus::no_memory: return "NO_MEMORY";
    case FfaStatus::busy: return "BUSY";
    case FfaStatus::interrupted: return "INTERRUPTED";
    case FfaStatus::denied: return "DENIED";
    case FfaStatus::retry: return "RETRY";
    case FfaStatus::aborted: return "ABORTED";
    }
    return nullptr;
}

std::string to_text(const CallerError& error) {
    const std::string where =
        error.endpoint_id ? format("endpoint 0x%04x: ", static_cast<unsigned>(*error.endpoint_id)) : std::string{};
    return where + name(error.step) + ": " + std::visit(CauseText{}, error.cause);
}

} // namespace tsrpc
