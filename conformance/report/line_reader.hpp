// SPDX-License-Identifier: BSD-3-Clause
//
// The frames of a log, as `tsrpc decode`, `tsrpc trace` and docs/decode.html read them. It uses no library:
// docs/decode.html runs it in a browser. docs/decode.md has the rules.
#ifndef TSRPC_REPORT_LINE_READER_HPP
#define TSRPC_REPORT_LINE_READER_HPP

#include "conformance/report/text.hpp"
#include "tsrpc/codec.hpp"

namespace tsrpc::report {

/// Bytes of the longest line that is read, its line feed left out: that of docs/target-protocol.md.
inline constexpr size_t longest_line = size_t{1} << 20;

/// What a line says a frame is.
enum class FrameForm : uint8_t {
    plain, ///< five words, with a mark or without
    call,  ///< "> call ID ..." and the "< ok ..." that answers it
    send,  ///< "? send ID ..." and the "= ok ..." that answers it
    ffa,   ///< W0 and W1 are there too: who sends it to whom
};

/// A frame of a log and, of a response, the request that it answers, if that is known.
struct LoggedFrame {
    Direction direction; ///< request if the line does not say
    bool has_direction;  ///< whether the line says
    FrameForm form;
    Registers words;
    bool is_answer;    ///< whether `request` is known
    Registers request; ///< in a trace: what it answers
    uint16_t sender;   ///< of `call` requests and `ffa`, else 0
    uint16_t receiver; ///< of `send` requests and `ffa`, else 0

    /// A response to a request that is not known is read as the answer to one with its interface id and opcode.
    constexpr const Registers& answered() const { return is_answer ? request : words; }
    constexpr Inspection inspect() const {
        return direction == Direction::request ? inspect_request(words) : inspect_response(words, answered());
    }
};

enum class LineContent : uint8_t {
    frame,
    beside,    ///< blank, a comment, or a line of a trace (docs/target-protocol.md) that is no frame
    other,     ///< nothing that is meant as a frame
    malformed, ///< meant as a frame, and none
};

/// What one line holds.
struct Line {
    LineContent content = LineContent::other;
    LoggedFrame frame = {}; ///< of `frame`
    Text problem;           ///< of `malformed`: "four words; expected five"
};

/// Reads lines in order: in a trace, an answer is read with what it answers.
class LineReader {
  public:
    /// The next line, which ends in no line feed and has no escape sequences (take_out_escapes). One of more than
    /// `longest_line` bytes, of which no others are looked at, is malformed.
    Line take(const char* line, size_t length);

  private:
    /// What an answer is to: nothing is known at first, then a request, or something else.
    struct Asked {
        bool is_known;
        bool is_request;
        Registers request;
    };

    Asked command_ = {}; ///< "> ...", which "< ..." answers
    Asked ask_ = {};     ///< "? ...", which "= ..." answers
};

} // namespace tsrpc::report

#endif // TSRPC_REPORT_LINE_READER_HPP
