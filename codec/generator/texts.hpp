// SPDX-License-Identifier: BSD-3-Clause
//
// What the documentation of all languages says of messages, fields and enums, and of the files that are generated.
#ifndef TSRPC_CODEC_GENERATOR_TEXTS_HPP
#define TSRPC_CODEC_GENERATOR_TEXTS_HPP

#include "tables.hpp"

namespace tsrpc::generator {

/// What a generated file says of itself: "Generated from SOURCE...".
std::string origin(std::string_view source);

/// What a message is. `no_memory`: how the language names a doorbell's handle.
std::string doc(const Layout& layout, std::string_view no_memory);

/// What a field is.
const char* doc(Field field);

/// An enum's value: its name, and what it is; empty if each language says that in its own way.
struct Named {
    std::string name;
    std::string doc;
};

/// An enum of names.
struct Enumeration {
    std::string type; ///< "Register"
    std::string doc;
    std::vector<Named> values;
    std::string otherwise; ///< the name of any other number
};

/// Register, Direction, Message, Rule, Field.
std::vector<Enumeration> enumerations();

/// A text as lines of a comment, each with `prefix` before it.
std::string comment(std::string_view prefix, std::string_view text);

} // namespace tsrpc::generator

#endif // TSRPC_CODEC_GENERATOR_TEXTS_HPP
