// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/sp/judge.hpp"

#include "tsrpc/test_service.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace tsrpc::conformance {
namespace {

/// Whose bytes DESCRIBE's response has where.
std::string_view description_requirement(size_t offset) {
    constexpr std::array<std::string_view, TSRPC_TEST_SERVICE_DESCRIBE_RESPONSE_LENGTH> requirements = {
        "call.sender",         "call.sender",         "call.opcode",          "call.opcode",
        "call.client_id",      "call.client_id",      "call.client_id",       "call.client_id",
        "call.request_length", "call.request_length", "call.request_length",  "call.request_length",
        "call.interface_id",   "call.interface_id",   "call.request_payload", "call.request_payload",
    };
    return requirements[offset];
}

/// Whom to blame for a byte of a region that has changed.
std::string_view spoiled(const SpState& state, const RegionState& region, size_t offset) {
    if (!region.kept) {
        return "memory.contents_kept";
    }
    if (state.last.handle != region.handle) {
        return state.last.spoiled_other.empty() ? "memory.contents_kept" : state.last.spoiled_other;
    }
    if (state.last.sender == region.owner && state.last.described && offset < state.last.described) {
        return description_requirement(offset);
    }
    return state.last.spoiled_own;
}

void judge_read(const SpState& state, const Read& read, const std::vector<uint8_t>& bytes, Findings& findings) {
    const RegionState* const region = state.find(read.handle);
    if (region == nullptr || read.offset >= region->certain) {
        return;
    }
    const std::span<const uint8_t> expected =
        std::span(region->content)
            .subspan(read.offset, std::min<uint64_t>(bytes.size(), region->certain - read.offset));
    if (std::equal(expected.begin(), expected.end(), bytes.begin())) {
        return; // as nearly always: mismatch goes byte by byte
    }
    const auto [seen, wanted] = std::ranges::mismatch(bytes, expected);
    if (wanted != expected.end()) {
        const auto offset = read.offset + static_cast<uint64_t>(seen - bytes.begin());
        const bool is_response = state.last.handle == region->handle && !state.last.profile_call.empty();
        findings.push_back({spoiled(state, *region, offset),
                            Evidence::content,
                            fmt::format("byte {} of the memory of handle 0x{:016x} is 0x{:02x}, expected 0x{:02x}{}",
                                        offset, region->handle, *seen, *wanted,
                                        is_response ? ", the response of " + state.last.profile_call : ""),
                            {}});
    }
}

void judge_reclaim(const SpState& state, const Reclaim& reclaim, const Result& result, Findings& findings) {
    const RegionState* const region = state.find(reclaim.handle);
    if (region == nullptr || region->owner != reclaim.owner) {
        return;
    }
    const auto* const error = std::get_if<FfaError>(&result);
    if (error != nullptr && region->held == Held::no) {
        const bool was_held = state.relinquished.contains({region->owner, region->handle});
        findings.push_back({was_held ? "memory.relinquish" : "exhaustion.refused_cleanly",
                            Evidence::spmc,
                            fmt::format("FFA_MEM_RECLAIM of handle 0x{:016x} is refused with FF-A error {}: the SP "
                                        "still holds the memory",
                                        reclaim.handle, error->code),
                            {}});
    } else if (error == nullptr && region->held == Held::yes && !region->counted && state.target.any_words) {
        findings.push_back({"memory.held_until_relinquished",
                            Evidence::spmc,
                            fmt::format("FFA_MEM_RECLAIM of handle 0x{:016x} is granted: the SP no longer holds the "
                                        "memory",
                                        reclaim.handle),
                            {}});
    }
}

} // namespace

Findings judge(const SpState& state, const Said& said) {
    Findings findings;
    if (!said.reply) {
        return findings;
    }
    const Result& result = said.reply->result;
    if (const auto* call = std::get_if<Call>(&said.command)) {
        const auto* const response = std::get_if<Response>(&result);
        if (response != nullptr && is_version_1(call->request)) {
            judge_frame(call->request, response->words, findings);
            if (state.target.shows_events) {
                judge_spmc(state, *call, response->words, said.reply->events, findings);
            }
            judge_answer(state, *call, response->words, said.reply->events, findings);
        }
    } else if (const auto* read = std::get_if<Read>(&said.command)) {
        if (const auto* bytes = std::get_if<Bytes>(&result)) {
            judge_read(state, *read, bytes->bytes, findings);
        }
    } else if (const auto* reclaim = std::get_if<Reclaim>(&said.command)) {
        judge_reclaim(state, *reclaim, result, findings);
    }
    return findings;
}

} // namespace tsrpc::conformance
