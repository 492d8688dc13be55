// SPDX-License-Identifier: BSD-3-Clause
//
// What stands in one line of a log; for line_reader.cc. It uses no library.
#ifndef TSRPC_REPORT_LINE_SCAN_HPP
#define TSRPC_REPORT_LINE_SCAN_HPP

#include "conformance/report/text.hpp"
#include "tsrpc/codec.hpp"

namespace tsrpc::report {

/// Characters of a line.
struct Piece {
    const char* begin = nullptr;
    const char* end = nullptr;

    constexpr size_t size() const { return static_cast<size_t>(end - begin); }
    constexpr bool is(const char* text) const {
        const char* c = begin;
        while (c != end && *text != '\0' && *c == *text) {
            ++c;
            ++text;
        }
        return c == end && *text == '\0';
    }
    constexpr bool is_one_of(const char* const* texts) const {
        for (; *texts != nullptr; ++texts) {
            if (is(*texts)) {
                return true;
            }
        }
        return false;
    }
};

/// Without white space around it and a comment behind two spaces.
Piece bare(Piece line);

/// One line, read from left to right. A row is hexadecimal words with nothing but white space and commas between.
class LineScan {
  public:
    explicit LineScan(Piece line);

    /// Whether what stands before the frame is that mark and that word: "> call".
    bool is_behind(char wanted_mark, const char* word) const {
        return mark == wanted_mark && verb.begin == before.begin && verb.is(word);
    }

    bool found = false;    ///< the line has a frame
    Text problem;          ///< of what is meant as a frame and is none; empty: nothing is
    Registers words = {};  ///< the frame
    bool has_ids = false;  ///< W0 and W1 are there
    uint32_t ffa_word = 0; ///< W0: the function id of a direct request or response
    uint32_t ffa_ids = 0;  ///< W1: the sender in the upper half, the receiver in the lower
    uint16_t id = 0;       ///< behind "call" or "send"
    char mark = '\0';      ///< the last of > < ? = before the frame
    Piece verb;            ///< the first word behind the mark, if it is no number
    Piece before;          ///< the last word before the frame

  private:
    /// Where a row begins.
    enum class Start : uint8_t {
        elsewhere,
        bounded, ///< behind a colon, a bracket or a quotation mark
        alone,   ///< at the line's begin, or behind a mark
        called,  ///< behind "> call", "? send", "< ok" or "= ok"
    };

    /// What comes behind a row.
    enum class End : uint8_t { word, punctuation, line };

    struct Word {
        uint64_t value = 0;
        bool is_full = false; ///< eight or sixteen digits, or 0x
    };

    static bool parse_word(Piece text, Word& word);
    static bool is_direct_message(uint64_t function_id);
    void take_punctuation(char c);
    void take_piece(Piece piece, Piece line);
    void take_number(const Word& word);
    bool take_label(Piece piece);
    void take_mark(char c);
    void take_verb(Piece piece);
    void end_row(End end);
    void end_plain_row(End end);
    void end_labelled_row();
    void take_single();
    void end_singles();
    size_t frame_at(End end) const;
    void check_count(End end);
    void accept(const Word* row, bool is_meant);
    void accept_ffa(const Word* row);
    void finish_labels();
    void complain(const Text& what);

    static constexpr size_t most = 9; ///< words of a row that are looked at
    static constexpr size_t ffa_words = 8;
    static constexpr size_t none = ~size_t{0};

    bool begins_with_mark_ = false;
    Start start_ = Start::alone;
    Word row_[most] = {};
    size_t count_ = 0; ///< of the row
    size_t full_ = 0;  ///< full words at its end
    Word singles_[register_count] = {};
    size_t single_count_ = 0;   ///< rows of one full word, with punctuation between
    bool skips_number_ = false; ///< the next word is a thread's number
    int label_ = -1;            ///< n of the last Wn or xn, whose value may follow
    Word labelled_[ffa_words] = {};
    unsigned seen_ = 0; ///< a bit a register: its label has a value
    unsigned seen_count_ = 0;
    int first_label_ = -1;
    bool begins_at_w3_ = false; ///< the first two labels are 3 and 4
    bool is_each_once_ = true;
    bool has_more_words_ = false; ///< than one behind a label
};

} // namespace tsrpc::report

#endif // TSRPC_REPORT_LINE_SCAN_HPP
