// SPDX-License-Identifier: BSD-3-Clause
#include "docs/decode_page/line_reader.hpp"

namespace tsrpc::docs {
namespace {

/// Characters of a line.
struct Piece {
    const char* begin;
    const char* end;

    size_t size() const { return static_cast<size_t>(end - begin); }
    bool is(const char* text) const {
        const char* c = begin;
        while (c != end && *text != '\0' && *c == *text) {
            ++c;
            ++text;
        }
        return c == end && *text == '\0';
    }
};

bool is_one_of(char c, const char* set) {
    for (; *set != '\0'; ++set) {
        if (*set == c) {
            return true;
        }
    }
    return false;
}

bool is_space(char c) { return is_one_of(c, " \t\r\v\f,"); }
/// Ends a word and stands between words that do not belong together.
bool is_punctuation(char c) { return is_one_of(c, "<>(){}[];|\"'"); }

/// One register's word: one to eight hexadecimal digits, with or without 0x.
bool parse_word(Piece text, uint32_t& word) {
    if (text.size() > 2 && text.begin[0] == '0' && (text.begin[1] == 'x' || text.begin[1] == 'X')) {
        text.begin += 2;
    }
    word = 0;
    for (const char* c = text.begin; c != text.end; ++c) {
        const int digit = detail::hex_digit(*c);
        if (digit < 0) {
            return false;
        }
        word = word << 4 | static_cast<uint32_t>(digit);
    }
    return text.size() >= 1 && text.size() <= 8;
}

/// Without white space around it and a comment behind two spaces.
Piece bare(Piece line) {
    for (const char* c = line.begin; line.end - c >= 4; ++c) {
        if (Piece{c, c + 4}.is("  # ")) {
            line.end = c;
        }
    }
    while (line.begin != line.end && is_space(*line.begin)) {
        ++line.begin;
    }
    return line;
}

/// What stands in a line.
class Scan {
  public:
    explicit Scan(Piece line) {
        const char* c = line.begin;
        while (c != line.end && !found) {
            if (is_space(*c)) {
                ++c;
            } else if (is_punctuation(*c)) {
                end_run();
                take_mark(*c++);
            } else {
                const char* const begin = c;
                while (c != line.end && !is_space(*c) && !is_punctuation(*c)) {
                    ++c;
                }
                take({begin, c});
            }
        }
        end_run();
    }

    bool found = false;
    char mark = '\0';  ///< the last of > < ? = before the frame
    Piece verb = {};   ///< the first word behind the mark, if it is no number
    Piece before = {}; ///< the last word before the numbers
    Registers words = {};

  private:
    void take(Piece piece) {
        uint32_t word = 0;
        if (parse_word(piece, word)) {
            if (count_ < most_) {
                run_[count_] = word;
            }
            ++count_;
            return;
        }
        end_run();
        if (found) {
            return;
        }
        if (piece.is("?") || piece.is("=")) {
            take_mark(*piece.begin);
            return;
        }
        if (verb.size() == 0) {
            verb = piece;
        }
        before = piece;
    }

    void take_mark(char c) {
        if (!found && is_one_of(c, "<>?=")) {
            mark = c;
            verb = before = {};
        }
    }

    void end_run() {
        const size_t ids = before.is("call") || before.is("send") ? 1 : 0;
        if (!found && count_ == register_count + ids) {
            found = true;
            words = Registers::from(run_ + ids);
        }
        count_ = 0;
    }

    static constexpr size_t most_ = register_count + 1;
    uint32_t run_[most_] = {};
    size_t count_ = 0;
};

} // namespace

bool LineReader::take(const char* line, size_t length, Frame& frame) {
    const Piece text = bare({line, line + length});
    if (text.size() == 0 || *text.begin == '#') {
        return false;
    }
    const Scan scan(text);
    const bool is_call = scan.before.is("call");
    const bool is_send = scan.before.is("send");
    if (scan.mark == '>' && scan.verb.size() != 0 && (is_call || !scan.found)) {
        command_ = {true, scan.found, scan.words};
    }
    if (scan.mark == '?' && scan.verb.size() != 0 && (is_send || !scan.found)) {
        ask_ = {true, scan.found, scan.words};
    }
    if (!scan.found) {
        return false;
    }
    const bool is_response = scan.mark == '<' || (scan.mark == '=' && scan.before.is("ok"));
    frame = {is_response ? Direction::response : Direction::request, scan.words, false, {}};
    return !scan.before.is("ok") || !is_response || take_answer(scan.mark == '<' ? command_ : ask_, frame);
}

bool LineReader::take_answer(const Asked& asked, Frame& frame) {
    frame.is_answer = asked.is_request;
    frame.request = asked.request;
    return !asked.is_known || asked.is_request;
}

} // namespace tsrpc::docs
