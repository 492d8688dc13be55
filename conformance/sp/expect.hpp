// SPDX-License-Identifier: BSD-3-Clause
//
// What a conforming SP answers to a request in a state. Pure, and for any five words.
#ifndef TSRPC_CONFORMANCE_SP_EXPECT_HPP
#define TSRPC_CONFORMANCE_SP_EXPECT_HPP

#include "conformance/sp/state.hpp"

#include <optional>
#include <string_view>

namespace tsrpc::conformance {

enum class Answer : uint8_t {
    open,    ///< the ABI leaves it open
    success, ///< RPC status SUCCESS
    refusal, ///< any other RPC status
};

/// What the answer to one request must and should be. Requirements are ids of the catalogue.
struct Expected {
    Answer answer = Answer::open;
    std::string_view answer_by{}; ///< the requirement that says so
    std::string_view because{};   ///< why, in words: "the memory is not retrieved"

    std::optional<RpcStatus> status{}; ///< of a refusal, a SHOULD
    std::string_view status_by{};

    std::optional<Served> served{}; ///< of a call that the test service answers, or a profile says what is answered

    // Whom to blame if memory is found changed after the request.
    std::string_view spoiled_own = "call.request_payload";
    std::string_view spoiled_other = "isolation.interleaved";
};

/// Whether all that version 1 fixes in a request is as it must be: what is answered to other words is open.
bool is_version_1(const Registers& request);

Expected expect(const SpState& state, uint16_t sender, const Registers& request);

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_SP_EXPECT_HPP
