// SPDX-License-Identifier: BSD-3-Clause
//
// The exchanges of a trace, message by message.
#ifndef TSRPC_CONFORMANCE_REPORT_TRACE_MESSAGES_HPP
#define TSRPC_CONFORMANCE_REPORT_TRACE_MESSAGES_HPP

#include "conformance/protocol/trace.hpp"
#include "tsrpc/codec.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tsrpc::conformance {

/// Who says something to whom in a trace.
enum class Party : uint8_t {
    runner,   ///< of the suite
    target,   ///< the program under test, whatever its role
    user,     ///< of a caller
    caller,   ///< under test, or played by the runner
    endpoint, ///< the same
    spmc,     ///< and the FF-A driver
    memory,   ///< that is shared
};

/// "runner", ..., "SPMC".
std::string_view name(Party party);

/// One line of a trace.
struct TraceMessage {
    Party from;
    Party to;
    std::string line; ///< of docs/target-protocol.md, long bytes cut; or a comment that begins with "#"
    std::string says; ///< of a frame what it says, of cut bytes their count; else empty
};

/// The messages of one exchange, in order. A reply that is missing is a comment.
std::vector<TraceMessage> messages(const Said& said);

/// A frame of a trace.
struct TraceFrame {
    Direction direction;
    Registers words;
    Registers request; ///< what a response answers; of a request itself

    Inspection inspect() const {
        return direction == Direction::request ? inspect_request(words) : inspect_response(words, request);
    }
};

/// The last frame of the exchange that the target is judged by, if there is one.
std::optional<TraceFrame> last_frame(const Said& said);

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_REPORT_TRACE_MESSAGES_HPP
