// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_CALLER_STEP_HPP
#define TSRPC_CONFORMANCE_CALLER_STEP_HPP

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace tsrpc::conformance {

/// What a caller's user does next, and what the other side answers meanwhile. Every value of every member means
/// something.
struct CallerStep {
    enum class Kind : uint8_t {
        create, ///< ends the caller, and creates another in a world that may have changed
        open,
        close,
        alloc,
        free,
        invoke, ///< with memory
        doorbell,
    };
    static constexpr uint8_t kinds = 7;
    static constexpr size_t places = 4; ///< for sessions, and for memories

    /// What the other side answers instead of the truth.
    enum class Lie : uint8_t { none, ffa_error, word, bit, garbage };
    static constexpr uint8_t lies = 5;

    /// Which asks are answered so: all, requests with one message, or one of FF-A's own.
    enum class To : uint8_t {
        all,
        get_version,
        service_info,
        retrieve_mem,
        relinquish_mem,
        service_call,
        share,
        reclaim,
        partition_ids,
    };
    static constexpr uint8_t targets = 9;

    uint8_t kind = 0;    ///< modulo `kinds`
    uint8_t session = 0; ///< picks one of the places for sessions
    uint8_t memory = 0;  ///< picks one of the places for memories
    uint8_t detail = 0;  ///< which endpoint, service, size or opcode
    uint8_t lie = 0;     ///< modulo `lies`
    uint8_t to = 0;      ///< modulo `targets`
    uint16_t number = 0; ///< a length, a status, which error or word

    friend bool operator==(const CallerStep&, const CallerStep&) = default;
};

CallerStep::Kind kind_of(const CallerStep& step);
CallerStep::Lie lie_of(const CallerStep& step);
CallerStep::To target_of(const CallerStep& step);

/// A step of any kind, mostly a legal one that is answered with the truth.
CallerStep random_caller_step(std::mt19937_64& random);

/// What can stand in the step's place with less to it: a step like it.
std::vector<std::vector<CallerStep>> simpler(const CallerStep& step);

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_CALLER_STEP_HPP
