// SPDX-License-Identifier: BSD-3-Clause
//
// Commands, replies, events and asks as lines of docs/target-protocol.md, without a line feed. A trace file, the
// console and the protocol have the same lines.
#ifndef TSRPC_CONFORMANCE_PROTOCOL_LINES_HPP
#define TSRPC_CONFORMANCE_PROTOCOL_LINES_HPP

#include "conformance/protocol/command.hpp"
#include "conformance/protocol/reply.hpp"
#include "conformance/protocol/words.hpp"

#include <stdexcept>
#include <string>
#include <string_view>

namespace tsrpc::conformance {

/// What a line is, by its mark and its first word. Everything else is noise: a boot message, say.
enum class LineKind : uint8_t {
    noise,
    command, ///< "> call ..."
    reply,   ///< "< ok ..."
    event,   ///< "! retrieve ..."
    ask,     ///< "? send ..."
    granted, ///< "= ok ..."
    ready,   ///< "! ready": the target has started
};

LineKind kind_of(std::string_view line);

/// "< error TEXT": the target did not understand a command, or cannot start; the message is TEXT.
class TargetError : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

std::string to_line(const Command& command, BytesForm form = BytesForm::plain);
std::string to_line(const SpmcEvent& event);
std::string to_line(const Result& result, BytesForm form = BytesForm::plain);
std::string to_line(const Ask& ask);
std::string to_line(const Granted& granted);

/// "< error TEXT"
std::string error_line(std::string_view text);

inline constexpr std::string_view ready_line = "! ready";

// Each throws LineError for a line that is not one of its kind.
Command parse_command(std::string_view line);
SpmcEvent parse_event(std::string_view line);
Ask parse_ask(std::string_view line);

/// The reply to `command`. Throws TargetError for "< error".
Result parse_result(const Command& command, std::string_view line);

/// What `ask` gets.
Granted parse_granted(const Ask& ask, std::string_view line);

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_PROTOCOL_LINES_HPP
