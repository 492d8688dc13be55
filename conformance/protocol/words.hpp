// SPDX-License-Identifier: BSD-3-Clause
//
// The words of docs/target-protocol.md's lines. Numbers are hexadecimal, but for FF-A error codes, which are decimal.
#ifndef TSRPC_CONFORMANCE_PROTOCOL_WORDS_HPP
#define TSRPC_CONFORMANCE_PROTOCOL_WORDS_HPP

#include "tsrpc/codec/registers.hpp"

#include <cstdint>
#include <limits>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tsrpc::conformance {

/// A line that docs/target-protocol.md does not allow; the message says why.
class LineError : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Takes a line apart, word by word. Each function throws LineError where the line has no such word next.
class WordReader {
  public:
    explicit WordReader(std::string_view line) : rest_(line) {}

    std::string_view word();

    template <class T>
    T hex() {
        return static_cast<T>(number(std::numeric_limits<T>::max()));
    }

    int32_t decimal();
    std::vector<uint8_t> bytes(); ///< "-" for none, else parts with "+" between: bytes, or "BYTE*COUNT"
    Registers registers();        ///< W3..W7
    bool at_end() const { return rest_.empty(); }

    /// What is left, free text.
    std::string_view rest() const;
    std::string_view take_rest(); ///< the same; nothing is left then
    void end() const;             ///< nothing is left

  private:
    uint64_t number(uint64_t max);

    std::string_view rest_; ///< with the space that comes before the next word
    bool begun_ = false;
};

/// How bytes are written: each as two digits, which every target reads, or shortened for people and files.
enum class BytesForm : uint8_t { plain, shortened };

/// Puts a line together, word by word.
class WordWriter {
  public:
    /// `first`: the mark and the first word, "> call".
    explicit WordWriter(std::string_view first);

    WordWriter& word(std::string_view word);
    WordWriter& hex(uint64_t value, size_t least_digits = 1);
    WordWriter& decimal(int32_t value);
    WordWriter& bytes(std::span<const uint8_t> bytes, BytesForm form);
    WordWriter& registers(const Registers& words); ///< W3..W7
    WordWriter& text(std::string_view text);       ///< free text to the line's end, if any

    /// The line, once.
    std::string take() { return std::move(line_); }

  private:
    std::string line_;
};

/// The form that WordReader::bytes reads, two digits a byte.
std::string bytes_text(std::span<const uint8_t> bytes);

/// The same for people and files: long runs of one byte as "5a*1000", the count hexadecimal.
std::string short_bytes_text(std::span<const uint8_t> bytes);

/// Free text as a line and a report can hold it: control characters, line feeds among them, and what is not UTF-8
/// become question marks.
std::string printable(std::string_view text);

/// The same for a message that quotes it: cut where it is long.
std::string excerpt(std::string_view text);

/// What separates words where people write them; a line from Windows ends in "\r".
inline constexpr std::string_view white_space = " \t\r";

/// Without the white space around it.
std::string_view trimmed(std::string_view text);

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_PROTOCOL_WORDS_HPP
