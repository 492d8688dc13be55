// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/report/line_reader.hpp"

#include "conformance/report/line_scan.hpp"

namespace tsrpc::report {
namespace {

constexpr uint32_t direct_response = 0x84000070; // FFA_MSG_SEND_DIRECT_RESP32

/// The words behind a mark in docs/target-protocol.md; null: it is no mark.
const char* const* words_behind(char mark) {
    static constexpr const char* commands[] = {"hello", "reset",   "bye",    "read",   "write", "call",
                                               "share", "reclaim", "refuse", "select", "open",  "close",
                                               "alloc", "free",    "invoke", "load",   "store", nullptr};
    static constexpr const char* replies[] = {"ok", "ffa", "failed", "cannot", "error", nullptr};
    static constexpr const char* events[] = {"ready", "retrieve", "relinquish", "fault", nullptr};
    static constexpr const char* asks[] = {"partitions", "send", "share", "reclaim", nullptr};
    static constexpr const char* granted[] = {"ok", "ffa", nullptr};
    switch (mark) {
    case '>': return commands;
    case '<': return replies;
    case '!': return events;
    case '?': return asks;
    case '=': return granted;
    default: return nullptr;
    }
}

/// A line of docs/target-protocol.md, by its first two words.
bool is_of_trace(Piece line) {
    const char* const* const known = line.size() > 2 && line.begin[1] == ' ' ? words_behind(line.begin[0]) : nullptr;
    if (known == nullptr) {
        return false;
    }
    Piece word = {line.begin + 2, line.begin + 2};
    while (word.end != line.end && *word.end != ' ') {
        ++word.end;
    }
    return word.is_one_of(known);
}

Line of(LineContent content) {
    Line line;
    line.content = content;
    return line;
}

Line malformed(const Text& problem) {
    Line line = of(LineContent::malformed);
    line.problem = problem;
    return line;
}

} // namespace

Line LineReader::take(const char* begin, size_t length) {
    if (length > longest_line) {
        *this = {}; // it may have been a command or an ask
        return malformed(Text("more than ").number(longest_line).add(" bytes"));
    }
    const Piece text = bare({begin, begin + length});
    if (text.size() == 0 || *text.begin == '#') {
        return of(LineContent::beside);
    }
    const LineScan scan(text);
    const bool is_call = scan.is_behind('>', "call");
    const bool is_send = scan.is_behind('?', "send");
    const bool is_good = scan.found && scan.problem.size() == 0;
    const bool is_bad = !is_good && (scan.found || scan.problem.size() != 0);
    if (scan.mark == '>' && scan.verb.size() != 0 && (is_call || !is_good)) {
        command_ = {!is_bad, is_good, scan.words};
    }
    if (scan.mark == '?' && scan.verb.size() != 0 && (is_send || !is_good)) {
        ask_ = {!is_bad, is_good, scan.words};
    }
    const bool is_reply = scan.is_behind('<', "ok");
    const bool is_granted = scan.is_behind('=', "ok");
    const Asked& asked = is_reply ? command_ : ask_;
    if (is_bad) {
        return malformed(scan.problem);
    }
    if (!is_good) {
        const bool is_known = is_of_trace(text);
        return is_known && (is_reply || is_granted) && asked.is_request
                   ? malformed("no five words; expected the answer to a request")
               : is_known ? of(LineContent::beside)
                          : of(LineContent::other);
    }
    if ((is_reply || is_granted) && asked.is_known && !asked.is_request) {
        return of(LineContent::beside);
    }
    Line line = of(LineContent::frame);
    LoggedFrame& frame = line.frame;
    const bool is_response = scan.has_ids ? scan.ffa_word == direct_response : scan.mark == '<' || is_granted;
    frame.direction = is_response ? Direction::response : Direction::request;
    frame.has_direction = scan.has_ids || scan.mark == '<' || scan.mark == '>' || is_send || is_granted;
    frame.form = scan.has_ids            ? FrameForm::ffa
                 : is_call || is_reply   ? FrameForm::call
                 : is_send || is_granted ? FrameForm::send
                                         : FrameForm::plain;
    frame.words = scan.words;
    frame.is_answer = (is_reply || is_granted) && asked.is_request;
    frame.request = asked.request;
    frame.sender = scan.has_ids ? static_cast<uint16_t>(scan.ffa_ids >> 16) : is_call ? scan.id : uint16_t{0};
    frame.receiver = scan.has_ids ? static_cast<uint16_t>(scan.ffa_ids) : is_send ? scan.id : uint16_t{0};
    return line;
}

} // namespace tsrpc::report
