// SPDX-License-Identifier: BSD-3-Clause
//
// The words of the target protocol's lines. Numbers are hexadecimal, but for FF-A error codes, which are decimal.
#ifndef TSRPC_CONFORMANCE_TARGETS_WIRE_HPP
#define TSRPC_CONFORMANCE_TARGETS_WIRE_HPP

#include <cstdint>
#include <limits>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace tsrpc::conformance {

/// A line that the protocol does not allow.
class WireError : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Takes a line apart, word by word. Each function throws WireError where the line has no such word next.
class WireReader {
  public:
    explicit WireReader(std::string_view line) : rest_(line) {}

    std::string_view word();

    template <class T>
    T hex() {
        return static_cast<T>(number(std::numeric_limits<T>::max(), 16));
    }

    int32_t decimal();
    std::vector<uint8_t> bytes(); ///< two digits a byte; "-" is none

    /// What is left, free text.
    std::string_view rest() const;
    void end() const; ///< nothing is left

  private:
    uint64_t number(uint64_t max, int base);

    std::string_view rest_; ///< with the space that comes before the next word
    bool begun_ = false;
};

/// The form that WireReader::bytes reads.
std::string wire_bytes(std::span<const uint8_t> bytes);

/// Free text as a line can hold it: control characters, line feeds among them, become question marks.
std::string printable(std::string_view text);

/// The same for a message that quotes it: cut where it is long.
std::string excerpt(std::string_view text);

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_TARGETS_WIRE_HPP
