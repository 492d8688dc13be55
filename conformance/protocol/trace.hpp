// SPDX-License-Identifier: BSD-3-Clause
//
// A trace: all that was said to a target, in order. As text it is the lines of docs/target-protocol.md; a line that
// begins with '#' is a comment.
#ifndef TSRPC_CONFORMANCE_PROTOCOL_TRACE_HPP
#define TSRPC_CONFORMANCE_PROTOCOL_TRACE_HPP

#include "conformance/protocol/command.hpp"
#include "conformance/protocol/link.hpp"
#include "conformance/protocol/reply.hpp"

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace tsrpc::conformance {

/// A Read or Write while an ask was open.
struct Touched {
    Command command;
    Reply reply;
    friend bool operator==(const Touched&, const Touched&) = default;
};

/// One ask of a caller, and what it got.
struct Asked {
    Ask ask;
    Granted granted;
    std::vector<Touched> meanwhile{}; ///< oldest first
    friend bool operator==(const Asked&, const Asked&) = default;
};

/// One command and what came of it.
struct Said {
    Command command;
    std::vector<Asked> asked{};   ///< while the command was worked on, oldest first
    std::optional<Reply> reply{}; ///< nothing: the target was lost
    friend bool operator==(const Said&, const Said&) = default;
};

using Trace = std::vector<Said>;

/// The lines of one exchange, each with its line feed, bytes shortened.
std::string to_text(const Said& said);

/// The lines of all exchanges.
std::string to_text(const Trace& trace);

/// A text that is not a trace; the message names the line by its number and says what was expected.
class TraceError : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Reads what `to_text` wrote, comments and blank lines left out, and the same as the console prints it: indented, with
/// a comment behind two spaces at a line's end. Throws TraceError.
Trace parse_trace(std::string_view text);

/// Where a target did something else than a trace says.
struct Difference {
    size_t index;  ///< of the exchange
    Said expected; ///< as the trace has it
    Said seen;     ///< as it happened now, handles as the trace has them
};

/// Performs the trace's commands again on a target that has not been spoken to yet, asks granted as the trace has them,
/// until something else happens. Where the target chooses handles, its handles stand for those of the trace. Throws
/// TargetUnreachable; a target that is lost where the trace's was not is a difference.
std::optional<Difference> replay(const Trace& trace, const Link& link);

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_PROTOCOL_TRACE_HPP
