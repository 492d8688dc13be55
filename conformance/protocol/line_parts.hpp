// SPDX-License-Identifier: BSD-3-Clause
//
// What the lines of commands, replies, events and asks have in common; for the files that read and write those.
#ifndef TSRPC_CONFORMANCE_PROTOCOL_LINE_PARTS_HPP
#define TSRPC_CONFORMANCE_PROTOCOL_LINE_PARTS_HPP

#include "conformance/protocol/reply.hpp"
#include "conformance/protocol/words.hpp"
#include "tsrpc/codec.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tsrpc::conformance {

template <class... F>
struct Overloaded : F... {
    using F::operator()...;
};
template <class... F>
Overloaded(F...) -> Overloaded<F...>;

/// Digits of a handle or tag, of a word, and of an id.
inline constexpr size_t wide_digits = 16;
inline constexpr size_t word_digits = 8;
inline constexpr size_t id_digits = 4;

/// The line's words after its mark, which must be there.
WordReader words_of(std::string_view line, char mark);

/// The value, if the line ends there.
template <class T>
T whole(const WordReader& reader, T value) {
    reader.end();
    return value;
}

// Each throws LineError where the next words are something else.
int32_t take_error(WordReader& reader); ///< of FF-A
Uuid take_uuid(WordReader& reader);
Shared take_shared(WordReader& reader);

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_PROTOCOL_LINE_PARTS_HPP
