// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/report/line_scan.hpp"

#include "tsrpc/names.hpp"

namespace tsrpc::report {
namespace {

constexpr uint64_t direct_request = 0x8400006f; // FFA_MSG_SEND_DIRECT_REQ32
constexpr uint64_t direct_response = 0x84000070;

constexpr bool is_one_of(char c, const char* set) {
    for (; *set != '\0'; ++set) {
        if (*set == c) {
            return true;
        }
    }
    return false;
}

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

enum class Kind : uint8_t { word, space, punctuation };

/// What each character is: punctuation ends a word and stands between words that do not belong together.
struct Kinds {
    Kind of[256] = {};

    constexpr Kinds() {
        for (int c = 0; c < 256; ++c) {
            of[c] = is_one_of(static_cast<char>(c), " \t\r\v\f,")      ? Kind::space
                    : is_one_of(static_cast<char>(c), "<>(){}[];|\"'") ? Kind::punctuation
                                                                       : Kind::word;
        }
        of[0] = Kind::word;
    }
};
constexpr Kinds kinds;

Kind kind_of(char c) { return kinds.of[static_cast<unsigned char>(c)]; }

/// Behind "<6>", with which the kernel's log may begin.
const char* behind_priority(Piece line) {
    const char* c = line.begin;
    if (c != line.end && *c == '<') {
        do {
            ++c;
        } while (c != line.end && is_digit(*c));
        if (c != line.end && *c == '>' && c - line.begin > 1 && c - line.begin <= 4) {
            return c + 1;
        }
    }
    return line.begin;
}

/// Behind the shaft of "->" or "=>".
const char* behind_shaft(const char* c, const char* end) {
    while (c != end && is_one_of(*c, "-=")) {
        ++c;
    }
    return c;
}

/// "D/TC:0", behind which OP-TEE has a thread's number.
bool is_optee_prefix(Piece piece) {
    return piece.size() > 5 && piece.begin[1] == '/' && piece.begin[2] == 'T' && piece.begin[4] == ':';
}

} // namespace

Piece bare(Piece line) {
    for (const char* c = line.begin; line.end - c >= 4; ++c) {
        if (c[0] == ' ' && c[1] == ' ' && c[2] == '#' && c[3] == ' ') {
            line.end = c;
        }
    }
    while (line.begin != line.end && kind_of(*line.begin) == Kind::space) {
        ++line.begin;
    }
    while (line.begin != line.end && kind_of(line.end[-1]) == Kind::space) {
        --line.end;
    }
    return line;
}

LineScan::LineScan(Piece line) {
    const char* c = behind_priority(line);
    const char* const head = behind_shaft(c, line.end);
    begins_with_mark_ = c == line.begin && head != line.end && (*head == '>' || (*head == '<' && head == c));
    start_ = c == line.begin ? Start::alone : Start::bounded;
    while (c != line.end) {
        switch (kind_of(*c)) {
        case Kind::space: ++c; break;
        case Kind::punctuation:
            take_punctuation(*c);
            c = *c == '<' ? behind_shaft(c + 1, line.end) : c + 1;
            break;
        case Kind::word: {
            const char* const begin = c;
            do {
                ++c;
            } while (c != line.end && kind_of(*c) == Kind::word);
            take_piece({begin, c}, line);
            break;
        }
        }
    }
    end_row(End::line);
    end_singles();
    finish_labels();
}

void LineScan::take_punctuation(char c) {
    end_row(End::punctuation);
    if (is_one_of(c, "<>")) {
        take_mark(c);
    } else {
        start_ = Start::bounded;
    }
}

void LineScan::take_piece(Piece piece, Piece line) {
    Word word;
    if (parse_word(piece, word)) {
        if (!skips_number_) {
            take_number(word);
        }
        skips_number_ = false;
        return;
    }
    if (label_ >= 0 && count_ == 0 && (piece.is("=") || piece.is(":"))) {
        return;
    }
    end_row(End::word);
    end_singles();
    skips_number_ = is_optee_prefix(piece);
    // Of "=>" the other character is the mark.
    const bool stands_alone = (piece.begin == line.begin || kind_of(piece.begin[-1]) == Kind::space) &&
                              (piece.end == line.end || kind_of(*piece.end) == Kind::space);
    if (stands_alone && (piece.is("?") || piece.is("="))) {
        take_mark(*piece.begin);
    } else if (!take_label(piece)) {
        take_verb(piece);
    }
}

void LineScan::take_verb(Piece piece) {
    start_ = piece.end[-1] == ':' || is_optee_prefix(piece) ? Start::bounded : Start::elsewhere;
    if (found) {
        return;
    }
    if (verb.size() == 0) {
        verb = piece;
    }
    before = piece;
    if (is_behind('>', "call") || is_behind('?', "send") || is_behind('<', "ok") || is_behind('=', "ok")) {
        start_ = Start::called;
    }
}

void LineScan::take_mark(char c) {
    end_singles();
    start_ = Start::alone;
    if (!found) {
        mark = c;
        verb = before = {};
    }
}

/// One to sixteen hexadecimal digits, with or without 0x.
bool LineScan::parse_word(Piece text, Word& word) {
    const bool has_prefix = text.size() > 2 && text.begin[0] == '0' && (text.begin[1] | 0x20) == 'x';
    text.begin += has_prefix ? 2 : 0;
    if (text.size() > 16) {
        return false;
    }
    for (const char* c = text.begin; c != text.end; ++c) {
        const int digit = detail::hex_digit(*c);
        if (digit < 0) {
            return false;
        }
        word.value = word.value << 4 | static_cast<uint64_t>(digit);
    }
    word.is_full = has_prefix || text.size() == 8 || text.size() == 16;
    return text.size() != 0;
}

void LineScan::take_number(const Word& word) {
    if (count_ < most) {
        row_[count_] = word;
    }
    ++count_;
    full_ = word.is_full ? full_ + 1 : 0;
}

/// "W3", "W3:", "x3=", "x3=0000000000ff0000"
bool LineScan::take_label(Piece piece) {
    const char* c = piece.begin;
    if (piece.size() < 2 || !is_one_of(*c, "wWxX") || c[1] < '0' || c[1] > '7') {
        return false;
    }
    const int number = c[1] - '0';
    c += 2;
    if (c == piece.end) {
        label_ = number;
        return true;
    }
    if (*c != ':' && *c != '=') {
        return false;
    }
    Word value;
    if (++c != piece.end && !parse_word({c, piece.end}, value)) {
        return false;
    }
    label_ = number;
    if (c != piece.end) {
        take_number(value);
    }
    return true;
}

void LineScan::end_row(End end) {
    if (count_ != 0 && label_ >= 0) {
        end_labelled_row();
    } else if (count_ != 0) {
        end_plain_row(end);
    }
    label_ = -1;
    count_ = full_ = 0;
}

void LineScan::end_plain_row(End end) {
    if (count_ == 1 && full_ == 1) {
        take_single();
    } else {
        end_singles();
    }
    if (count_ == ffa_words && is_direct_message(row_[0].value) && (full_ == ffa_words || end != End::word)) {
        accept_ffa(row_);
        return;
    }
    const size_t at = frame_at(end);
    if (at == none) {
        check_count(end);
        return;
    }
    if (at == 1 && start_ == Start::called && !found) {
        id = static_cast<uint16_t>(row_[0].value);
    }
    accept(row_ + at, start_ == Start::called || (start_ == Start::alone && mark != '\0'));
}

/// Which word of the row is W3, if it has a frame.
size_t LineScan::frame_at(End end) const {
    if (start_ == Start::called) {
        const size_t ids = verb.is("ok") ? 0 : 1;
        return count_ == register_count + ids && (ids == 0 || row_[0].value <= UINT16_MAX) ? ids : none;
    }
    const bool is_bounded =
        start_ == Start::alone || (start_ == Start::bounded && row_[0].is_full); // and the end may be
    if (count_ == register_count) {
        return full_ == register_count || (is_bounded && end != End::word) ? 0 : none;
    }
    // What stands before, a line's number say, is shorter.
    const bool is_marked = start_ == Start::alone && mark != '\0';
    return count_ > register_count && count_ <= most && full_ == register_count && !is_marked ? count_ - register_count
                                                                                              : none;
}

/// A row that is no frame, where one is expected.
void LineScan::check_count(End end) {
    size_t count = count_;
    if (start_ == Start::called) {
        if (verb.is("ok")) {
            return; // what it answers says what it is
        }
        --count;
    } else if (start_ != Start::alone || count_ < 3 || count_ > most ||
               (mark == '\0' ? end != End::line || !row_[0].is_full : !begins_with_mark_)) {
        return;
    }
    complain(
        count != register_count
            ? Text().number(static_cast<int64_t>(count)).add(count == 1 ? " word" : " words").add("; expected five")
        : start_ == Start::called
            ? Text("an id of more than 16 bits")
            : Text("text behind five words; expected eight digits each, or two spaces and # before a comment"));
}

/// Five words, each in brackets of its own, say.
void LineScan::take_single() {
    if (single_count_ < register_count) {
        singles_[single_count_] = row_[0];
    }
    ++single_count_;
}

void LineScan::end_singles() {
    if (single_count_ == register_count) {
        accept(singles_, false);
    }
    single_count_ = 0;
}

void LineScan::end_labelled_row() {
    if (label_ == 3 && count_ == register_count) {
        accept(row_, true);
        return;
    }
    if (label_ == 0 && count_ == ffa_words && is_direct_message(row_[0].value)) {
        accept_ffa(row_);
        return;
    }
    begins_at_w3_ = begins_at_w3_ || (seen_count_ == 1 && first_label_ == 3 && label_ == 4);
    first_label_ = seen_count_ == 0 ? label_ : first_label_;
    ++seen_count_;
    is_each_once_ = is_each_once_ && (seen_ >> label_ & 1) == 0;
    seen_ |= 1u << label_;
    labelled_[label_] = row_[0];
    has_more_words_ = has_more_words_ || count_ > 1;
}

void LineScan::finish_labels() {
    if (seen_ == 0 || ((seen_ & 1) != 0 && !is_direct_message(labelled_[0].value))) {
        return;
    }
    constexpr unsigned of_frame = 0xf8; // W3 to W7
    const bool is_whole = (seen_ & of_frame) == of_frame;
    if (is_whole && is_each_once_ && !has_more_words_) {
        if ((seen_ & 3) == 3) {
            accept_ffa(labelled_);
        } else {
            accept(labelled_ + 3, true);
        }
        return;
    }
    if (!is_whole && !begins_at_w3_ && (seen_ & 1) == 0) {
        return; // a dump of registers, of which a line has some
    }
    if (has_more_words_) {
        complain("more than one word behind a register's name");
    } else if (is_whole) {
        complain("registers that are there twice; expected W3 to W7 once each");
    } else {
        int missing = 3;
        while ((seen_ >> missing & 1) != 0) {
            ++missing;
        }
        complain(Text("W").number(missing).add(" is missing; expected W3 to W7"));
    }
}

bool LineScan::is_direct_message(uint64_t function_id) {
    const uint64_t low = function_id & UINT32_MAX;
    return low == direct_request || low == direct_response;
}

/// W0 to W7.
void LineScan::accept_ffa(const Word* row) {
    if (!found) {
        has_ids = true;
        ffa_word = static_cast<uint32_t>(row[0].value);
        ffa_ids = static_cast<uint32_t>(row[1].value);
    }
    accept(row + 3, true);
}

void LineScan::accept(const Word* row, bool is_meant) {
    for (size_t i = 0; i < register_count; ++i) {
        if (row[i].value > UINT32_MAX) {
            if (is_meant) {
                complain(Text("the upper half of ").add(name(static_cast<Register>(W3 + i))).add(" is not 0"));
            }
            return;
        }
    }
    if (found) {
        complain("two frames; expected one in a line");
        return;
    }
    found = true;
    for (size_t i = 0; i < register_count; ++i) {
        words.words[i] = static_cast<uint32_t>(row[i].value);
    }
}

void LineScan::complain(const Text& what) {
    if (problem.size() == 0) {
        problem = what;
    }
}

} // namespace tsrpc::report
