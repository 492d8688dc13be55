// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_PROTOCOL_TRACE_READER_HPP
#define TSRPC_CONFORMANCE_PROTOCOL_TRACE_READER_HPP

#include "conformance/protocol/trace.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace tsrpc::conformance {

/// Without what makes a trace's line easier to read: an indentation, and a comment behind it.
std::string_view bare(std::string_view line);

/// Reads a trace line by line.
class TraceReader {
  public:
    /// The next line. Throws LineError where it is no line of a trace, or not one that can come next.
    void take(std::string_view line);

    /// The oldest exchange, if it has its reply or the next one has begun, and was not taken yet.
    std::optional<Said> take_whole();

    /// Whether an ask has no answer so far.
    bool has_open_ask() const { return ask_.has_value(); }

    /// All that was not taken; the last exchange may have no reply.
    Trace finish();

  private:
    void take_line(std::string_view line);
    void take_command(const Command& command);
    void take_result(std::string_view line);
    void no_ask_is_open() const;
    Said& open();

    Trace trace_;
    std::vector<Touched> meanwhile_;  ///< while an ask is open
    std::optional<Command> touching_; ///< the command of those that waits for its reply
    std::vector<SpmcEvent> events_;
    std::optional<Ask> ask_;
};

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_PROTOCOL_TRACE_READER_HPP
