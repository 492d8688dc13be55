// SPDX-License-Identifier: BSD-3-Clause
//
// The frames of a log. Whatever `tsrpc decode` reads is read so here too; what it refuses may still have a frame, since
// people paste logs of any kind.
#ifndef TSRPC_DOCS_DECODE_PAGE_LINE_READER_HPP
#define TSRPC_DOCS_DECODE_PAGE_LINE_READER_HPP

#include "tsrpc/codec.hpp"

namespace tsrpc::docs {

/// A frame and, of a response, the request that it answers, if that is known.
struct Frame {
    Direction direction;
    Registers words;
    bool is_answer;
    Registers request;

    /// A response to a request that is not known is read as the answer to one with its interface id and opcode.
    const Registers& answered() const { return is_answer ? request : words; }
    Inspection inspect() const {
        return direction == Direction::request ? inspect_request(words) : inspect_response(words, answered());
    }
};

/// Reads lines in order. A line's frame is five hexadecimal words in a row, no more and no less, anywhere in it; those
/// that stand behind the id in "call ID ..." or "send ID ..." are a request. The last > before them marks a request,
/// < a response. "< ok ..." answers the last "> call ...", "= ok ..." the last "? send ...", as in a trace
/// (docs/target-protocol.md).
class LineReader {
  public:
    /// Whether the line, which ends in no line feed, has a frame; if so, it is in `frame`.
    bool take(const char* line, size_t length, Frame& frame);

  private:
    /// What an answer is to: nothing is known at first, then a request, or something else.
    struct Asked {
        bool is_known;
        bool is_request;
        Registers request;
    };

    static bool take_answer(const Asked& asked, Frame& frame);

    Asked command_ = {}; ///< "> ...", which "< ..." answers
    Asked ask_ = {};     ///< "? ...", which "= ..." answers
};

} // namespace tsrpc::docs

#endif // TSRPC_DOCS_DECODE_PAGE_LINE_READER_HPP
