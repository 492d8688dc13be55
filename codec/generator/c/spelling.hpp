// SPDX-License-Identifier: BSD-3-Clause
//
// How C spells what the tables name. clang-format sees to spaces and line breaks.
#ifndef TSRPC_CODEC_GENERATOR_C_SPELLING_HPP
#define TSRPC_CODEC_GENERATOR_C_SPELLING_HPP

#include "../tables.hpp"

namespace tsrpc::generator::c {

/// A header: what it contains, with its guard, and headers of the codec before that: "enums.h".
std::string header(std::string_view file, std::string_view source, std::string_view about,
                   const std::vector<std::string>& includes, std::string_view contents);

/// A comment, on lines of its own if it does not fit one.
std::string comment(std::string_view text);

/// An enum's value: "TSRPC_RULE_MBZ", "TSRPC_W3".
std::string value(std::string_view type, std::string_view name);
std::string value(Register reg);
std::string value(Message message);

/// "TSRPC_OPCODE_GET_VERSION": what stands in the control word of a management message.
std::string opcode(const Layout& layout);

/// "get_version_request", as functions and structs have it in their names.
std::string name_of(const Layout& layout);

/// The type of a member: "uint64_t".
std::string type_name(const FieldType& field);

/// A message's members, large ones first: no padding between them.
std::vector<FieldType> members_of(const Layout& layout);

/// "struct tsrpc_registers words, struct tsrpc_get_version_response* message": no message if it has no fields.
std::string parameters(const Layout& layout, std::string_view words);

} // namespace tsrpc::generator::c

#endif // TSRPC_CODEC_GENERATOR_C_SPELLING_HPP
