// SPDX-License-Identifier: BSD-3-Clause
//
// Frames of lines: five words, or a trace.
#ifndef TSRPC_CLI_FRAME_READER_HPP
#define TSRPC_CLI_FRAME_READER_HPP

#include "tsrpc/codec.hpp"

#include <optional>
#include <stdexcept>
#include <string_view>

namespace tsrpc::cli {

/// A frame and, of a response, what it answers: the request of the trace, or one with its own interface id and opcode.
struct TracedFrame {
    Direction direction;
    Registers words;
    Registers request;

    Inspection inspect() const {
        return direction == Direction::request ? inspect_request(words) : inspect_response(words, request);
    }
};

/// A line that holds neither a frame nor what can stand beside one; the message quotes it and says what was expected.
class FrameError : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

inline constexpr const char* expected_words = "expected five hexadecimal words, W3 W4 W5 W6 W7";

/// Reads "[>|<] W3 W4 W5 W6 W7"; without a mark the frame goes in that direction. Nothing where the text is not so.
std::optional<TracedFrame> parse_plain_frame(std::string_view text, Direction direction);

/// Reads lines in order: plain frames, and the lines of docs/target-protocol.md.
class FrameReader {
  public:
    /// The direction of frames without a mark.
    explicit FrameReader(Direction direction) : direction_(direction) {}

    /// The frame of the next line, if it has one. Throws FrameError.
    std::optional<TracedFrame> take(std::string_view line);

  private:
    /// What an answer is to: nothing is known at first, then a request, or another command or ask.
    struct Asked {
        bool known = false;
        std::optional<Registers> request = {};
    };

    std::optional<TracedFrame> take_traced(std::string_view line);
    static std::optional<TracedFrame> take_answer(std::string_view line, const Asked& asked);

    Direction direction_;
    Asked command_; ///< "> ...", which "< ..." answers
    Asked ask_;     ///< "? ...", which "= ..." answers
};

} // namespace tsrpc::cli

#endif // TSRPC_CLI_FRAME_READER_HPP
