// SPDX-License-Identifier: BSD-3-Clause
//
// The Rust expressions that move fields to and from registers and test these. `w3` to `w7` are the words of a frame,
// `r3` to `r7` those of the request that it answers.
#ifndef TSRPC_CODEC_GENERATOR_RUST_EXPRESSIONS_HPP
#define TSRPC_CODEC_GENERATOR_RUST_EXPRESSIONS_HPP

#include "types.hpp"

#include "tsrpc/codec/unpack.hpp"

namespace tsrpc::generator::rust {

/// A register of a message `self`: its constants and the bits of the fields.
std::string packed(const Layout& layout, Register reg);

/// The number of a field in the words, of the type's own width; of a UUID the whole value.
std::string number(const Layout& layout, const FieldType& field);

/// The value of a field that any number is a value of.
std::string value(const Layout& layout, const FieldType& field);

/// Whether the words differ from what they are held to, as bits that are then not all 0. Empty if they are held to
/// nothing.
std::string differing(const Layout& layout, detail::Strictness strictness);

/// The pattern that takes five words apart, with names for those that the code uses: "[w3, _, _, _, w7]".
std::string pattern(char letter, std::string_view code);

} // namespace tsrpc::generator::rust

#endif // TSRPC_CODEC_GENERATOR_RUST_EXPRESSIONS_HPP
