// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_FUZZ_INPUT_HPP
#define TSRPC_FUZZ_INPUT_HPP

#include "tsrpc/codec.hpp"

#include <cstddef>
#include <cstdint>
#include <span>

namespace tsrpc::fuzz {

/// A fuzzer's input, read from the front. Numbers are little-endian; the bytes after the end are 0, so that every
/// input means something.
class Input {
  public:
    Input(const uint8_t* data, size_t size) : rest_(data, size) {}

    bool empty() const { return rest_.empty(); }

    template <class Number>
    Number take() {
        uint64_t number = 0;
        for (size_t i = 0; i < sizeof(Number); ++i) {
            number |= uint64_t{take_byte()} << 8 * i;
        }
        return static_cast<Number>(number);
    }

    /// W3..W7.
    Registers take_registers() {
        Registers registers = {};
        for (uint32_t& word : registers.words) {
            word = take<uint32_t>();
        }
        return registers;
    }

  private:
    uint8_t take_byte() {
        if (rest_.empty()) {
            return 0;
        }
        const uint8_t byte = rest_.front();
        rest_ = rest_.subspan(1);
        return byte;
    }

    std::span<const uint8_t> rest_;
};

} // namespace tsrpc::fuzz

#endif // TSRPC_FUZZ_INPUT_HPP
