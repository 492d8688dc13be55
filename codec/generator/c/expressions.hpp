// SPDX-License-Identifier: BSD-3-Clause
//
// The C expressions that move fields to and from registers and test these. `words` points to those of a frame,
// `request` to those of the request that it answers. `message` is the message; where it is read, a pointer to it.
//
// What every message has in common, the control word, is in helpers by hand, codec/words.h. A table that says something
// else of it than they do ends the generator with an exception.
#ifndef TSRPC_CODEC_GENERATOR_C_EXPRESSIONS_HPP
#define TSRPC_CODEC_GENERATOR_C_EXPRESSIONS_HPP

#include "spelling.hpp"

#include "tsrpc/codec/unpack.hpp"

namespace tsrpc::generator::c {

using detail::Strictness;

/// "words->words[TSRPC_W4]". `of`: other registers, or where they are no pointer "words.".
std::string word(Register reg, std::string_view of = "words->");

/// The registers of a message.
std::string packed(const Layout& layout);

/// The statement that reads a field of the words into the message.
std::string read(const Layout& layout, const FieldType& field, std::string_view of = "words->");

/// What differs from what strict unpacking holds the words to, as bits: "tsrpc_not_fixed_(...) | ...".
std::string differing(const Layout& layout);

/// Whether lenient unpacking looks at a request's opcode: a management message's.
bool is_named(const Layout& layout);

/// The control word of a message.
std::string control(const Layout& layout);

/// The condition on which a field has a value that it can hold.
std::string can_hold(const Layout& layout, const FieldType& field, std::string_view of = "words->");

/// The condition on which words that are held to the doorbell rule break it.
std::string is_doorbell_with_length(const Layout& layout);

} // namespace tsrpc::generator::c

#endif // TSRPC_CODEC_GENERATOR_C_EXPRESSIONS_HPP
