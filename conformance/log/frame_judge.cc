// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/log/frame_judge.hpp"

#include "conformance/caller/judge.hpp"
#include "conformance/sp/judge.hpp"
#include "tsrpc/names.hpp"

#include <fmt/format.h>

#include <utility>

namespace tsrpc::conformance {
namespace {

using report::FrameForm;
using report::LoggedFrame;

// Endpoints have ids of 16 bits.
constexpr uint32_t any_endpoint = 0x10000;
constexpr uint32_t endpoint_under_test = 0x10001; // of "> call"

/// Of a region whose size is not known no length is too large.
constexpr uint64_t any_size = uint64_t{1} << 32;

/// The handle that a request names, if it names memory.
std::optional<uint64_t> handle_of(const Registers& request) {
    switch (classify(request)) {
    case Message::retrieve_mem:
    case Message::relinquish_mem: return field_value(layouts::relinquish_mem_request, Field::memory_handle, request);
    case Message::service_call: {
        const uint64_t handle = field_value(layouts::service_call_request, Field::memory_handle, request);
        return handle == TSRPC_INVALID_MEMORY_HANDLE ? std::nullopt : std::optional(handle);
    }
    default: return std::nullopt;
    }
}

} // namespace

bool FrameJudge::knows_endpoint(const LoggedFrame& request) const {
    return is_complete_ || request.form != FrameForm::plain;
}

bool FrameJudge::shows_boots(const LoggedFrame& request) const {
    return is_complete_ || request.form == FrameForm::call;
}

FrameJudge::Endpoint& FrameJudge::endpoint_of(const LoggedFrame& request) {
    switch (request.form) {
    case FrameForm::call: return endpoints_[endpoint_under_test];
    case FrameForm::send:
    case FrameForm::ffa: return endpoints_[request.receiver];
    case FrameForm::plain: break;
    }
    return endpoints_[any_endpoint];
}

void FrameJudge::request(const LoggedFrame& request, Findings& findings) {
    judge_request(Send{request.receiver, request.words}, findings);
    Endpoint& endpoint = endpoint_of(request);
    const Message message = classify(request.words);
    if (message == Message::get_version && !shows_boots(request)) {
        endpoint.handles.clear(); // perhaps after a boot: callers begin so
    }
    const bool is_refused = endpoint.version ? *endpoint.version != TSRPC_PROTOCOL_VERSION : is_complete_;
    if (message != Message::get_version && is_refused && knows_endpoint(request)) {
        findings.push_back({"order.version_first",
                            Evidence::other,
                            fmt::format("a{} {} request to an endpoint that has not answered version 1",
                                        message == Message::unknown ? "n" : "", tsrpc::name(message)),
                            {}});
    }
    judge_memory(request, endpoint, findings);
}

/// Whether the memory that a request names is retrieved as it must be.
void FrameJudge::judge_memory(const LoggedFrame& request, const Endpoint& endpoint, Findings& findings) const {
    const std::optional<uint64_t> handle = handle_of(request.words);
    if (!handle) {
        return;
    }
    const auto found = endpoint.handles.find(*handle);
    const bool is_known = found != endpoint.handles.end();
    const bool is_held = is_known && found->second.is_held();
    const bool is_free = is_known ? found->second.memory == Memory::free : is_complete_;
    const Message message = classify(request.words);
    const auto find = [&](std::string_view requirement, std::string_view what) {
        findings.push_back({requirement, Evidence::other, fmt::format("handle 0x{:016x} {}", *handle, what), {}});
    };
    if (is_held && found->second.owner != request.sender) {
        find("request.handle_halves", fmt::format("is of memory of 0x{:04x}", found->second.owner));
    } else if (message == Message::retrieve_mem && is_held) {
        find("order.retrieve_once", "is retrieved already");
    } else if (message == Message::relinquish_mem && is_free) {
        find("order.relinquish_what_is_retrieved", is_known ? "was relinquished before" : "was not retrieved");
    } else if (message == Message::service_call && is_free) {
        find("order.share_then_retrieve",
             is_known ? "is used, and was relinquished" : "is used, and was not retrieved");
    }
}

void FrameJudge::response(const LoggedFrame& request, const Registers& response, bool is_sure, Findings& findings) {
    if (!is_version_1(request.words)) {
        lose(request);
        return;
    }
    if (!is_sure) {
        judge_frame(request.words, response, findings);
        lose(request);
        return;
    }
    Endpoint& endpoint = endpoint_of(request);
    prepare(request, endpoint);
    const Said said = {Call{request.sender, request.words}, {}, Reply{{}, Response{response}}};
    for (Finding& finding : judge(endpoint.state, said)) {
        findings.push_back(std::move(finding));
    }
    learn(request, response, endpoint);
    if (classify(request.words) == Message::service_info && shows_boots(request)) {
        endpoint.state = next(std::move(endpoint.state), said);
    }
}

void FrameJudge::orphan(const Registers& response, Findings& findings) {
    Registers request = response; // echoes are not known to be wrong
    request.words[W3] &= TSRPC_CONTROL_OPCODE_MASK | TSRPC_CONTROL_INTERFACE_ID_MASK;
    judge_frame(request, response, findings);
}

void FrameJudge::lose(const LoggedFrame& request) {
    const uint64_t handle = field_value(layouts::relinquish_mem_request, Field::memory_handle, request.words);
    endpoint_of(request).handles[handle] = {};
}

/// Puts what is known of the request's memory where the judge finds it. That memory is retrieved never leads to
/// success for sure: the SPMC may refuse, and what is not known may be another caller's. So the region is as if its
/// state were the SP's own choice, but if it was relinquished, or is another caller's.
void FrameJudge::prepare(const LoggedFrame& request, Endpoint& endpoint) const {
    SpState& state = endpoint.state;
    state.regions.clear();
    state.relinquished.clear();
    const std::optional<uint64_t> handle = handle_of(request.words);
    if (!handle) {
        return;
    }
    RegionState region;
    region.owner = request.sender;
    region.handle = *handle;
    region.size = any_size;
    region.held = Held::open;
    const bool retrieves = classify(request.words) == Message::retrieve_mem;
    const auto found = endpoint.handles.find(*handle);
    if (found == endpoint.handles.end()) {
        if (is_complete_ && !retrieves) {
            return; // nothing is shared under it, as far as frames say
        }
    } else if (found->second.is_held()) {
        region.owner = found->second.owner;
        region.held = region.owner == request.sender ? Held::open : Held::yes;
    } else if (found->second.memory == Memory::free && !retrieves) {
        state.relinquished.insert({request.sender, *handle});
        return;
    }
    state.regions[*handle] = std::move(region);
}

/// What a request that the endpoint took has changed. Memory that was retrieved is taken to have been so once, unless
/// the log shows more.
void FrameJudge::learn(const LoggedFrame& request, const Registers& response, Endpoint& endpoint) {
    const Message message = classify(request.words);
    if (message == Message::get_version) {
        endpoint.version = response[W4];
        return;
    }
    const std::optional<uint64_t> handle = handle_of(request.words);
    if (!handle || message == Message::service_call || response[W4] != TSRPC_RPC_SUCCESS) {
        return;
    }
    Known& known = endpoint.handles[*handle];
    if (!inspect_response(response, request.words).violations.empty()) {
        known.memory = Memory::unsure; // a caller may take it for an error
        return;
    }
    if (message == Message::retrieve_mem) {
        known = {known.is_held() ? Memory::counted : Memory::held, request.sender};
    } else if (known.memory == Memory::held && known.owner == request.sender) {
        known.memory = Memory::free;
    } else if (known.memory != Memory::free) { // how often it was retrieved, or by whom, is not known
        known.memory = Memory::unsure;
    }
}

} // namespace tsrpc::conformance
